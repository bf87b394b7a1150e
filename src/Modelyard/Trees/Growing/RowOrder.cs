using System.Numerics;
using System.Runtime.CompilerServices;

namespace Modelyard.Trees.Growing;

/// <summary>Orders the rows of a node by their codes, in the way that suits their numbers.</summary>
internal sealed unsafe class RowOrder
{
    private const int Insertion = 20;
    private const int DigitBits = 11;
    private readonly PinnedBuffer<ulong> _keys;
    private readonly PinnedBuffer<ulong> _spare;
    private readonly PinnedBuffer<int> _counts;
    private readonly PinnedBuffer<ulong> _occupied;

    public RowOrder(int rows, int codes)
    {
        _keys = new PinnedBuffer<ulong>(rows, zeroed: false);
        _spare = new PinnedBuffer<ulong>(rows, zeroed: false);
        _counts = new PinnedBuffer<int>(Math.Max(codes, 1 << DigitBits));
        _occupied = new PinnedBuffer<ulong>((codes + 63) / 64);
    }

    /// <summary>Orders rows.</summary>
    /// <returns>For each row in order its code, shifted left by 32 bits, with its place among the samples; rows of one code keep their order.</returns>
    public ulong* Sort<TCode>(TCode* codes, Sample* samples, int count, int codeCount)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        if (count <= Insertion)
        {
            return SortByInsertion(codes, samples, count);
        }

        return codeCount <= 64L * count && codeCount <= 1 << 16
            ? SortByCounting(codes, samples, count)
            : SortByDigits(codes, samples, count, codeCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ulong* SortByInsertion<TCode>(TCode* codes, Sample* samples, int count)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        ulong* keys = _keys.Pointer;
        for (int i = 0; i < count; i++)
        {
            ulong key = ((ulong)uint.CreateTruncating(codes[samples[i].Row]) << 32) | (uint)i;
            int j = i;
            for (; j > 0 && keys[j - 1] > key; j--)
            {
                keys[j] = keys[j - 1];
            }

            keys[j] = key;
        }

        return keys;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ulong* SortByCounting<TCode>(TCode* codes, Sample* samples, int count)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        ulong* source = _spare.Pointer, keys = _keys.Pointer, occupied = _occupied.Pointer;
        int* counts = _counts.Pointer;
        int lastWord = 0;
        for (int i = 0; i < count; i++)
        {
            uint code = uint.CreateTruncating(codes[samples[i].Row]);
            source[i] = ((ulong)code << 32) | (uint)i;
            counts[code]++;
            occupied[code >> 6] |= 1UL << (int)code;
            lastWord = Math.Max(lastWord, (int)(code >> 6));
        }

        int place = 0;
        for (int word = 0; word <= lastWord; word++)
        {
            for (ulong bits = occupied[word]; bits != 0; bits &= bits - 1)
            {
                ref int slot = ref counts[(word << 6) + BitOperations.TrailingZeroCount(bits)];
                int size = slot;
                slot = place;
                place += size;
            }
        }

        for (int i = 0; i < count; i++)
        {
            keys[counts[source[i] >> 32]++] = source[i];
        }

        for (int i = 0; i < count; i++)
        {
            uint code = (uint)(keys[i] >> 32);
            counts[code] = 0;
            occupied[code >> 6] = 0;
        }

        return keys;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ulong* SortByDigits<TCode>(TCode* codes, Sample* samples, int count, int codeCount)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        ulong* source = _keys.Pointer, target = _spare.Pointer;
        for (int i = 0; i < count; i++)
        {
            source[i] = ((ulong)uint.CreateTruncating(codes[samples[i].Row]) << 32) | (uint)i;
        }

        if (count < 256)
        {
            new Span<ulong>(source, count).Sort();
            return source;
        }

        const int Digits = 1 << DigitBits;
        int* counts = _counts.Pointer;
        int bits = 32 - BitOperations.LeadingZeroCount((uint)(codeCount - 1));
        for (int shift = 32; shift < 32 + bits; shift += DigitBits)
        {
            new Span<int>(counts, Digits).Clear();
            for (int i = 0; i < count; i++)
            {
                counts[(source[i] >> shift) & (Digits - 1)]++;
            }

            int place = 0;
            for (int digit = 0; digit < Digits; digit++)
            {
                int size = counts[digit];
                counts[digit] = place;
                place += size;
            }

            for (int i = 0; i < count; i++)
            {
                target[counts[(source[i] >> shift) & (Digits - 1)]++] = source[i];
            }

            ulong* sorted = target;
            target = source;
            source = sorted;
        }

        new Span<int>(counts, Digits).Clear();
        return source;
    }
}
