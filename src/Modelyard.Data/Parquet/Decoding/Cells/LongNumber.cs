using System.Buffers.Binary;
using System.Globalization;
using Modelyard.Data.Parquet.Format;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Reads numbers that may have more digits than an integer or a double holds.</summary>
internal static class LongNumber
{
    private const long ExactDouble = 1L << 53;
    private const long LeastRounded = 1_000_000_000_000_000;
    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, 39).Select(power => double.Parse($"1e{power}", CultureInfo.InvariantCulture))];
    private static readonly Int128[] WholePowersOfTen = [.. Powers()];

    /// <summary>Reads a number, a decimal without its point.</summary>
    public static Int128 Of(FlatField field, ReadOnlySpan<byte> cell) => field.Type switch
    {
        PhysicalType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(cell),
        PhysicalType.Int64 when field.Form == CellForm.LongUnsigned => BinaryPrimitives.ReadUInt64LittleEndian(cell),
        PhysicalType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(cell),
        _ => OfBytes(cell),
    };

    /// <summary>Determines whether a number has more digits than the kind of its column holds.</summary>
    public static bool IsLong(FlatField field, Int128 number) =>
        field.Scale == 0 ? number < long.MinValue || number > long.MaxValue : Int128.Abs(number) >= LeastRounded;

    /// <summary>Gives a number as a double: the nearest one if it has at most 15 digits, else one of those beside it.</summary>
    public static double ToDouble(FlatField field, Int128 number)
    {
        if (field.Scale == 0)
        {
            return field.Form == CellForm.LongUnsigned ? (ulong)number : Whole(number);
        }

        double power = PowersOfTen[field.Scale];
        if (Int128.Abs(number) <= ExactDouble)
        {
            return (long)number / power;
        }

        (Int128 whole, Int128 part) = Int128.DivRem(number, WholePowersOfTen[field.Scale]);
        return Whole(whole) + (Whole(part) / power);
    }

    /// <summary>Writes a number with all its digits.</summary>
    /// <returns>The number of bytes.</returns>
    public static int Format(FlatField field, Int128 number, Span<byte> text)
    {
        Span<byte> digits = stackalloc byte[48];
        bool isNegative = number < 0;

        // The magnitude of the least number has no sign of its own.
        UInt128 magnitude = isNegative ? (UInt128)(-(number + 1)) + 1 : (UInt128)number;
        magnitude.TryFormat(digits, out int count, default, CultureInfo.InvariantCulture);
        int at = 0;
        if (isNegative)
        {
            text[at++] = (byte)'-';
        }

        int whole = count - field.Scale;
        if (whole > 0)
        {
            digits[..whole].CopyTo(text[at..]);
            at += whole;
        }
        else if (field.Scale == 0 || field.Precision > field.Scale)
        {
            text[at++] = (byte)'0';
        }

        if (field.Scale > 0)
        {
            text[at++] = (byte)'.';
            int zeros = Math.Max(0, -whole);
            text.Slice(at, zeros).Fill((byte)'0');
            digits[Math.Max(0, whole)..count].CopyTo(text[(at + zeros)..]);
            at += field.Scale;
        }

        return at;
    }

    private static Int128 OfBytes(ReadOnlySpan<byte> cell)
    {
        const int Most = 16;
        byte sign = (byte)(cell.Length > 0 && cell[0] >= 128 ? 255 : 0);
        while (cell.Length > Most)
        {
            if (cell[0] != sign)
            {
                throw new ParquetFormatException("A decimal has more than 128 bits.");
            }

            cell = cell[1..];
        }

        Span<byte> whole = stackalloc byte[Most];
        whole[..(Most - cell.Length)].Fill(sign);
        cell.CopyTo(whole[(Most - cell.Length)..]);
        return BinaryPrimitives.ReadInt128BigEndian(whole);
    }

    // In two halves, as DuckDB has it, so that files give the same doubles either way.
    private static double Whole(Int128 number)
    {
        const double Half = 18446744073709551616.0;
        long upper = (long)(number >> 64);
        ulong lower = (ulong)(number & ulong.MaxValue);
        return upper == -1 ? -(double)(ulong.MaxValue - lower) - 1 : lower + (upper * Half);
    }

    private static IEnumerable<Int128> Powers()
    {
        Int128 power = 1;
        for (int i = 0; i < 39; i++, power *= 10)
        {
            yield return power;
        }
    }
}
