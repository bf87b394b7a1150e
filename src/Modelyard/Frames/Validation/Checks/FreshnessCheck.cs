using System.Globalization;

namespace Modelyard.Frames.Validation.Checks;

/// <summary>Holds the newest time of a column against a clock.</summary>
/// <param name="tally">Counts the failure.</param>
/// <param name="rule">The rule.</param>
/// <param name="clock">The clock.</param>
internal sealed class FreshnessCheck(Tally tally, FreshnessRule rule, TimeProvider clock) : ITableCheck
{
    private long _newest = -1;

    public Tally Tally => tally;

    public ulong[]? Add(Frame chunk, long offset)
    {
        if (chunk[rule.Column] is TimestampColumn times)
        {
            for (int row = 0; row < times.Length; row++)
            {
                _newest = times.IsMissing(row) ? _newest : Math.Max(_newest, times.Ticks[row]);
            }
        }

        return null;
    }

    /// <summary>Says a span in the greatest unit that it is a whole number of.</summary>
    public static string Spoken(TimeSpan span)
    {
        (long ticks, string unit) = new[] { (TimeSpan.TicksPerDay, "day"), (TimeSpan.TicksPerHour, "hour"), (TimeSpan.TicksPerMinute, "minute"), (TimeSpan.TicksPerSecond, "second") }
            .FirstOrDefault(one => span.Ticks % one.Item1 == 0);
        return unit is null ? span.ToString() : string.Create(CultureInfo.InvariantCulture, $"{span.Ticks / ticks} {unit}{(span.Ticks == ticks ? "" : "s")}");
    }

    public void Finish(long rows)
    {
        if (_newest < 0)
        {
            tally.AddWhole(null, $"The column has no time and its newest must be at most '{Spoken(rule.Within)}' old.");
            return;
        }

        DateTime now = clock.GetUtcNow().UtcDateTime;
        if (now - new DateTime(_newest) > rule.Within)
        {
            string newest = new DateTime(_newest).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
            tally.AddWhole(newest, $"The newest time is '{newest}' and must be at most '{Spoken(rule.Within)}' before '{now.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)}'.");
        }
    }
}
