using System.Globalization;
using Modelyard.Charts;
using Modelyard.Frames;

namespace Modelyard.Cli;

/// <summary>Tells of rows that are logged with times to come: a wrong zone or year shows late otherwise, as monitors see them when that time is over.</summary>
internal static class FutureRows
{
    // Clocks of machines differ.
    private static readonly TimeSpan s_margin = TimeSpan.FromMinutes(5);

    /// <summary>Tells how many rows lie in the future, if any do.</summary>
    /// <param name="terminal">Where it is told.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="time">The column of times; null for none.</param>
    /// <param name="at">The time of rows without one, in UTC; null for now.</param>
    internal static void Tell(Terminal terminal, Frame rows, string? time, DateTime? at)
    {
        DateTime now = DateTime.UtcNow + s_margin;
        DateTime[] later = time is not null && rows.TryGetColumn(time, out Column? known) && known is TimestampColumn times
            ? [.. Enumerable.Range(0, rows.RowCount).Select(row => times[row]).OfType<DateTime>().Where(moment => moment > now)]
            : at > now ? [.. Enumerable.Repeat(at.Value, rows.RowCount)] : [];
        if (later.Length > 0)
        {
            terminal.Warning(string.Create(CultureInfo.InvariantCulture, $"{NumberText.Counted(later.Length, "row")} of {rows.RowCount:N0} {(later.Length == 1 ? "has a time" : "have times")} to come, up to {later.Max():yyyy-MM-ddTHH:mm:ssZ}. Monitors see them when that time is over."));
        }
    }
}
