using System.IO.Compression;
using Modelyard.Data.Parquet.Format;
using Snappier;
using ZstdSharp;

namespace Modelyard.Data.Parquet.Encodings;

/// <summary>Compresses pages, for one thread at a time.</summary>
/// <param name="codec">How they are compressed.</param>
internal sealed class PageCompressor(PageCodec codec) : IDisposable
{
    // Places of a dictionary side by side take as many bytes at the first level as at the third, in half the time; cells as they are take a tenth more (write_parquet_flights).
    private const int FastLevel = 1;
    private const int Level = 3;

    private readonly Compressor? _fast = codec == PageCodec.Zstd ? new Compressor(FastLevel) : null;
    private readonly Compressor? _zstd = codec == PageCodec.Zstd ? new Compressor(Level) : null;

    /// <summary>Gets the codec of the pages of an option.</summary>
    public static PageCodec Of(ParquetCompression compression) => compression switch
    {
        ParquetCompression.Zstd => PageCodec.Zstd,
        ParquetCompression.Snappy => PageCodec.Snappy,
        ParquetCompression.Gzip => PageCodec.Gzip,
        _ => PageCodec.Uncompressed,
    };

    /// <summary>Gets the greatest number of bytes that a page can become.</summary>
    public long Bound(int length) => codec switch
    {
        // Both store what they cannot shorten, in blocks with small heads; what is said here is ample.
        PageCodec.Zstd or PageCodec.Gzip => (long)length + (length >> 8) + 1024,
        PageCodec.Snappy => (long)length + (length / 6) + 1024,
        _ => length,
    };

    /// <summary>Compresses a page.</summary>
    /// <param name="page">The bytes.</param>
    /// <param name="destination">Receives the compressed bytes.</param>
    /// <param name="areBits">Whether most of the page are places of a dictionary.</param>
    /// <returns>The number of compressed bytes.</returns>
    public int Compress(ReadOnlySpan<byte> page, ArraySegment<byte> destination, bool areBits)
    {
        switch (codec)
        {
            case PageCodec.Zstd:
                return (areBits ? _fast! : _zstd!).Wrap(page, destination);
            case PageCodec.Snappy:
                return Snappy.Compress(page, destination);
            case PageCodec.Gzip:
                using (var stream = new MemoryStream(destination.Array!, destination.Offset, destination.Count))
                {
                    using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
                    {
                        gzip.Write(page);
                    }

                    return (int)stream.Position;
                }

            default:
                page.CopyTo(destination);
                return page.Length;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _fast?.Dispose();
        _zstd?.Dispose();
    }
}
