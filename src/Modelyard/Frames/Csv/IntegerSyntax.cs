using System.Runtime.CompilerServices;

namespace Modelyard.Frames.Csv;

/// <summary>Reads integers of 64 bits.</summary>
internal static class IntegerSyntax
{
    /// <summary>Reads an integer: an optional sign and digits, without needless leading zeros.</summary>
    /// <param name="first">The first byte; sixteen bytes past the end must be readable.</param>
    /// <param name="length">The number of bytes, not zero.</param>
    /// <param name="value">Receives the integer.</param>
    /// <returns>True if the bytes are an integer of at most 16 digits; false if they are not, or are longer.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadShort(ref byte first, int length, out long value)
    {
        bool negative = first == (byte)'-';
        ref byte digit = ref Unsafe.Add(ref first, negative ? 1 : 0);
        int digits = length - (negative ? 1 : 0);
        ulong magnitude;
        bool valid;
        if ((uint)(digits - 1) < 8)
        {
            valid = DigitBlock.TryRead(ref digit, digits, out magnitude);
        }
        else if ((uint)(digits - 1) < 16)
        {
            valid = DigitBlock.TryRead(ref digit, digits - 8, out ulong high);
            valid &= DigitBlock.TryRead(ref Unsafe.Add(ref digit, digits - 8), 8, out ulong low);
            magnitude = (high * 100_000_000) + low;
        }
        else
        {
            value = 0;
            return false;
        }

        value = negative ? -(long)magnitude : (long)magnitude;

        // A needless zero, or minus zero, is not an integer's.
        return valid && (digit != (byte)'0' || length == 1);
    }

    /// <summary>Reads an integer of any length.</summary>
    /// <param name="cell">The cell, without spaces around it.</param>
    /// <param name="value">Receives the integer.</param>
    /// <returns>Integer, LeadingZero or BigInteger, or None if the cell is not made of a sign and digits.</returns>
    public static CellEvidence Read(ReadOnlySpan<byte> cell, out long value)
    {
        value = 0;
        bool negative = cell.Length > 0 && cell[0] == (byte)'-';
        ReadOnlySpan<byte> digits = cell.Length > 0 && cell[0] is (byte)'-' or (byte)'+' ? cell[1..] : cell;
        if (digits.Length == 0 || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return CellEvidence.None;
        }

        if (digits[0] == (byte)'0' && digits.Length > 1)
        {
            return CellEvidence.LeadingZero;
        }

        // Minus zero is a number that no integer holds.
        if (negative && digits.SequenceEqual("0"u8))
        {
            return CellEvidence.None;
        }

        UInt128 magnitude = 0;
        foreach (byte digit in digits)
        {
            magnitude = (magnitude * 10) + (uint)(digit - '0');
            if (magnitude > (UInt128)long.MaxValue + (negative ? 1u : 0u))
            {
                return CellEvidence.BigInteger;
            }
        }

        value = negative ? (long)(0 - (ulong)magnitude) : (long)magnitude;
        return CellEvidence.Integer;
    }
}
