using System.Globalization;
using Modelyard.Frames.Expressions.Binding;
using Modelyard.Frames.Expressions.Evaluation;

namespace Modelyard.Frames.Expressions.Functions;

/// <summary>Holds the functions of timestamps, in the Gregorian calendar. Timestamps are taken as they stand; those with a time zone are UTC.</summary>
internal static class DateFunctions
{
    /// <summary>Gets the functions.</summary>
    public static IReadOnlyList<Function> All { get; } =
    [
        new("year", "year(t)", 1, 1, "the year", call => DayPart(call, "year", static time => time.Year)),
        new("quarter", "quarter(t)", 1, 1, "the quarter, 1 to 4", call => DayPart(call, "quarter", static time => ((time.Month - 1) / 3) + 1)),
        new("month", "month(t)", 1, 1, "the month, 1 to 12", call => DayPart(call, "month", static time => time.Month)),
        new("week", "week(t)", 1, 1, "the week of ISO 8601, 1 to 53", call => DayPart(call, "week", ISOWeek.GetWeekOfYear)) { Aliases = ["isoweek"] },
        new("isoyear", "isoyear(t)", 1, 1, "the year that the week belongs to", call => DayPart(call, "isoyear", ISOWeek.GetYear)),
        new("day", "day(t)", 1, 1, "the day of the month, 1 to 31", call => DayPart(call, "day", static time => time.Day)),
        new("dayofyear", "dayofyear(t)", 1, 1, "the day of the year, 1 to 366", call => DayPart(call, "dayofyear", static time => time.DayOfYear)),
        new("weekday", "weekday(t)", 1, 1, "the day of the week, 0 for Sunday to 6 for Saturday", call => DayPart(call, "weekday", static time => (int)time.DayOfWeek)) { Aliases = ["dayofweek"] },
        new("hour", "hour(t)", 1, 1, "the hour, 0 to 23", call => ClockPart(call, "hour", static (ticks, parts) => Divide(ticks, TimeSpan.TicksPerHour, 24, parts))),
        new("minute", "minute(t)", 1, 1, "the minute, 0 to 59", call => ClockPart(call, "minute", static (ticks, parts) => Divide(ticks, TimeSpan.TicksPerMinute, 60, parts))),
        new("second", "second(t)", 1, 1, "the second, 0 to 59", call => ClockPart(call, "second", static (ticks, parts) => Divide(ticks, TimeSpan.TicksPerSecond, 60, parts))),
        new("date", "date(t)", 1, 1, "midnight of the day", call => Truncate(call, TimeUnit.Day)),
        new("datetrunc", "datetrunc(t, unit)", 2, 2, "the start of the unit, such as 'month'; of a week its Monday", call => Truncate(call, call.Unit(1))) { Aliases = ["floortime"] },
        new("dateadd", "dateadd(t, n, unit)", 3, 3, "n units later; a day that a month does not have becomes its last", BindAdd),
        new("datediff", "datediff(t, u, unit)", 3, 3, "the units from u to t: with decimals, but of 'month', 'quarter' and 'year' the whole ones that have passed", BindDifference),
        new("utc", "utc(t)", 1, 1, "the time as it stands, said to be in UTC", call => call.Add(new ZoneNode(isUtc: true, call.Timestamp(0)))),
        new("local", "local(t)", 1, 1, "the time as it stands, without a zone", call => call.Add(new ZoneNode(isUtc: false, call.Timestamp(0)))),
    ];

    /// <summary>Gets the ticks of a unit of fixed length.</summary>
    /// <returns>The ticks; zero for months, quarters and years.</returns>
    private static long Ticks(TimeUnit unit) => unit switch
    {
        TimeUnit.Week => 7 * TimeSpan.TicksPerDay,
        TimeUnit.Day => TimeSpan.TicksPerDay,
        TimeUnit.Hour => TimeSpan.TicksPerHour,
        TimeUnit.Minute => TimeSpan.TicksPerMinute,
        TimeUnit.Second => TimeSpan.TicksPerSecond,
        TimeUnit.Millisecond => TimeSpan.TicksPerMillisecond,
        TimeUnit.Microsecond => TimeSpan.TicksPerMicrosecond,
        _ => 0,
    };

    private static int Months(TimeUnit unit) => unit switch
    {
        TimeUnit.Year => 12,
        TimeUnit.Quarter => 3,
        _ => 1,
    };

    private static Node ClockPart(CallBinding call, string name, IntegerMapNode.Kernel kernel) => call.Add(new IntegerMapNode(ColumnKind.Integer, name, kernel, call.Timestamp(0)));

    private static void Divide(ReadOnlySpan<long> ticks, ulong unit, ulong cycle, Span<long> parts)
    {
        for (int row = 0; row < parts.Length; row++)
        {
            parts[row] = (long)((ulong)ticks[row] / unit % cycle);
        }
    }

    private static Node DayPart(CallBinding call, string name, Func<DateTime, int> part) => call.Add(new IntegerMapNode(
        ColumnKind.Integer,
        name,
        (ticks, parts) =>
        {
            // Neighbouring rows often share their day.
            long last = -1;
            int value = 0;
            for (int row = 0; row < parts.Length; row++)
            {
                long day = (long)((ulong)ticks[row] / (ulong)TimeSpan.TicksPerDay);
                if (day != last)
                {
                    last = day;
                    value = part(new DateTime(Math.Min(day * TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks)));
                }

                parts[row] = value;
            }
        },
        call.Timestamp(0)));

