using System.Collections.Concurrent;
using System.IO.Compression;
using Modelyard.Data.Parquet.Format;
using Snappier;
using ZstdSharp;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Unpacks pages.</summary>
internal static unsafe class PageInflater
{
    // How much longer the packed bytes of a codec can become: of Snappy a copy of 64 bytes takes three, of gzip 258 take two bits, of Zstandard a block of 128 KiB four bytes.
    // Brotli has no such bound; what a writer packs into a page of a megabyte or some does not come near this one.
    private const long MostOfSnappy = 22, MostOfGzip = 1040, MostOfZstd = 1 << 16, MostOfBrotli = 1 << 20, Slack = 1 << 16;
    private static readonly ConcurrentBag<Decompressor> Idle = [];

    /// <summary>Demands that a page can be as long as it says, before memory for it is taken.</summary>
    /// <exception cref="ParquetFormatException">It cannot.</exception>
    public static void Check(PageCodec codec, ReadOnlySpan<byte> packed, int length)
    {
        long most = codec switch
        {
            PageCodec.Uncompressed => packed.Length,
            PageCodec.Snappy => SnappyLength(packed),
            PageCodec.Gzip => (packed.Length * MostOfGzip) + Slack,
            PageCodec.Zstd => (packed.Length * MostOfZstd) + Slack,
            _ => (packed.Length * MostOfBrotli) + Slack,
        };
        if (length > most || (codec == PageCodec.Uncompressed && length != most))
        {
            throw new ParquetFormatException($"A page says that its '{packed.Length}' bytes become '{length}' when they are unpacked, and '{codec}' gives '{most}' at most.");
        }
    }

    /// <summary>Unpacks a page.</summary>
    /// <param name="codec">How it is packed.</param>
    /// <param name="packed">The bytes.</param>
    /// <param name="page">Receives the page, which must fill it.</param>
    /// <exception cref="ParquetFormatException">The bytes are damaged, or give another length.</exception>
    public static void Inflate(PageCodec codec, ReadOnlySpan<byte> packed, Span<byte> page)
    {
        int length;
        try
        {
            length = codec switch
            {
                PageCodec.Snappy => Snappy.Decompress(packed, page),
                PageCodec.Zstd => InflateZstd(packed, page),
                PageCodec.Brotli => BrotliDecoder.TryDecompress(packed, page, out int written) ? written : -1,
                _ => InflateGzip(packed, page),
            };
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException or ZstdException or IOException)
        {
            throw new ParquetFormatException($"A page that is packed with '{codec}' is damaged.", exception);
        }

        if (length != page.Length)
        {
            throw new ParquetFormatException($"A page that is packed with '{codec}' is damaged: it does not become '{page.Length}' bytes.");
        }
    }

    private static int SnappyLength(ReadOnlySpan<byte> packed)
    {
        try
        {
            int length = Snappy.GetUncompressedLength(packed);
            return length <= (packed.Length * MostOfSnappy) + Slack ? length : -1;
        }
        catch (InvalidDataException)
        {
            return -1;
        }
    }

    // A context takes 160 KiB and some time to make, so each serves page after page.
    private static int InflateZstd(ReadOnlySpan<byte> packed, Span<byte> page)
    {
        Decompressor decompressor = Idle.TryTake(out Decompressor? idle) ? idle : new Decompressor();
        try
        {
            return decompressor.Unwrap(packed, page);
        }
        finally
        {
            Idle.Add(decompressor);
        }
    }

    private static int InflateGzip(ReadOnlySpan<byte> packed, Span<byte> page)
    {
        fixed (byte* first = packed)
        {
            using var bytes = new UnmanagedMemoryStream(first, packed.Length);
            using var gzip = new GZipStream(bytes, CompressionMode.Decompress);
            int length = gzip.ReadAtLeast(page, page.Length, throwOnEndOfStream: false);
            return gzip.ReadByte() < 0 ? length : -1;
        }
    }
}
