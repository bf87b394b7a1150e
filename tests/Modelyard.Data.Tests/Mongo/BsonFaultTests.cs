using System.Buffers.Binary;
using Modelyard.Data.Tests.Parquet;
using Modelyard.Frames;

namespace Modelyard.Data.Tests.Mongo;

public sealed class BsonFaultTests
{
    private static readonly byte[] Empty = Document();

    [Fact]
    public void Lying_lengths_are_refused_with_their_document_and_byte()
    {
        byte[] whole = Document([0x10, .. "a\0"u8, 1, 0, 0, 0]);
        Assert.Equal("1|1", Tables.Cells(Read([.. whole, .. whole]), "a"));
        Assert.Contains("Document 2, at byte 12, says that it has '1000' bytes, and the file has '12' more", Refusal([.. whole, .. WithLength(whole, 1000)]), StringComparison.Ordinal);
        Assert.Contains("Document 1, at byte 0, says that it has '-1' bytes", Refusal(WithLength(whole, -1)), StringComparison.Ordinal);
        Assert.Contains("Document 1, at byte 0, says that it has '2147483647' bytes", Refusal(WithLength(whole, int.MaxValue)), StringComparison.Ordinal);
        Assert.Contains("Document 1, at byte 0, says that it has '0' bytes", Refusal(WithLength(whole, 0)), StringComparison.Ordinal);
        Assert.Contains("Document 2, at byte 12, ends after '3' bytes", Refusal([.. whole, 1, 0, 0]), StringComparison.Ordinal);
        Assert.Contains("Document 1, at byte 0, says that it has '12' bytes, and the file has '11' more", Refusal(whole[..^1]), StringComparison.Ordinal);
        Assert.Contains("There are no rows", Refusal([]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    [InlineData(4)]
    [InlineData(-5)]
    public void Lying_lengths_inside_are_refused(int length)
    {
        byte[] lie = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(lie, length);
        foreach (byte[] element in new byte[][]
        {
            [0x03, .. "a\0"u8, .. lie, 0], [0x04, .. "a\0"u8, .. lie, 0], [0x02, .. "a\0"u8, .. lie, .. "xy\0"u8], [0x05, .. "a\0"u8, .. lie, 0, 1, 2], [0x0F, .. "a\0"u8, .. lie, .. "xy\0"u8],
        })
        {
            Assert.Contains("Document 2: ", Refusal([.. Empty, .. Document(element)]), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x07)]
    [InlineData(0x08)]
    [InlineData(0x09)]
    [InlineData(0x10)]
    [InlineData(0x12)]
    [InlineData(0x13)]
    [InlineData(0x20)]
    [InlineData(0x00)]
    public void Values_that_are_cut_off_or_of_no_type_are_refused(byte type)
    {
        Assert.Contains("Document 1: ", Refusal(Document([type, .. "a\0"u8])), StringComparison.Ordinal);
        Assert.Contains("Document 1: ", Refusal(Document([type, .. "a"u8])), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_are_not_UTF8_booleans_that_are_none_and_dates_out_of_range_are_refused()
    {
        Assert.Contains("is not UTF-8", Refusal(Document([0x02, .. "a\0"u8, 2, 0, 0, 0, 0xFF, 0])), StringComparison.Ordinal);
        Assert.Contains("is '7' and must be 0 or 1", Refusal(Document([0x08, .. "a\0"u8, 7])), StringComparison.Ordinal);
        Assert.Contains("outside the years 1 to 9999", Refusal(Document([0x09, .. "a\0"u8, 0, 0, 0, 0, 0, 0, 0, 0x7F])), StringComparison.Ordinal);
        Assert.Contains("occurs twice", Refusal(Document([0x0A, .. "a\0"u8], [0x0A, .. "a\0"u8])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x03)]
    [InlineData(0x04)]
    public void Ten_thousand_levels_are_refused(byte type)
    {
        byte[] nested = Empty;
        for (int level = 0; level < 10_000; level++)
        {
            nested = Document([type, .. "a\0"u8, .. nested]);
        }

        foreach (JsonReadOptions options in new[] { new JsonReadOptions(), new JsonReadOptions { ArrayColumns = 2 }, new JsonReadOptions { MaxDepth = JsonReadOptions.MostDepth } })
        {
            Assert.Contains($"nested deeper than {options.MaxDepth} levels at byte", Refusal(nested, options), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Any_bytes_are_a_table_or_refused()
    {
        var random = new Random(11);
        byte[] whole = MongoOracleTests.Bson;
        using var folder = new ScratchFolder();
        for (int round = 0; round < 3000; round++)
        {
            byte[] broken = [.. whole];
            for (int change = 0; change <= round % 3; change++)
            {
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(folder["t.bson"], round % 10 == 0 ? whole[..random.Next(whole.Length)] : broken);
            try
            {
                BsonReader.Read(folder["t.bson"], new JsonReadOptions { DegreeOfParallelism = 1 });
            }
            catch (FrameFormatException)
            {
                // Refused in words; anything else would fail the test.
            }
        }
    }

    private static Frame Read(byte[] bytes, JsonReadOptions? options = null)
    {
        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder["t.bson"], bytes);
        return BsonReader.Read(folder["t.bson"], options).Frame;
    }

    private static string Refusal(byte[] bytes, JsonReadOptions? options = null) => Assert.Throws<FrameFormatException>(() => Read(bytes, options)).Message;

    private static byte[] Document(params byte[][] elements)
    {
        byte[] document = [0, 0, 0, 0, .. elements.SelectMany(element => element), 0];
        return WithLength(document, document.Length);
    }

    private static byte[] WithLength(byte[] document, int length)
    {
        byte[] changed = [.. document];
        BinaryPrimitives.WriteInt32LittleEndian(changed, length);
        return changed;
    }
}
