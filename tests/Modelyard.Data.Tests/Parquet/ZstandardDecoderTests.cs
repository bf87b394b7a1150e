using System.Text;
using Modelyard.Data.Parquet.Decoding;
using Modelyard.Data.Parquet.Format;
using Modelyard.Data.Parquet.Zstandard;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Modelyard.Data.Tests.Parquet;

/// <summary>Holds our decoder of Zstandard against the encoder of a package.</summary>
public sealed class ZstandardDecoderTests
{
    [Theory]
    [InlineData(-5)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(19)]
    public void What_was_packed_comes_out_again(int level)
    {
        var random = new Random(level);
        using var compressor = new Compressor(level);
        foreach (byte[] content in Contents(random))
        {
            byte[] packed = compressor.Wrap(content).ToArray();
            Assert.Equal(content, Decode(packed, content.Length));
        }
    }

    [Fact]
    public void Frames_follow_each_other_with_checksums_and_what_is_to_be_skipped()
    {
        byte[] content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5_000).Select(i => $"row {i % 77}, ")));
        using var compressor = new Compressor(5);
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        byte[] frame = compressor.Wrap(content).ToArray();
        byte[] skipped = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9];
        Assert.Equal([.. content, .. content], Decode([.. frame, .. skipped, .. frame], 2 * content.Length));
    }

    [Fact]
    public void Broken_frames_give_some_bytes_or_are_refused()
    {
        var random = new Random(7);
        using var compressor = new Compressor(3);
        int refused = 0, rounds = 0;
        foreach (byte[] content in Contents(random).Where(content => content.Length is > 0 and < 40_000))
        {
            byte[] packed = compressor.Wrap(content).ToArray();
            for (int round = 0; round < 150; round++, rounds++)
            {
                byte[] broken = [.. packed];
                broken[random.Next(broken.Length)] ^= (byte)(1 << random.Next(8));
                byte[] given = round % 10 == 0 ? packed[..random.Next(packed.Length)] : broken;
                try
                {
                    Assert.Equal(content.Length, Decode(given, content.Length).Length);
                }
                catch (ParquetFormatException)
                {
                    refused++;
                }
            }
        }

        Assert.InRange(refused, rounds / 4, rounds);
    }

    private static byte[] Decode(byte[] packed, int length)
    {
        // What may be read beyond the end is set, and what must not be written beyond it is looked at.
        byte[] source = [.. packed, .. Enumerable.Repeat((byte)0xFF, PageValues.Padding)], page = new byte[length + PageValues.Padding + 100];
        page.AsSpan(length + PageValues.Padding).Fill(0xA5);
        new ZstandardDecoder().Decode(source.AsSpan(0, packed.Length), page.AsSpan(0, length + PageValues.Padding), length);
        Assert.Equal(-1, page.AsSpan(length + PageValues.Padding).IndexOfAnyExcept((byte)0xA5));
        return page[..length];
    }

    /// <summary>Makes contents of every kind of block: noise, runs, few symbols, texts that repeat near and far, of lengths around the limits.</summary>
    private static IEnumerable<byte[]> Contents(Random random)
    {
        foreach (int length in new[] { 0, 1, 7, 31, 64, 255, 256, 1_000, 5_000, 20_000, 131_071, 131_073, 300_000 })
        {
            byte[] noise = new byte[length];
            random.NextBytes(noise);
            yield return noise;
            yield return new byte[length];
            foreach (int symbols in new[] { 2, 5, 60, 200 })
            {
                // The lower a symbol, the more of it: codes of all lengths.
                yield return [.. Enumerable.Range(0, length).Select(_ => (byte)(random.NextDouble() * random.NextDouble() * random.NextDouble() * symbols))];
            }

            yield return [.. Enumerable.Range(0, length).Select(i => (byte)(random.Next(40) == 0 ? random.Next(256) : "the quick brown fox "u8[i % 20]))];
            yield return [.. Enumerable.Range(0, length).Select(i => i < 3_000 || random.Next(300) == 0 ? (byte)random.Next(256) : noise[i % 3_000])];
            yield return [.. Enumerable.Range(0, length).Select(i => (byte)((i / 8 * 17) >> (8 * (i % 8))))];
        }
    }
}
