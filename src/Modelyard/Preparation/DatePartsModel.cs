using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents which parts of which timestamps are features.</summary>
public sealed class DatePartsModel : ITransformModel, IPersistent<DatePartsModel>
{
    internal const int PartCount = 7;
    private const double SecondsPerDay = 86_400;
    private static readonly string[] PartNames = ["days", "year", "month", "day", "weekday", "hour", "minute"];

    // A bit for each part that is a feature; 0 for a feature that is passed on.
    private readonly byte[] _parts;

    internal DatePartsModel(FeatureSchema features, byte[] parts)
    {
        Features = features;
        _parts = parts;
        Outputs = OutputSchema.Of(features, features.SelectMany((feature, i) => parts[i] == 0
            ? [feature]
            : Enumerable.Range(0, PartCount).Where(part => (parts[i] >> part & 1) == 1).Select(part => new Feature($"{feature.Name}.{PartNames[part]}"))));
    }

    /// <inheritdoc/>
    public static string TypeName => "date-parts";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs { get; }

    /// <summary>Gets the number of outputs of a feature.</summary>
    internal int WidthOf(int feature) => _parts[feature] == 0 ? 1 : System.Numerics.BitOperations.PopCount(_parts[feature]);

    /// <inheritdoc/>
    public static DatePartsModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        byte[] parts = state.ReadBytes("parts", features.Count);
        return Array.TrueForAll(parts, part => part < 1 << PartCount)
            ? new DatePartsModel(features, parts)
            : throw new ModelFormatException("The value 'parts' of the model names a part of a date that there is not.");
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("parts", _parts.AsSpan());
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        Span<double> split = stackalloc double[PartCount];
        int next = 0;
        for (int feature = 0; feature < _parts.Length; feature++)
        {
            if (_parts[feature] == 0)
            {
                result[next++] = row[feature];
                continue;
            }

            Split(row[feature], split);
            for (int part = 0; part < PartCount; part++)
            {
                if ((_parts[feature] >> part & 1) == 1)
                {
                    result[next++] = split[part];
                }
            }
        }
    }

    /// <summary>Takes a timestamp apart. One that no calendar holds counts as missing.</summary>
    internal static void Split(double seconds, Span<double> parts)
    {
        const double First = -62_135_596_800, Last = 253_402_300_799;
        if (!(seconds >= First && seconds <= Last))
        {
            parts[..PartCount].Fill(double.NaN);
            return;
        }

        DateTime moment = DateTime.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
        parts[0] = seconds / SecondsPerDay;
        parts[1] = moment.Year;
        parts[2] = moment.Month;
        parts[3] = moment.Day;
        parts[4] = (int)moment.DayOfWeek;
        parts[5] = moment.Hour;
        parts[6] = moment.Minute;
    }
}
