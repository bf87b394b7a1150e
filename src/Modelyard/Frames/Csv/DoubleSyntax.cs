using System.Globalization;
using System.Runtime.CompilerServices;

namespace Modelyard.Frames.Csv;

/// <summary>Reads double-precision numbers, correctly rounded.</summary>
internal static class DoubleSyntax
{
    private static ReadOnlySpan<double> PowersOfTen =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Reads a number of the most frequent form: an optional minus, digits, and perhaps a point and digits.</summary>
    /// <remarks>
    /// A mantissa of at most 53 bits and a power of ten of at most 22 are both exact, so one division rounds once and correctly
    /// (Clinger, 1990, How to Read Floating Point Numbers Accurately).
    /// </remarks>
    /// <param name="first">The first byte; the byte past the end must be readable and not be a digit.</param>
    /// <param name="length">The number of bytes, not zero.</param>
    /// <param name="value">Receives the number.</param>
    /// <param name="evidence">Receives Integer or Double.</param>
    /// <returns>True if the bytes have that form and the number is exact; false if another path must decide.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadShort(ref byte first, int length, out double value, out CellEvidence evidence)
    {
        evidence = CellEvidence.Integer;
        value = 0;
        if (length > 18)
        {
            return false;
        }

        int start = first == (byte)'-' ? 1 : 0;
        int at = start;
        ulong mantissa = 0;
        uint digit;
        while ((digit = Unsafe.Add(ref first, at) - (uint)'0') <= 9)
        {
            mantissa = (mantissa * 10) + digit;
            at++;
        }

        int whole = at - start;
        if (at == length)
        {
            value = start != 0 ? -(double)mantissa : mantissa;
            return whole > 0 && (whole == 1 || Unsafe.Add(ref first, start) != (byte)'0') && mantissa <= 1UL << 53
                && (mantissa | (uint)(start ^ 1)) != 0;
        }

        if (Unsafe.Add(ref first, at) != (byte)'.')
        {
            return false;
        }

        at++;
        int fraction = at;
        while ((digit = Unsafe.Add(ref first, at) - (uint)'0') <= 9)
        {
            mantissa = (mantissa * 10) + digit;
            at++;
        }

        if (at != length || mantissa > 1UL << 53 || whole + (at - fraction) == 0)
        {
            return false;
        }

        evidence = CellEvidence.Double;
        double magnitude = mantissa / Unsafe.Add(ref Unsafe.AsRef(in PowersOfTen[0]), at - fraction);
        value = start != 0 ? -magnitude : magnitude;
        return true;
    }

    /// <summary>Reads a number of any form.</summary>
    /// <param name="cell">The cell, without spaces around it.</param>
    /// <param name="value">Receives the number.</param>
    /// <returns>Integer, LeadingZero, BigInteger or Double, or None if the cell is not a number.</returns>
    public static CellEvidence Read(ReadOnlySpan<byte> cell, out double value)
    {
        CellEvidence evidence = IntegerSyntax.Read(cell, out long integer);
        if (evidence == CellEvidence.Integer)
        {
            value = integer;
            return evidence;
        }

        if (!IsNumber(cell))
        {
            return ReadName(cell, out value);
        }

        value = double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture);
        return evidence == CellEvidence.None ? CellEvidence.Double : evidence;
    }

    private static bool IsNumber(ReadOnlySpan<byte> cell)
    {
        int at = cell.Length > 0 && cell[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        int whole = CountDigits(cell[at..]);
        at += whole;
        int fraction = 0;
        if (at < cell.Length && cell[at] == (byte)'.')
        {
            fraction = CountDigits(cell[++at..]);
            at += fraction;
        }

        if (whole + fraction == 0)
        {
            return false;
        }

        if (at < cell.Length && cell[at] is (byte)'e' or (byte)'E')
        {
            at++;
            at += at < cell.Length && cell[at] is (byte)'-' or (byte)'+' ? 1 : 0;
            int exponent = CountDigits(cell[at..]);
            at += exponent;
            if (exponent == 0)
            {
                return false;
            }
        }

        return at == cell.Length;
    }

    private static int CountDigits(ReadOnlySpan<byte> cell)
    {
        int length = cell.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return length < 0 ? cell.Length : length;
    }

    private static CellEvidence ReadName(ReadOnlySpan<byte> cell, out double value)
    {
        bool negative = cell.Length > 0 && cell[0] == (byte)'-';
        ReadOnlySpan<byte> name = cell.Length > 0 && cell[0] is (byte)'-' or (byte)'+' ? cell[1..] : cell;
        if (System.Text.Ascii.EqualsIgnoreCase(name, "inf"u8) || System.Text.Ascii.EqualsIgnoreCase(name, "infinity"u8))
        {
            value = negative ? double.NegativeInfinity : double.PositiveInfinity;
            return CellEvidence.Double;
        }

        value = double.NaN;
        return System.Text.Ascii.EqualsIgnoreCase(name, "nan"u8) ? CellEvidence.Double : CellEvidence.None;
    }
}
