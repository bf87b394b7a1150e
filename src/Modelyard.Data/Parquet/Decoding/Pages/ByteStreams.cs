using System.Runtime.CompilerServices;
using Modelyard.Data.Parquet.Format;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Puts numbers together whose first bytes stand side by side, then their second ones, and so on.</summary>
/// <remarks>Source: Apache Parquet, Encodings.md, "Byte Stream Split".</remarks>
internal static class ByteStreams
{
    private const int Block = 512;

    /// <summary>Puts numbers together as a plain page has them.</summary>
    /// <param name="page">The bytes, stream by stream.</param>
    /// <param name="width">The number of bytes of a number.</param>
    /// <param name="plain">Receives the numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Join(ReadOnlySpan<byte> page, int width, Span<byte> plain)
    {
        int count = plain.Length / width;
        if (page.Length < plain.Length)
        {
            throw new ParquetFormatException($"A page has '{page.Length}' bytes of cells and must have '{plain.Length}'.");
        }

        // Block by block, so that the numbers that are written stream by stream stay in the nearest cache.
        for (int first = 0; first < count; first += Block)
        {
            int some = Math.Min(Block, count - first);
            Span<byte> numbers = plain.Slice(first * width, some * width);
            for (int stream = 0; stream < width; stream++)
            {
                ReadOnlySpan<byte> bytes = page.Slice((stream * count) + first, some);
                for (int i = 0, at = stream; i < bytes.Length; i++, at += width)
                {
                    numbers[at] = bytes[i];
                }
            }
        }
    }
}