    private static Node Truncate(CallBinding call, TimeUnit unit) => call.Add(new IntegerMapNode(
        ColumnKind.Timestamp,
        $"datetrunc {unit}",
        (ticks, starts) =>
        {
            for (int row = 0; row < starts.Length; row++)
            {
                starts[row] = StartOf((ulong)ticks[row] <= (ulong)DateTime.MaxValue.Ticks ? ticks[row] : 0, unit);
            }
        },
        call.Timestamp(0)));

    private static long StartOf(long ticks, TimeUnit unit)
    {
        // 0001-01-01, from which ticks are counted, is a Monday.
        if (Ticks(unit) is var length && length > 0)
        {
            return ticks - (ticks % length);
        }

        var time = new DateTime(ticks);
        int month = unit == TimeUnit.Year ? 1 : unit == TimeUnit.Quarter ? ((time.Month - 1) / 3 * 3) + 1 : time.Month;
        return new DateTime(time.Year, month, 1).Ticks;
    }

    private static Node BindAdd(CallBinding call)
    {
        TimeUnit unit = call.Unit(2);
        Node time = call.Timestamp(0);
        if (call.Kind(1) == ColumnKind.Integer)
        {
            return call.Add(new RowNode(ColumnKind.Timestamp, $"dateadd {unit}", (Block _, Lane[] inputs, int row, out long moved) => AddWhole(At(inputs[0], row), At(inputs[1], row), unit, out moved), DescribeFault, time, call.Integer(1)));
        }

        if (Ticks(unit) == 0 && !call.IsUntyped(1))
        {
            throw call.Fault(1, $"{call.Describe(1)}, and of the unit '{unit.ToString().ToLowerInvariant()}' only whole numbers are added; write integer(x).");
        }

        return call.Add(new RowNode(ColumnKind.Timestamp, $"dateadd {unit}", (Block _, Lane[] inputs, int row, out long moved) => AddShare(At(inputs[0], row), inputs[1].Doubles[inputs[1].IsConstant ? 0 : row], unit, out moved), DescribeFault, time, call.Double(1)));
    }

    private static RowOutcome AddWhole(long ticks, long amount, TimeUnit unit, out long moved)
    {
        Int128 sum;
        if (Ticks(unit) is var length && length > 0)
        {
            sum = ticks + ((Int128)amount * length);
        }
        else
        {
            var time = new DateTime(ticks);
            Int128 month = (time.Year * 12) + (time.Month - 1) + ((Int128)amount * Months(unit));
            if (month < 12 || month >= 12 * 10_000)
            {
                moved = 0;
                return RowOutcome.Failed;
            }

            int year = (int)(month / 12), ofYear = (int)(month % 12) + 1;
            sum = new DateTime(year, ofYear, Math.Min(time.Day, DateTime.DaysInMonth(year, ofYear))).Ticks + time.TimeOfDay.Ticks;
        }

        bool isInside = sum >= 0 && sum <= DateTime.MaxValue.Ticks;
        moved = isInside ? (long)sum : 0;
        return isInside ? RowOutcome.Present : RowOutcome.Failed;
    }

    private static RowOutcome AddShare(long ticks, double amount, TimeUnit unit, out long moved)
    {
        double change = Math.Round(amount * Ticks(unit));
        moved = Math.Abs(change) <= DateTime.MaxValue.Ticks ? ticks + (long)change : -1;
        bool isInside = moved >= 0 && moved <= DateTime.MaxValue.Ticks;
        moved = isInside ? moved : 0;
        return isInside ? RowOutcome.Present : RowOutcome.Failed;
    }

    private static string DescribeFault(Block block, RowNode node, int row) =>
        $"'{block.Show(node.Inputs[0], row)}' moved by '{block.Show(node.Inputs[1], row)}' lies outside the years 1 to 9999.";

    private static Node BindDifference(CallBinding call)
    {
        TimeUnit unit = call.Unit(2);
        double length = Ticks(unit);
        return call.Add(new RowNode(
            $"datediff {unit}",
            length > 0
                ? (_, inputs, row) => (At(inputs[0], row) - At(inputs[1], row)) / length
                : (_, inputs, row) => WholeMonths(new DateTime(At(inputs[0], row)), new DateTime(At(inputs[1], row))) / Months(unit),
            call.Timestamp(0),
            call.Timestamp(1)));
    }

    /// <summary>Counts the whole months from one time to another, which is as many as can be added to the first without passing the second.</summary>
    private static int WholeMonths(DateTime to, DateTime from)
    {
        int months = ((to.Year - from.Year) * 12) + to.Month - from.Month;
        if (months > 0 && from.AddMonths(months) > to)
        {
            return months - 1;
        }

        return months < 0 && from.AddMonths(months) < to ? months + 1 : months;
    }

    private static long At(Lane lane, int row) => lane.Integers[lane.IsConstant ? 0 : row];
}
