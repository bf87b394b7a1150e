using System.Numerics;
using System.Runtime.CompilerServices;
using Modelyard.Data.Parquet.Format;

namespace Modelyard.Data.Parquet.Encodings;

/// <summary>Writes integers as differences, in blocks whose smallest difference is taken off.</summary>
/// <remarks>Source: Apache Parquet, Encodings.md, "Delta Encoding (DELTA_BINARY_PACKED = 5)".</remarks>
internal static class DeltaEncoder
{
    private const int Block = 128;
    private const int Miniblocks = 4;
    private const int Miniblock = Block / Miniblocks;

    // Of so many blocks one is measured.
    private const int Sampling = 8;

    /// <summary>Estimates how many bytes numbers take.</summary>
    public static long Estimate(ReadOnlySpan<long> numbers)
    {
        long bytes = 0, blocks = 0;
        Span<ulong> differences = stackalloc ulong[Block];
        for (int first = 1; first < numbers.Length; first += Block * Sampling, blocks++)
        {
            int count = Math.Min(Block, numbers.Length - first);
            Subtract(numbers.Slice(first - 1, count + 1), differences);
            for (int i = 0; i < Miniblocks; i++)
            {
                bytes += Width(differences.Slice(i * Miniblock, Miniblock)) * (Miniblock / 8);
            }
        }

        return blocks == 0 ? 0 : (bytes + (blocks * 8)) * ((numbers.Length + Block - 2) / Block) / blocks;
    }

    /// <summary>Writes numbers.</summary>
    public static void Encode(ReadOnlySpan<long> numbers, ByteBuffer buffer)
    {
        buffer.Varint(Block);
        buffer.Varint(Miniblocks);
        buffer.Varint((ulong)numbers.Length);
        buffer.ZigZag(numbers.IsEmpty ? 0 : numbers[0]);
        Span<ulong> differences = stackalloc ulong[Block];
        for (int first = 1; first < numbers.Length; first += Block)
        {
            int count = Math.Min(Block, numbers.Length - first);
            buffer.ZigZag(Subtract(numbers.Slice(first - 1, count + 1), differences));
            int widths = buffer.Length;
            buffer.Int32(0);
            for (int i = 0; i * Miniblock < count; i++)
            {
                ReadOnlySpan<ulong> part = differences.Slice(i * Miniblock, Miniblock);
                int width = Width(part);
                buffer.ByteAt(widths + i, width);
                if (width > 0)
                {
                    BitPacker.Pack(part, width, buffer);
                }
            }
        }
    }

    /// <summary>Takes each number off the next one, and the smallest difference off all; past the last one stand zeros.</summary>
    /// <returns>The smallest difference, which may have run over like all of them: a reader adds as they were taken off.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Subtract(ReadOnlySpan<long> numbers, Span<ulong> differences)
    {
        int count = numbers.Length - 1;
        long smallest = long.MaxValue;
        for (int i = 0; i < count; i++)
        {
            long difference = unchecked(numbers[i + 1] - numbers[i]);
            smallest = Math.Min(smallest, difference);
            differences[i] = (ulong)difference;
        }

        for (int i = 0; i < count; i++)
        {
            differences[i] = unchecked(differences[i] - (ulong)smallest);
        }

        differences[count..].Clear();
        return smallest;
    }

    private static int Width(ReadOnlySpan<ulong> differences)
    {
        ulong bits = 0;
        foreach (ulong difference in differences)
        {
            bits |= difference;
        }

        return 64 - BitOperations.LeadingZeroCount(bits);
    }
}
