using System.Globalization;
using System.Runtime.CompilerServices;

namespace Modelyard.Frames.Resampling;

/// <summary>Represents the periods that reach from the first to the last of some times.</summary>
internal sealed class TimePeriods
{
    // Period i holds times from _starts[i] to before _starts[i + 1]: an end that belongs to a period lies one tick, or one day, before the next.
    private readonly long[] _starts;

    // Periods of one length each: the length, and what of a period a tick is. Otherwise zero.
    private readonly long _length;
    private readonly double _share;

    private TimePeriods(long[] starts, long[] labels, long length)
    {
        _starts = starts;
        _length = length;
        _share = length == 0 ? 0 : 1.0 / length;
        Labels = labels;
    }

    /// <summary>Gets the time that each period is called by.</summary>
    public long[] Labels { get; }

    /// <summary>Cuts time into periods.</summary>
    public static TimePeriods Of(long first, long last, TimeRule rule, ResampleOptions options)
    {
        IntervalSide usual = rule.AtEnd ? IntervalSide.Right : IntervalSide.Left;
        bool closedRight = (options.Closed ?? usual) == IntervalSide.Right;

        // Where a day is the least unit, an end that belongs to a period is the whole day.
        long shift = !closedRight ? 0 : rule.AtEnd ? TimeSpan.TicksPerDay : 1;
        List<long> edges = rule.Length is { } length
            ? FixedEdges(first, last, length.Ticks, closedRight, options)
            : CalendarEdges(first, last, rule, closedRight, shift, options.MaxPeriods);
        int skipped = (options.Label ?? usual) == IntervalSide.Right ? 1 : 0;
        long[] labels = [.. edges.Skip(skipped).Take(edges.Count - 1)];
        return new TimePeriods([.. edges.Select(edge => edge + shift)], labels, rule.Length?.Ticks ?? 0);
    }

    /// <summary>Finds the period of a time between the first and the last.</summary>
    /// <param name="ticks">The time.</param>
    /// <param name="last">The period that was found before, where the next search begins.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(long ticks, ref int last) => _length > 0 ? Divide(ticks - _starts[0]) : Search(ticks, ref last);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Divide(long distance)
    {
        // Rounding may miss the period by one, which costs less to mend than a division takes (resample_flights).
        long period = (long)(distance * _share), rest = distance - (period * _length);
        return (int)(rest < 0 ? period - 1 : rest >= _length ? period + 1 : period);
    }

    private int Search(long ticks, ref int last)
    {
        // Times come in order mostly, so that the period is that of the time before, or the next.
        last = last + 1 < _starts.Length ? last : 0;
        if (ticks < _starts[last] || ticks >= _starts[last + 1])
        {
            if (last + 2 < _starts.Length && ticks >= _starts[last + 1] && ticks < _starts[last + 2])
            {
                last++;
            }
            else
            {
                int at = Array.BinarySearch(_starts, ticks);
                last = at >= 0 ? at : ~at - 1;
            }
        }

        return last;
    }

    private static List<long> FixedEdges(long first, long last, long length, bool closedRight, ResampleOptions options)
    {
        long origin = (options.OriginTime?.Ticks ?? options.Origin switch
        {
            ResampleOrigin.Epoch => DateTime.UnixEpoch.Ticks,
            ResampleOrigin.First => first,
            _ => first - (first % TimeSpan.TicksPerDay),
        }) + options.Offset.Ticks;
        long over = Modulo(first - origin, length), beyond = Modulo(last - origin, length);
        long from = closedRight && over == 0 ? first - length : first - over;
        long to = closedRight && beyond == 0 ? last : last - beyond + length;
        RequireCount((to - from) / length, options.MaxPeriods);
        List<long> edges = [];
        for (long edge = from; edge <= to; edge += length)
        {
            edges.Add(edge);
        }

        return edges;
    }

    private static List<long> CalendarEdges(long first, long last, TimeRule rule, bool closedRight, long shift, int most)
    {
        var date = new DateTime(first - (first % TimeSpan.TicksPerDay));
        long start;
        Func<long, long> edgeAt;
        if (rule.Unit == TimeUnit.Week)
        {
            int ahead = ((int)rule.WeekDay - (int)date.DayOfWeek + 7) % 7;
            DateTime anchor = date.AddDays(ahead);
            start = closedRight ? -rule.Count : ahead == 0 ? 0 : -1;
            edgeAt = week => anchor.Ticks + (week * 7 * TimeSpan.TicksPerDay);
        }
        else
        {
            int months = rule.Unit switch { TimeUnit.Month => 1, TimeUnit.Quarter => 3, _ => 12 };
            int offset = rule.AtEnd ? rule.AnchorMonth % months : (rule.AnchorMonth - 1) % months;
            long period = FloorDivide((date.Year * 12L) + date.Month - 1 - offset, months);
            edgeAt = number => Edge((number * months) + offset, rule.AtEnd, months);
            start = closedRight
                ? rule.AtEnd ? period - rule.Count : edgeAt(period) < first ? period - rule.Count + 1 : period - rule.Count
                : rule.AtEnd && edgeAt(period) > date.Ticks ? period - 1 : period;
        }

        List<long> edges = [edgeAt(start)];
        while (edges.Count < 2 || edges[^1] + shift <= last)
        {
            RequireCount(edges.Count, most);
            start += rule.Count;
            edges.Add(edgeAt(start));
        }

        return edges;
    }

    /// <summary>Gets the first day of a period that begins in a month, counted from the year 0, or its last day.</summary>
    private static long Edge(long month, bool atEnd, int months)
    {
        long edge = atEnd ? month + months : month;
        return new DateTime((int)(edge / 12), (int)(edge % 12) + 1, 1).Ticks - (atEnd ? TimeSpan.TicksPerDay : 0);
    }

    private static void RequireCount(long count, int most)
    {
        if (count > most)
        {
            throw new ModelyardException(string.Create(CultureInfo.InvariantCulture, $"The times reach over '{count:N0}' periods and '{most:N0}' are allowed; take longer periods, or allow more by MaxPeriods."));
        }
    }

    private static long Modulo(long value, long divisor) => value % divisor is long rest && rest < 0 ? rest + divisor : rest;

    private static long FloorDivide(long value, long divisor) => (value - Modulo(value, divisor)) / divisor;
}
