using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Modelyard.Numerics;

namespace Modelyard.Frames.Expressions.Kernels;

/// <summary>Works on the bits of rows: 64 rows a word, the first in the lowest bit.</summary>
internal static class BitKernels
{
    /// <summary>Sets the bits of the flags that are true.</summary>
    public static void Pack(ReadOnlySpan<bool> flags, Span<ulong> bits)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(flags);
        int row = 0;
        if (Simd.Level != SimdLevel.Scalar)
        {
            for (; row + 64 <= bytes.Length; row += 64)
            {
                uint low = Vector256.GreaterThan(Vector256.Create(bytes.Slice(row, 32)), Vector256<byte>.Zero).ExtractMostSignificantBits();
                uint high = Vector256.GreaterThan(Vector256.Create(bytes.Slice(row + 32, 32)), Vector256<byte>.Zero).ExtractMostSignificantBits();
                bits[row >> 6] = low | ((ulong)high << 32);
            }
        }

        for (; row < flags.Length; row += 64)
        {
            ulong word = 0;
            ReadOnlySpan<bool> part = flags.Slice(row, Math.Min(64, flags.Length - row));
            for (int i = 0; i < part.Length; i++)
            {
                word |= (part[i] ? 1UL : 0) << i;
            }

            bits[row >> 6] = word;
        }
    }

    /// <summary>Writes the bits as flags.</summary>
    public static void Unpack(ReadOnlySpan<ulong> bits, Span<bool> flags)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(flags);
        int row = 0;
        if (Simd.Level != SimdLevel.Scalar)
        {
            // Each byte of a word goes to eight lanes, of which each looks at its own bit.
            Vector256<byte> spread = Vector256.Create((byte)0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3);
            Vector256<byte> own = Vector256.Create(0x8040201008040201UL).AsByte();
            for (; row + 32 <= bytes.Length; row += 32)
            {
                var word = (uint)(bits[row >> 6] >> (row & 63));
                Vector256<byte> spreadWord = Vector256.Shuffle(Vector256.Create(word).AsByte(), spread);
                (Vector256.Equals(spreadWord & own, own) & Vector256.Create((byte)1)).CopyTo(bytes[row..]);
            }
        }

        for (; row < flags.Length; row++)
        {
            flags[row] = ((bits[row >> 6] >> (row & 63)) & 1) != 0;
        }
    }

    /// <summary>Clears the bits that are set in others.</summary>
    public static void Clear(Span<ulong> bits, ReadOnlySpan<ulong> others)
    {
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] &= ~others[i];
        }
    }

    /// <summary>Sets the bits that are set in others.</summary>
    public static void Set(Span<ulong> bits, ReadOnlySpan<ulong> others)
    {
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] |= others[i];
        }
    }

    /// <summary>Sets the bits of the numbers that are NaN.</summary>
    public static void PackNaN(ReadOnlySpan<double> values, Span<ulong> bits)
    {
        int row = 0;
        if (Simd.Level != SimdLevel.Scalar)
        {
            for (; row + 64 <= values.Length; row += 64)
            {
                ulong word = 0;
                for (int i = 0; i < 64; i += 4)
                {
                    Vector256<double> value = Vector256.Create(values.Slice(row + i, 4));
                    word |= (ulong)(~Vector256.Equals(value, value)).ExtractMostSignificantBits() << i;
                }

                bits[row >> 6] = word;
            }
        }

        for (; row < values.Length; row += 64)
        {
            ulong word = 0;
            for (int i = 0; i < Math.Min(64, values.Length - row); i++)
            {
                word |= (double.IsNaN(values[row + i]) ? 1UL : 0) << i;
            }

            bits[row >> 6] = word;
        }
    }

    /// <summary>Gets one bit.</summary>
    public static bool Get(ReadOnlySpan<ulong> bits, int row) => ((bits[row >> 6] >> (row & 63)) & 1) != 0;
}
