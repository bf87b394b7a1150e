using System.Numerics;
using System.Runtime.CompilerServices;
using Modelyard.Data.Parquet.Format;

namespace Modelyard.Data.Parquet.Zstandard;

/// <summary>Represents the code of literals, and decodes these.</summary>
/// <remarks>Source: Collet and Kucherawy (2021), RFC 8878, section 4.2.</remarks>
internal sealed unsafe class HuffmanTable
{
    private const int MostBits = 11, Symbols = 256, WeightBits = 6;

    // Five codes of eleven bits fit into what is read at once.
    private const int AtOnce = 5;

    private readonly EntropyTable _weights = new(WeightBits);
    private readonly byte[] _weightOf = new byte[Symbols];

    // The symbol in the low byte, the number of its bits in the high one.
    private readonly ushort[] _codes = new ushort[1 << MostBits];
    private int _bits;

    /// <summary>Forgets the code.</summary>
    public void Clear() => _bits = 0;

    /// <summary>Reads the code.</summary>
    /// <returns>The number of bytes that were read.</returns>
    public int Read(byte* source, int length)
    {
        int head = length > 0 ? *source : throw Damaged();
        int bytes = head < 128 ? head : (head - 127 + 1) / 2;
        if (bytes + 1 > length)
        {
            throw Damaged();
        }

        int count = head < 128 ? ReadWeights(source + 1, bytes) : head - 127;
        for (int i = 0; head >= 128 && i < count; i++)
        {
            _weightOf[i] = (byte)((source[1 + (i / 2)] >> (i % 2 == 0 ? 4 : 0)) & 15);
        }

        Make(count);
        return bytes + 1;
    }

    /// <summary>Decodes one stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Decode(byte* source, int length, byte* target, int count)
    {
        int bits = _bits > 0 ? _bits : throw Damaged();
        var stream = new BackwardBits(source, length);
        fixed (ushort* codes = _codes)
        {
            int i = 0;
            for (; i + AtOnce <= count; i += AtOnce)
            {
                stream.Fill();
                for (int j = 0; j < AtOnce; j++)
                {
                    uint code = codes[stream.Next >> (64 - bits)];
                    target[i + j] = (byte)code;
                    stream.Pass((int)(code >> 8));
                }

                if (stream.IsOverdrawn)
                {
                    throw Damaged();
                }
            }

            stream.Fill();
            for (; i < count; i++)
            {
                uint code = codes[stream.Next >> (64 - bits)];
                target[i] = (byte)code;
                stream.Pass((int)(code >> 8));
            }

            stream.Fill();
        }

        if (!stream.IsSpent)
        {
            throw Damaged();
        }
    }

    /// <summary>Decodes four streams, a quarter of the literals each, side by side: one waits for the table while the others go on (filter_parquet_flights).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void DecodeFour(byte* source, int length, byte* target, int count)
    {
        const int Jumps = 6, Word = sizeof(ulong);
        int bits = _bits > 0 && length > Jumps ? _bits : throw Damaged();
        int first = source[0] | (source[1] << 8), second = source[2] | (source[3] << 8), third = source[4] | (source[5] << 8);
        int fourth = length - Jumps - first - second - third, quarter = (count + 3) / 4;
        if (fourth <= 0 || first == 0 || second == 0 || third == 0 || 3 * quarter > count)
        {
            throw Damaged();
        }

        byte* start = source + Jumps;
        int done = 0, shift = 64 - bits, last = count - (3 * quarter);
        if (Math.Min(Math.Min(first, second), Math.Min(third, fourth)) >= Word)
        {
            byte* start1 = start, start2 = start1 + first, start3 = start2 + second, start4 = start3 + third;
            byte* at1 = start2 - Word, at2 = start3 - Word, at3 = start4 - Word, at4 = source + length - Word;
            if (start2[-1] == 0 || start3[-1] == 0 || start4[-1] == 0 || source[length - 1] == 0)
            {
                throw Damaged();
            }

            int used1 = 8 - BitOperations.Log2(start2[-1]), used2 = 8 - BitOperations.Log2(start3[-1]), used3 = 8 - BitOperations.Log2(start4[-1]), used4 = 8 - BitOperations.Log2(source[length - 1]);
            fixed (ushort* codes = _codes)
            {
                // While eight bytes are left before what each stream reads, and every quarter has room.
                while (done + AtOnce <= last && at1 - start1 >= Word && at2 - start2 >= Word && at3 - start3 >= Word && at4 - start4 >= Word)
                {
                    ulong bits1 = Unsafe.ReadUnaligned<ulong>(at1) << used1, bits2 = Unsafe.ReadUnaligned<ulong>(at2) << used2;
                    ulong bits3 = Unsafe.ReadUnaligned<ulong>(at3) << used3, bits4 = Unsafe.ReadUnaligned<ulong>(at4) << used4;
                    byte* to = target + done;
                    for (int j = 0; j < AtOnce; j++)
                    {
                        uint code1 = codes[bits1 >> shift], code2 = codes[bits2 >> shift], code3 = codes[bits3 >> shift], code4 = codes[bits4 >> shift];
                        to[j] = (byte)code1;
                        to[quarter + j] = (byte)code2;
                        to[(2 * quarter) + j] = (byte)code3;
                        to[(3 * quarter) + j] = (byte)code4;
                        int taken1 = (int)(code1 >> 8), taken2 = (int)(code2 >> 8), taken3 = (int)(code3 >> 8), taken4 = (int)(code4 >> 8);
                        bits1 <<= taken1;
                        bits2 <<= taken2;
                        bits3 <<= taken3;
                        bits4 <<= taken4;
                        used1 += taken1;
                        used2 += taken2;
                        used3 += taken3;
                        used4 += taken4;
                    }

                    at1 -= used1 >> 3;
                    at2 -= used2 >> 3;
                    at3 -= used3 >> 3;
                    at4 -= used4 >> 3;
                    used1 &= 7;
                    used2 &= 7;
                    used3 &= 7;
                    used4 &= 7;
                    done += AtOnce;
                }
            }

            Finish(at1, start1, used1, target + done, quarter - done);
            Finish(at2, start2, used2, target + quarter + done, quarter - done);
            Finish(at3, start3, used3, target + (2 * quarter) + done, quarter - done);
            Finish(at4, start4, used4, target + (3 * quarter) + done, last - done);
            return;
        }

        Decode(start, first, target, quarter);
        Decode(start + first, second, target + quarter, quarter);
        Decode(start + first + second, third, target + (2 * quarter), quarter);
        Decode(start + first + second + third, fourth, target + (3 * quarter), last);
    }

