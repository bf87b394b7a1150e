using System.Numerics;
using System.Runtime.CompilerServices;
using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Encodings;

/// <summary>Writes which cells of a page are present: one bit each, as runs or side by side, after their length.</summary>
/// <remarks>Source: Apache Parquet, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid".</remarks>
internal static class DefinitionLevels
{
    /// <summary>Writes the levels of some rows.</summary>
    /// <returns>The number of present cells.</returns>
    public static int Write(ByteBuffer buffer, Validity validity, int first, int count)
    {
        int place = buffer.Length;
        buffer.Int32(0);
        int missing = CountMissing(validity, first, count);
        if (missing == 0 || missing == count)
        {
            buffer.Varint((ulong)count << 1);
            buffer.Byte(missing == 0 ? 1 : 0);
        }
        else
        {
            int bytes = (count + 7) / 8;
            buffer.Varint(((ulong)bytes << 1) | 1);
            Span<byte> room = buffer.Room(bytes + sizeof(ulong));
            for (int row = 0; row < count; row += 64)
            {
                BitConverter.TryWriteBytes(room[(row >> 3)..], ~Missing(validity.MissingWords!, first + row));
            }

            // The rows after the last one are another page's, or none.
            room[bytes - 1] &= (byte)(0xFF >> (-count & 7));
            buffer.Advance(bytes);
        }

        buffer.Int32At(place, buffer.Length - place - sizeof(int));
        return count - missing;
    }

    /// <summary>Counts the missing cells of some rows.</summary>
    public static int CountMissing(Validity validity, int first, int count)
    {
        if (validity.MissingWords is not { } words)
        {
            return 0;
        }

        int missing = 0;
        for (int row = 0; row < count; row += 64)
        {
            ulong bits = Missing(words, first + row);
            missing += BitOperations.PopCount(count - row >= 64 ? bits : bits & ((1UL << (count - row)) - 1));
        }

        return missing;
    }

    /// <summary>Copies the cells of some rows that are present.</summary>
    /// <param name="cells">The cells of the column.</param>
    /// <param name="validity">Which of them are present.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="present">Receives the cells, with room for a cell more than there are rows.</param>
    /// <returns>The number of present cells.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Gather<T>(ReadOnlySpan<T> cells, Validity validity, int first, int count, Span<T> present)
        where T : unmanaged
    {
        ReadOnlySpan<T> rows = cells.Slice(first, count);
        if (validity.MissingWords is not { } words)
        {
            rows.CopyTo(present);
            return count;
        }

        int at = 0;
        for (int row = 0; row < count; row += 64)
        {
            ulong missing = Missing(words, first + row);
            ReadOnlySpan<T> block = rows.Slice(row, Math.Min(64, count - row));
            if (missing == 0)
            {
                block.CopyTo(present[at..]);
                at += block.Length;
                continue;
            }

            // Each cell is written, and the next one over it if it is missing: no branch to mispredict.
            for (int i = 0; i < block.Length; i++)
            {
                present[at] = block[i];
                at += (int)(~missing >> i) & 1;
            }
        }

        return at;
    }

    /// <summary>Gets the bits of the 64 rows from one on, which need not begin a word.</summary>
    private static ulong Missing(ulong[] words, int row)
    {
        int word = row >> 6, shift = row & 63;
        ulong low = words[word] >> shift;
        return shift == 0 || word + 1 >= words.Length ? low : low | (words[word + 1] << (64 - shift));
    }
}
