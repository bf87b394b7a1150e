using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents of which timestamps days and waves of which cycles are features.</summary>
public sealed class DateCyclesModel : ITransformModel, IPersistent<DateCyclesModel>
{
    // A bit for the days and one for each cycle; 0 for a feature that is passed on.
    private readonly byte[] _cycles;

    internal DateCyclesModel(FeatureSchema features, byte[] cycles)
    {
        Features = features;
        _cycles = cycles;
        Outputs = OutputSchema.Of(features, features.SelectMany((feature, i) => cycles[i] == 0
            ? [feature]
            : CyclesOf(cycles[i]).SelectMany(Waves).Prepend("days").Select(part => new Feature($"{feature.Name}.{part}"))));
    }

    /// <inheritdoc/>
    public static string TypeName => "date-cycles";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs { get; }

    /// <inheritdoc/>
    public static DateCyclesModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        byte[] cycles = state.ReadBytes("cycles", features.Count);
        return Array.TrueForAll(cycles, bits => bits == 0 || ((bits & 1) == 1 && bits < 2 << DateCycle.All.Length))
            ? new DateCyclesModel(features, cycles)
            : throw new ModelFormatException("The value 'cycles' of the model names a cycle of the calendar that there is not.");
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("cycles", _cycles.AsSpan());
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        Span<double> phases = stackalloc double[DateCycle.All.Length];
        int next = 0;
        for (int feature = 0; feature < _cycles.Length; feature++)
        {
            double value = row[feature];
            if (_cycles[feature] == 0)
            {
                result[next++] = value;
                continue;
            }

            bool isKnown = DateCycle.TryFindPhases(value, phases);
            result[next++] = isKnown ? value / DateCycle.SecondsPerDay : double.NaN;
            for (int cycle = 0; cycle < phases.Length; cycle++)
            {
                for (int pair = 1; Has(_cycles[feature], cycle) && pair <= DateCycle.All[cycle].Pairs; pair++)
                {
                    (double sine, double cosine) = Math.SinCos(2 * Math.PI * pair * phases[cycle]);
                    result[next++] = isKnown ? sine : double.NaN;
                    result[next++] = isKnown ? cosine : double.NaN;
                }
            }
        }
    }

    /// <summary>Gets the number of outputs of a feature.</summary>
    internal int WidthOf(int feature) => 1 + CyclesOf(_cycles[feature]).Sum(cycle => 2 * cycle.Pairs);

    /// <summary>Tells whether the bits of a feature name a cycle.</summary>
    internal static bool Has(byte bits, int cycle) => (bits >> (cycle + 1) & 1) == 1;

    private static IEnumerable<DateCycle> CyclesOf(byte bits) => DateCycle.All.Where((_, cycle) => Has(bits, cycle));

    private static IEnumerable<string> Waves(DateCycle cycle) =>
        Enumerable.Range(1, cycle.Pairs).Select(pair => pair == 1 ? "" : $" {pair}").SelectMany(pair => (IEnumerable<string>)[$"{cycle.Name} sin{pair}", $"{cycle.Name} cos{pair}"]);
}
