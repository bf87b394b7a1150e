using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents of which timestamps days and waves of which cycles are features.</summary>
public sealed class DateCyclesModel : ITransformModel, IPersistent<DateCyclesModel>
{
    // A bit for the days and one for each cycle; 0 for a feature that is passed on.
    private readonly byte[] _cycles;

    // Of each feature, what is beyond them is missing.
    private readonly TimeFences[] _fences;

    internal DateCyclesModel(FeatureSchema features, byte[] cycles, TimeFences[] fences)
    {
        Features = features;
        _cycles = cycles;
        _fences = fences;
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
        if (!Array.TrueForAll(cycles, bits => bits == 0 || ((bits & 1) == 1 && bits < 2 << DateCycle.All.Length)))
        {
            throw new ModelFormatException("The value 'cycles' of the model names a cycle of the calendar that there is not.");
        }

        // Models stored before there were fences hold every date.
        TimeFences[] fences = state.Contains("earliest")
            ? [.. state.ReadDoubles("earliest", features.Count).Zip(state.ReadDoubles("latest", features.Count), (earliest, latest) => new TimeFences(earliest, latest))]
            : [.. features.Select(_ => TimeFences.None)];
        return Array.TrueForAll(fences, one => one.Earliest <= one.Latest)
            ? new DateCyclesModel(features, cycles, fences)
            : throw new ModelFormatException("The values 'earliest' and 'latest' of the model are in no order.");
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("cycles", _cycles.AsSpan());
        state.Write("earliest", Array.ConvertAll(_fences, one => one.Earliest));
        state.Write("latest", Array.ConvertAll(_fences, one => one.Latest));
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

            bool isKnown = _fences[feature].Hold(value) && DateCycle.TryFindPhases(value, phases);
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
