using System.Runtime.InteropServices;

namespace Modelyard.Data.Databases;

/// <summary>Represents a date with a time of day as the client library has it (MYSQL_TIME in its mysql.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MariaDbTime
{
    private const int DateAndTime = 1;
    private const long TicksPerMicrosecond = 10;

    public uint Year;
    public uint Month;
    public uint Day;
    public uint Hour;
    public uint Minute;
    public uint Second;
    public CULong Microsecond;
    public byte IsNegative;
    public int Type;

    /// <summary>Gets a value indicating whether this is a date: the database has some with a year, a month or a day of zero.</summary>
    public readonly bool IsDate => Year is >= 1 and <= 9999 && Month is >= 1 and <= 12 && Day >= 1 && Day <= DateTime.DaysInMonth((int)Year, (int)Month);

    public readonly long Ticks => new DateTime((int)Year, (int)Month, (int)Day, (int)Hour, (int)Minute, (int)Second).Ticks + ((long)Microsecond.Value * TicksPerMicrosecond);

    public static MariaDbTime Of(long ticks)
    {
        var time = new DateTime(ticks);
        return new MariaDbTime
        {
            Year = (uint)time.Year,
            Month = (uint)time.Month,
            Day = (uint)time.Day,
            Hour = (uint)time.Hour,
            Minute = (uint)time.Minute,
            Second = (uint)time.Second,
            Microsecond = new CULong((nuint)(ticks % TimeSpan.TicksPerSecond / TicksPerMicrosecond)),
            Type = DateAndTime,
        };
    }
}