    /// <summary>Decodes what is left of a stream of which so many bits of the eight bytes at a place were read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Finish(byte* at, byte* start, int used, byte* target, int count)
    {
        int shift = 64 - _bits;
        fixed (ushort* codes = _codes)
        {
            for (int i = 0; i < count; i++)
            {
                if (used >= 8)
                {
                    int bytes = (int)Math.Min(used >> 3, at - start);
                    at -= bytes;
                    used -= 8 * bytes;
                }

                if (used > 63)
                {
                    throw Damaged();
                }

                uint code = codes[(Unsafe.ReadUnaligned<ulong>(at) << used) >> shift];
                target[i] = (byte)code;
                used += (int)(code >> 8);
            }
        }

        int rest = (int)Math.Min(used >> 3, at - start);
        if (at - rest != start || used - (8 * rest) != 64)
        {
            throw Damaged();
        }
    }

    private int ReadWeights(byte* source, int length)
    {
        int head = _weights.Read(new ReadOnlySpan<byte>(source, length), MostBits + 2);
        if (head >= length)
        {
            throw Damaged();
        }

        var stream = new BackwardBits(source + head, length - head);
        EntropyState[] states = _weights.States;
        stream.Fill();
        uint odd = stream.Read(_weights.Bits), even = stream.Read(_weights.Bits);
        int count = 0;
        while (count < Symbols - 2)
        {
            // Two states take turns; when the bits of one run out, the other has the last weight.
            EntropyState state = states[odd];
            _weightOf[count++] = state.Symbol;
            stream.Fill();
            odd = state.Next + stream.Read(state.Bits);
            (odd, even) = (even, odd);
            if (stream.IsOverdrawn)
            {
                _weightOf[count++] = states[odd].Symbol;
                return count;
            }
        }

        throw Damaged();
    }

    /// <summary>Makes the code from the weights of all symbols but the last, whose weight follows from theirs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Make(int count)
    {
        uint sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += _weightOf[i] > MostBits ? throw Damaged() : (1u << _weightOf[i]) >> 1;
        }

        int bits = sum == 0 ? throw Damaged() : BitOperations.Log2(sum) + 1;
        uint left = (1u << bits) - sum;
        if (bits > MostBits || !BitOperations.IsPow2(left) || count >= Symbols)
        {
            throw Damaged();
        }

        _weightOf[count++] = (byte)(BitOperations.Log2(left) + 1);
        int at = 0;
        for (int weight = 1; weight <= bits; weight++)
        {
            for (int symbol = 0; symbol < count; symbol++)
            {
                if (_weightOf[symbol] == weight)
                {
                    int places = 1 << (weight - 1);
                    _codes.AsSpan(at, places).Fill((ushort)(symbol | ((bits + 1 - weight) << 8)));
                    at += places;
                }
            }
        }

        _bits = bits;
    }

    private static ParquetFormatException Damaged() => new("The literals of a page that is packed with 'Zstd' are damaged.");
}
