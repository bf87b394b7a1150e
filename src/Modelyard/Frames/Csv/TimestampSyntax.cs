using System.Runtime.CompilerServices;

namespace Modelyard.Frames.Csv;

/// <summary>Reads dates and times.</summary>
/// <remarks>
/// Forms: YYYY-MM-DD and YYYY/MM/DD, alone or followed by T or a space and HH:MM, HH:MM:SS or HH:MM:SS.f with up to seven digits that are not
/// zero, and then perhaps Z or an offset such as +02:00; also DD-Mon-YYYY and DD Mon YYYY with English months, and D.M.YYYY. Months are YYYY-MM, YYYY/MM and M/YYYY, quarters
/// YYYYQn and YYYY-Qn; they stand for their first day. Forms whose day and month can be taken for one another, such as 03/04/2001, are not dates.
/// </remarks>
internal static class TimestampSyntax
{
    private const int ShortestPeriod = 6;
    private const int LongestPeriod = 7;

    // Four digits beside two others are as often the number of a thing as a month where they are no year of our time.
    private const int EarliestYear = 1000;
    private const int LatestYear = 2999;

    private static ReadOnlySpan<short> DaysBefore => [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

    private static ReadOnlySpan<byte> Months => "janfebmaraprmayjunjulaugsepoctnovdec"u8;

    /// <summary>Reads a timestamp.</summary>
    /// <param name="cell">The cell, without spaces around it.</param>
    /// <param name="ticks">Receives the ticks of 100 nanoseconds since 0001-01-01; in UTC if the cell has a time zone.</param>
    /// <returns>LocalTime or ZonedTime, or None if the cell is not a timestamp.</returns>
    public static CellEvidence Read(ReadOnlySpan<byte> cell, out long ticks)
    {
        ticks = 0;
        if (cell.Length < ShortestPeriod)
        {
            return CellEvidence.None;
        }

        if (cell.Length <= LongestPeriod && TryReadPeriod(cell, out long first))
        {
            ticks = first * TimeSpan.TicksPerDay;
            return CellEvidence.LocalTime;
        }

        if (!TryReadPointed(cell, out long day, out int length) && (cell.Length < 10 || !TryReadDate(cell, out day, out length)))
        {
            return CellEvidence.None;
        }

        ticks = day * TimeSpan.TicksPerDay;
        ReadOnlySpan<byte> rest = cell[length..];
        if (rest.Length == 0)
        {
            return CellEvidence.LocalTime;
        }

        if (rest[0] is not ((byte)'T' or (byte)' ' or (byte)'t') || !TryReadTime(rest[1..], out long time, out int used))
        {
            return CellEvidence.None;
        }

        ticks += time;
        return ReadZone(rest[(1 + used)..], ref ticks);
    }

    /// <summary>Tells whether the zone of a time that has one is another than UTC.</summary>
    public static bool HasOffset(ReadOnlySpan<byte> cell) => cell[^1] is not ((byte)'Z' or (byte)'z') && cell[(cell.LastIndexOfAny((byte)'+', (byte)'-') + 1)..].ContainsAnyExcept((byte)'0', (byte)':');

    private static bool TryReadDate(ReadOnlySpan<byte> cell, out long day, out int length)
    {
        day = 0;
        length = 10;
        if (cell[4] == cell[7] && cell[4] is (byte)'-' or (byte)'/')
        {
            return TryPair(cell, 0, out int century) && TryPair(cell, 2, out int year) && TryPair(cell, 5, out int month)
                && TryPair(cell, 8, out int date) && TryDay((century * 100) + year, month, date, out day);
        }

        length = 11;
        if (cell.Length >= 11 && cell[2] == cell[6] && cell[2] is (byte)'-' or (byte)' ')
        {
            Span<byte> name = [(byte)(cell[3] | 0x20), (byte)(cell[4] | 0x20), (byte)(cell[5] | 0x20)];
            int at = Months.IndexOf(name);
            return at >= 0 && at % 3 == 0 && TryPair(cell, 0, out int date) && TryPair(cell, 7, out int century)
                && TryPair(cell, 9, out int year) && TryDay((century * 100) + year, (at / 3) + 1, date, out day);
        }

        return false;
    }

    /// <summary>Reads a month or a quarter, which stands for its first day.</summary>
    private static bool TryReadPeriod(ReadOnlySpan<byte> cell, out long day)
    {
        day = 0;
        int month;
        if (cell.Length - 5 is var at && cell[at] == (byte)'/')
        {
            return TryShort(cell[..at], out month) && TryYear(cell[(at + 1)..], out int last) && TryDay(last, month, 1, out day);
        }

        if (!TryYear(cell, out int year))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = cell[4..];
        if (rest.Length == 3 && rest[0] is (byte)'-' or (byte)'/' && TryPair(rest, 1, out month))
        {
            return TryDay(year, month, 1, out day);
        }

        rest = rest.Length == 3 && rest[0] is (byte)'-' or (byte)' ' ? rest[1..] : rest;
        return rest.Length == 2 && rest[0] is (byte)'Q' or (byte)'q' && rest[1] is >= (byte)'1' and <= (byte)'4' && TryDay(year, ((rest[1] - '1') * 3) + 1, 1, out day);
    }

    /// <summary>Reads a date with points, whose day stands first wherever it is written.</summary>
    private static bool TryReadPointed(ReadOnlySpan<byte> cell, out long day, out int length)
    {
        (day, length) = (0, 0);
        int first = cell[1] == (byte)'.' ? 1 : 2, second = first + (cell[first + 2] == (byte)'.' ? 2 : 3);
        if (cell[first] != (byte)'.' || cell.Length < second + 5 || cell[second] != (byte)'.')
        {
            return false;
        }

        length = second + 5;
        return TryShort(cell[..first], out int date) && TryShort(cell[(first + 1)..second], out int month)
            && TryYear(cell[(second + 1)..], out int year) && TryDay(year, month, date, out day);
    }

    private static bool TryReadTime(ReadOnlySpan<byte> text, out long ticks, out int used)
    {
        ticks = 0;
        used = 5;
        if (text.Length < 5 || text[2] != (byte)':' || !TryPair(text, 0, out int hour) || !TryPair(text, 3, out int minute)
            || hour > 23 || minute > 59)
        {
            return false;
        }

        ticks = ((hour * 60L) + minute) * TimeSpan.TicksPerMinute;
        if (text.Length == 5 || text[5] != (byte)':')
        {
            return true;
        }

        if (text.Length < 8 || !TryPair(text, 6, out int second) || second > 59)
        {
            return false;
        }

        used = 8;
        ticks += second * TimeSpan.TicksPerSecond;
        if (text.Length == 8 || text[8] != (byte)'.')
        {
            return true;
        }

        long unit = TimeSpan.TicksPerSecond;
        for (used = 9; used < text.Length && text[used] is >= (byte)'0' and <= (byte)'9'; used++)
        {
            unit /= 10;
            ticks += (text[used] - '0') * unit;
            if (unit == 0 && text[used] != (byte)'0')
            {
                return false;
            }
        }

        return used > 9;
    }

    private static CellEvidence ReadZone(ReadOnlySpan<byte> zone, ref long ticks)
    {
        if (zone.Length == 0)
        {
            return CellEvidence.LocalTime;
        }

        if (zone.Length == 1 && zone[0] is (byte)'Z' or (byte)'z')
        {
            return CellEvidence.ZonedTime;
        }

        if (zone[0] is not ((byte)'+' or (byte)'-') || zone.Length is not (3 or 5 or 6) || !TryPair(zone, 1, out int hours) || hours > 14)
        {
            return CellEvidence.None;
        }

        int minutes = 0;
        if (zone.Length > 3 && (!TryPair(zone, zone.Length - 2, out minutes) || minutes > 59 || (zone.Length == 6 && zone[3] != (byte)':')))
        {
            return CellEvidence.None;
        }

        long offset = ((hours * 60L) + minutes) * TimeSpan.TicksPerMinute;
        ticks += zone[0] == (byte)'+' ? -offset : offset;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? CellEvidence.ZonedTime : CellEvidence.None;
    }

    private static bool TryYear(ReadOnlySpan<byte> text, out int year)
    {
        year = 0;
        if (!TryPair(text, 0, out int century) || !TryPair(text, 2, out int rest))
        {
            return false;
        }

        year = (century * 100) + rest;
        return year is >= EarliestYear and <= LatestYear;
    }

    /// <summary>Reads a number of one digit or two.</summary>
    private static bool TryShort(ReadOnlySpan<byte> text, out int value)
    {
        if (text.Length == 1)
        {
            value = text[0] - '0';
            return value is >= 0 and <= 9;
        }

        value = 0;
        return text.Length == 2 && TryPair(text, 0, out value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryPair(ReadOnlySpan<byte> text, int at, out int value)
    {
        uint tens = (uint)(text[at] - '0'), ones = (uint)(text[at + 1] - '0');
        value = (int)((tens * 10) + ones);
        return tens <= 9 && ones <= 9;
    }

    /// <summary>Counts the days since 0001-01-01 in the Gregorian calendar.</summary>
    private static bool TryDay(int year, int month, int date, out long day)
    {
        bool leap = (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
        day = 0;
        if (year == 0 || month is < 1 or > 12 || date < 1)
        {
            return false;
        }

        int last = DaysBefore[month + 1] - DaysBefore[month] + (leap && month == 2 ? 1 : 0);
        int past = year - 1;
        day = (past * 365L) + (past / 4) - (past / 100) + (past / 400) + DaysBefore[month] + (leap && month > 2 ? 1 : 0) + date - 1;
        return date <= last;
    }
}
