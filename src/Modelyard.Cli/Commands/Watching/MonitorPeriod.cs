using System.Globalization;
using System.Text.RegularExpressions;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Represents a time of a monitor, as in <c>daily@2026-03-02..2026-03-09</c>; a moment alone is the day that begins with it.</summary>
/// <param name="Monitor">The name of the monitor.</param>
/// <param name="From">The beginning, in UTC.</param>
/// <param name="Until">The end, which does not belong to it.</param>
internal sealed partial record MonitorPeriod(string Monitor, DateTime From, DateTime Until)
{
    /// <summary>Reads a time; null if the text does not look like one.</summary>
    internal static MonitorPeriod? Parse(string text)
    {
        Match match = Form().Match(text);
        if (!match.Success)
        {
            return null;
        }

        DateTime from = Moment(text, match.Groups["from"].Value), until = match.Groups["until"] is { Success: true } end ? Moment(text, end.Value) : from.AddDays(1);
        return from < until ? new MonitorPeriod(match.Groups["name"].Value, from, until) : throw new UsageException($"'{text}' ends before it begins.");
    }

    private static DateTime Moment(string text, string moment) => DateTime.TryParse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime parsed)
        ? parsed
        : throw new UsageException($"'{moment}' in '{text}' is no moment; it must be as in 2026-03-01 or 2026-03-01T08:30:00.");

    [GeneratedRegex(@"^(?<name>[a-z0-9._-]+)@(?<from>\d{4}-\d.*?)(\.\.(?<until>.+))?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
