using System.Numerics;
using System.Runtime.CompilerServices;
using Modelyard.Data.Parquet.Format;

namespace Modelyard.Data.Parquet.Zstandard;

/// <summary>Represents the states of a finite-state entropy code.</summary>
/// <remarks>Source: Collet and Kucherawy (2021), RFC 8878, section 4.1; Duda (2013), Asymmetric numeral systems, arXiv 1311.2540.</remarks>
internal sealed class EntropyTable
{
    private readonly EntropyState[] _states;
    private readonly short[] _counts = new short[256];
    private readonly int[] _next = new int[256];

    /// <summary>Initializes a table.</summary>
    /// <param name="mostBits">The greatest number of bits of a state.</param>
    public EntropyTable(int mostBits)
    {
        MostBits = mostBits;
        _states = new EntropyState[1 << mostBits];
    }

    /// <summary>Gets the greatest number of bits of a state.</summary>
    public int MostBits { get; }

    /// <summary>Gets the number of bits of a state; -1 if the table was not made yet.</summary>
    public int Bits { get; private set; } = -1;

    /// <summary>Gets the states, of which those below two to the power of <see cref="Bits"/> count.</summary>
    public EntropyState[] States => _states;

    /// <summary>Forgets the table.</summary>
    public void Clear() => Bits = -1;

    /// <summary>Makes the table of a single symbol.</summary>
    public void MakeSingle(byte symbol)
    {
        Bits = 0;
        _states[0] = new EntropyState(symbol, 0, 0);
    }

    /// <summary>Makes the table from how often symbols occur.</summary>
    /// <param name="counts">The number of states of each symbol; -1 for less than one.</param>
    /// <param name="bits">The number of bits of a state.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Make(ReadOnlySpan<short> counts, int bits)
    {
        int size = 1 << bits, high = size;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            _next[symbol] = Math.Abs((int)counts[symbol]);
            if (counts[symbol] == -1)
            {
                _states[--high] = new EntropyState((byte)symbol, 0, 0);
            }
        }

        int step = (size >> 1) + (size >> 3) + 3, at = 0;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            for (int i = 0; i < counts[symbol]; i++)
            {
                _states[at] = new EntropyState((byte)symbol, 0, 0);
                do
                {
                    at = (at + step) & (size - 1);
                }
                while (at >= high);
            }
        }

        for (int state = 0; state < size; state++)
        {
            byte symbol = _states[state].Symbol;
            int next = _next[symbol]++, taken = bits - BitOperations.Log2((uint)next);
            _states[state] = new EntropyState(symbol, (byte)taken, (ushort)((next << taken) - size));
        }

        Bits = bits;
    }

    /// <summary>Reads a table.</summary>
    /// <param name="bytes">The bytes from its first.</param>
    /// <param name="symbols">The number of symbols that there may be.</param>
    /// <returns>The number of bytes that were read.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Read(ReadOnlySpan<byte> bytes, int symbols)
    {
        int bit = 0;
        int bits = Take(bytes, ref bit, 4) + 5;
        if (bits > MostBits)
        {
            throw new ParquetFormatException($"A table of Zstandard has states of '{bits}' bits and must have at most '{MostBits}'.");
        }

        int left = 1 << bits, symbol = 0;
        while (left > 0 && symbol < symbols)
        {
            // The fewer states are left, the fewer bits say how many a symbol has; small numbers take one bit less.
            int width = BitOperations.Log2((uint)left + 1) + 1;
            int value = Take(bytes, ref bit, width), low = (1 << (width - 1)) - 1, threshold = (1 << width) - 1 - (left + 1);
            if ((value & low) < threshold)
            {
                bit--;
                value &= low;
            }
            else if (value > low)
            {
                value -= threshold;
            }

            _counts[symbol++] = (short)(value - 1);
            left -= Math.Abs(value - 1);
            for (int zeros = value == 1 ? 3 : 0; zeros == 3;)
            {
                zeros = Take(bytes, ref bit, 2);
                for (int i = 0; i < zeros && symbol < symbols; i++)
                {
                    _counts[symbol++] = 0;
                }
            }
        }

        if (left != 0)
        {
            throw new ParquetFormatException("A table of Zstandard does not share out its states.");
        }

        Make(_counts.AsSpan(0, symbol), bits);
        return (bit + 7) >> 3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Take(ReadOnlySpan<byte> bytes, ref int bit, int count)
    {
        if (((bit + count + 7) >> 3) > bytes.Length + 1)
        {
            throw new ParquetFormatException("A table of Zstandard is cut off.");
        }

        int value = 0;
        for (int i = 0; i < count; i++, bit++)
        {
            // The last number may look one bit beyond, which it gives back.
            value |= (bit >> 3 < bytes.Length ? (bytes[bit >> 3] >> (bit & 7)) & 1 : 0) << i;
        }

        return value;
    }
}
