using Modelyard.Data.Parquet.Decoding;
using Modelyard.Numerics;

namespace Modelyard.Data.Tests.Parquet;

public sealed class BitUnpackerTests
{
    [Fact]
    public void Integers_of_any_width_come_out_as_they_went_in_on_every_path()
    {
        var random = new Random(1);
        SimdLevel before = Simd.Level;
        try
        {
            foreach (SimdLevel level in new[] { SimdLevel.Scalar, SimdLevel.Vector256 })
            {
                Simd.Level = level;
                for (int width = 0; width <= 64; width++)
                {
                    ulong mask = width == 64 ? ulong.MaxValue : (1UL << width) - 1;
                    ulong[] expected = [.. Enumerable.Range(0, 8 * (1 + random.Next(20))).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue) & mask)];
                    byte[] packed = Pack(expected, width);
                    ReadOnlySpan<byte> bytes = packed.AsSpan(0, packed.Length - PageValues.Padding);
                    ulong[] wide = new ulong[expected.Length];
                    BitUnpacker.Unpack(bytes, width, wide.AsSpan());
                    Assert.Equal(expected, wide);
                    if (width <= 32)
                    {
                        int[] narrow = new int[expected.Length];
                        BitUnpacker.Unpack(bytes, width, narrow.AsSpan());
                        Assert.Equal(expected, Array.ConvertAll(narrow, value => (ulong)(uint)value));
                    }
                }
            }
        }
        finally
        {
            Simd.Level = before;
        }
    }

    [Fact]
    public void Too_few_bytes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => BitUnpacker.Unpack(new byte[8], 9, new int[8]));
        Assert.Throws<ArgumentException>(() => BitUnpacker.Unpack(new byte[8], 9, new ulong[8]));
    }

    /// <summary>Packs integers bit by bit, as the format says; what can be read after them is set, so that it shows if it is used.</summary>
    private static byte[] Pack(ulong[] values, int width)
    {
        byte[] packed = new byte[(((long)values.Length * width) + 7) / 8 + PageValues.Padding];
        packed.AsSpan(packed.Length - PageValues.Padding).Fill(0xFF);
        for (int i = 0; i < values.Length * width; i++)
        {
            packed[i >> 3] |= (byte)(((values[i / width] >> (i % width)) & 1) << (i & 7));
        }

        return packed;
    }
}
