using System.Globalization;

namespace Modelyard.Charts.Scales;

/// <summary>Maps moments to positions so that equal spans take equal room, with ticks where calendars have them.</summary>
/// <remarks>Moments are seconds since 1970 in UTC, those before the year 1 and after 9999 have no ticks.</remarks>
public sealed class TimeScale : IContinuousScale
{
    private const double Least = -62_135_596_800, Greatest = 253_402_300_799;
    private readonly LinearScale _seconds;

    /// <summary>Initializes a scale.</summary>
    /// <param name="minimum">The first moment of the domain.</param>
    /// <param name="maximum">The last moment of the domain.</param>
    /// <param name="start">The position of the first moment.</param>
    /// <param name="end">The position of the last moment.</param>
    public TimeScale(double minimum, double maximum, double start = 0, double end = 1) =>
        _seconds = maximum > minimum ? new LinearScale(minimum, maximum, start, end) : new LinearScale(minimum - 1, minimum + 1, start, end);

    /// <inheritdoc/>
    public double Minimum => _seconds.Minimum;

    /// <inheritdoc/>
    public double Maximum => _seconds.Maximum;

    /// <inheritdoc/>
    public double Map(double value) => _seconds.Map(value);

    /// <inheritdoc/>
    public IReadOnlyList<AxisTick> Ticks(int target, AxisFormat format = AxisFormat.Time)
    {
        double first = Math.Clamp(Minimum, Least, Greatest), last = Math.Clamp(Maximum, Least, Greatest), span = last - first;
        target = Math.Max(1, target);
        if (!(span > 0))
        {
            return [];
        }

        // The finest step of as many ticks as are wished for: there may be one less than spans, or one more.
        int at = 0;
        while (at + 1 < CalendarStep.All.Count && span / CalendarStep.All[at].Seconds > target)
        {
            at++;
        }

        for (; at >= 0; at--)
        {
            CalendarStep step = CalendarStep.All[at];
            AxisTick[] ticks = [.. step.Between(first, last).Select(moment => new AxisTick(moment, DateTime.UnixEpoch.AddSeconds(moment).ToString(step.Format, CultureInfo.InvariantCulture)))];
            if (ticks.Length > 0)
            {
                return ticks;
            }
        }

        return [];
    }
}
