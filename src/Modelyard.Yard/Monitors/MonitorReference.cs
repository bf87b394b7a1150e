using System.Globalization;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says what the windows of a monitor are compared with.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Count">How many windows, or weeks.</param>
public readonly record struct MonitorReference(ReferenceKind Kind, int Count = 1)
{
    private const int Most = 1000;
    private const string FilePrefix = "file:";

    private static readonly string[] s_forms = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmZ", "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"];

    /// <summary>Gets the first moment of a time, in UTC.</summary>
    public DateTime From { get; init; }

    /// <summary>Gets the moment before which a time ends, in UTC.</summary>
    public DateTime Until { get; init; }

    /// <summary>Gets the path of a file; null if it is none.</summary>
    public string? Path { get; init; }

    /// <summary>Reads a reference as it is written: <c>training</c>, <c>first:7</c>, <c>previous:7</c>, <c>weekday:4</c>, <c>2026-01-01..2026-02-01</c> or <c>file:january.csv</c>.</summary>
    /// <param name="text">The text; without a number it is 1.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="YardException">The text is none.</exception>
    public static MonitorReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith(FilePrefix, StringComparison.OrdinalIgnoreCase) && text.Length > FilePrefix.Length)
        {
            return new MonitorReference(ReferenceKind.File) { Path = text[FilePrefix.Length..] };
        }

        if (text.Split("..") is [var from, var until])
        {
            return TryMoment(from, out DateTime first) && TryMoment(until, out DateTime end) && first < end ? new MonitorReference(ReferenceKind.Period) { From = first, Until = end }
                : throw new YardException($"The reference is '{text}' and must be a time from one moment up to a later one, in UTC, as in '2026-01-01..2026-02-01'.");
        }

        string[] parts = text.Split(':');
        int count = 1;
        bool isKind = Enum.TryParse(parts[0], ignoreCase: true, out ReferenceKind kind) && kind is ReferenceKind.Training or ReferenceKind.First or ReferenceKind.Previous or ReferenceKind.Weekday && !int.TryParse(parts[0], out _);
        bool isCount = parts.Length == 1 || (parts.Length == 2 && kind != ReferenceKind.Training && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= Most);
        return isKind && isCount ? new MonitorReference(kind, count)
            : throw new YardException($"The reference is '{text}' and must be 'training', 'first', 'previous' or 'weekday' with a number of windows from 1 to {Most}, as in 'previous:7', a time, as in '2026-01-01..2026-02-01', or 'file:' with a path.");
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        ReferenceKind.Training => "training",
        ReferenceKind.File => FilePrefix + Path,
        ReferenceKind.Period => $"{Text(From)}..{Text(Until)}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Kind.ToString().ToLowerInvariant()}:{Count}"),
    };

    private static bool TryMoment(string text, out DateTime moment) => DateTime.TryParseExact(text, s_forms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out moment);

    private static string Text(DateTime moment) => moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? s_forms[0] : s_forms[2], CultureInfo.InvariantCulture);
}
