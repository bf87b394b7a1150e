using Modelyard.Data.Parquet.Encodings;
using Modelyard.Data.Parquet.Format;

namespace Modelyard.Data.Tests.Parquet.Encodings;

public sealed class BitPackerTests
{
    [Fact]
    public void Numbers_stand_side_by_side_the_lowest_bits_first()
    {
        // The example of Encodings.md: 0 to 7 with three bits each.
        foreach (Pack pack in new Pack[] { BitPacker.Pack, BitPacker.PackScalar, BitPacker.PackVectors })
        {
            Assert.Equal([0b10001000, 0b11000110, 0b11111010], Bytes(buffer => pack([0, 1, 2, 3, 4, 5, 6, 7], 3, buffer)));
        }
    }

    [Fact]
    public void Vectors_and_words_pack_as_the_definition_does()
    {
        var random = new Random(11);
        for (int width = 1; width <= 31; width++)
        {
            foreach (int count in new[] { 0, 1, 7, 8, 9, 24, 100, 128 })
            {
                int[] numbers = [.. Enumerable.Range(0, count).Select(_ => (int)random.NextInt64(1L << width))];
                byte[] expected = Define(numbers.Select(number => (ulong)number), width);
                Assert.Equal(expected, Bytes(buffer => BitPacker.PackScalar(numbers, width, buffer)));
                Assert.Equal(expected, Bytes(buffer => BitPacker.Pack(numbers, width, buffer)));
                if (width <= 16 && count % 8 == 0)
                {
                    Assert.Equal(expected, Bytes(buffer => BitPacker.PackVectors(numbers, width, buffer)));
                }
            }
        }
    }

    [Fact]
    public void Numbers_of_up_to_64_bits_are_packed_as_the_definition_does()
    {
        var random = new Random(12);
        for (int width = 1; width <= 64; width++)
        {
            ulong[] numbers = [.. Enumerable.Range(0, 32).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> (64 - width))];
            Assert.Equal(Define(numbers, width), Bytes(buffer => BitPacker.Pack((ReadOnlySpan<ulong>)numbers, width, buffer)));
        }
    }

    private delegate void Pack(ReadOnlySpan<int> numbers, int width, ByteBuffer buffer);

    private static byte[] Bytes(Action<ByteBuffer> write)
    {
        // A buffer that was used before holds other bytes.
        var buffer = new ByteBuffer();
        buffer.Room(1000).Fill(0xAA);
        write(buffer);
        return buffer.Written.ToArray();
    }

    private static byte[] Define(IEnumerable<ulong> numbers, int width)
    {
        bool[] bits = [.. numbers.SelectMany(number => Enumerable.Range(0, width).Select(bit => ((number >> bit) & 1) != 0))];
        byte[] bytes = new byte[(bits.Length + 7) / 8];
        for (int bit = 0; bit < bits.Length; bit++)
        {
            bytes[bit / 8] |= (byte)(bits[bit] ? 1 << (bit % 8) : 0);
        }

        return bytes;
    }
}
