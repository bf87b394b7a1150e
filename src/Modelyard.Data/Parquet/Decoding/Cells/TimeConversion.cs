using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Converts times of all units to ticks of 100 nanoseconds since 0001-01-01.</summary>
/// <remarks>A time before the year 1 becomes <see cref="Before"/>, one after the year 9999 <see cref="After"/>, which conditions compare rightly and no column keeps.</remarks>
internal static class TimeConversion
{
    /// <summary>What stands for a time before the year 1.</summary>
    public const long Before = long.MinValue;

    /// <summary>What stands for a time after the year 9999.</summary>
    public const long After = long.MaxValue;

    private const long NanosecondsPerTick = 100;
    private const long JulianDayOf1970 = 2_440_588;

    /// <summary>Converts cells.</summary>
    /// <returns>True if a time has parts of a tick, which are cut off.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Convert(FlatField field, PageValues values, Span<long> cells)
    {
        switch (field.Form)
        {
            case CellForm.Date:
                ReadOnlySpan<int> days = MemoryMarshal.Cast<byte, int>(values.Bytes);
                for (int i = 0; i < values.Count; i++)
                {
                    cells[i] = OfUnits(days[i], TimeSpan.TicksPerDay);
                }

                return false;
            case CellForm.OldTimestamp:
                bool isUneven = false;
                for (int i = 0; i < values.Count; i++)
                {
                    cells[i] = OfOld(values[i]);
                    isUneven |= IsUneven(field, values[i]);
                }

                return isUneven;
            default:
                return OfUnits(field.UnitsPerSecond, MemoryMarshal.Cast<byte, long>(values.Bytes)[..values.Count], cells);
        }
    }

    /// <summary>Determines whether a time has parts of a tick.</summary>
    public static bool IsUneven(FlatField field, ReadOnlySpan<byte> cell) => field switch
    {
        { Form: CellForm.OldTimestamp } => BinaryPrimitives.ReadInt64LittleEndian(cell) % NanosecondsPerTick != 0,
        { UnitsPerSecond: > TimeSpan.TicksPerSecond } => BinaryPrimitives.ReadInt64LittleEndian(cell) % NanosecondsPerTick != 0,
        _ => false,
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool OfUnits(long unitsPerSecond, ReadOnlySpan<long> values, Span<long> cells)
    {
        if (unitsPerSecond <= TimeSpan.TicksPerSecond)
        {
            long ticks = TimeSpan.TicksPerSecond / unitsPerSecond;
            for (int i = 0; i < values.Length; i++)
            {
                cells[i] = OfUnits(values[i], ticks);
            }

            return false;
        }

        // Every number of nanoseconds lies between the years 1677 and 2262.
        long lost = 0;
        for (int i = 0; i < values.Length; i++)
        {
            long ticks = values[i] / NanosecondsPerTick, rest = values[i] - (ticks * NanosecondsPerTick);
            lost |= rest;
            cells[i] = DateTime.UnixEpoch.Ticks + ticks + (rest >> 63);
        }

        return lost != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long OfUnits(long value, long ticksPerUnit)
    {
        long least = -DateTime.UnixEpoch.Ticks / ticksPerUnit, greatest = (DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) / ticksPerUnit;
        return value < least ? Before : value > greatest ? After : DateTime.UnixEpoch.Ticks + (value * ticksPerUnit);
    }

    private static long OfOld(ReadOnlySpan<byte> cell)
    {
        Int128 ticks = ((BinaryPrimitives.ReadUInt32LittleEndian(cell[sizeof(long)..]) - (Int128)JulianDayOf1970) * TimeSpan.TicksPerDay)
            + DateTime.UnixEpoch.Ticks;
        (long whole, long rest) = Math.DivRem(BinaryPrimitives.ReadInt64LittleEndian(cell), NanosecondsPerTick);
        ticks += whole + (rest >> 63);
        return ticks < 0 ? Before : ticks > DateTime.MaxValue.Ticks ? After : (long)ticks;
    }
}
