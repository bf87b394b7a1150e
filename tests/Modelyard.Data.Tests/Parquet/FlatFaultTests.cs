using System.Buffers.Binary;
using System.Diagnostics;
using Modelyard.Data.Parquet;
using Modelyard.Data.Parquet.Decoding;
using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;
using static Modelyard.Data.Tests.Parquet.HandMadeFile;
using static Modelyard.Data.Tests.Parquet.Tables;

namespace Modelyard.Data.Tests.Parquet;

/// <summary>Gives our own decoder files that are damaged, or made to do harm.</summary>
public sealed class FlatFaultTests
{
    private const long MostMemory = 400L << 20;

    [Theory]
    [InlineData("COMPRESSION snappy", 1)]
    [InlineData("COMPRESSION uncompressed, ROW_GROUP_SIZE 2048", 2)]
    [InlineData("COMPRESSION uncompressed, PARQUET_VERSION v2", 3)]
    [InlineData("COMPRESSION zstd, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1", 4)]
    [InlineData("COMPRESSION gzip", 5)]
    [InlineData("COMPRESSION brotli, DICTIONARY_SIZE_LIMIT 1", 6)]
    public void A_file_with_broken_bytes_is_a_table_or_refused_clearly(string options, int seed)
    {
        using var folder = new ScratchFolder();
        DuckDbFiles.Make(folder["t.parquet"], DuckDbFiles.EveryType(seed == 2 ? 2_500 : 400, seed, 20), options);
        byte[] whole = File.ReadAllBytes(folder["t.parquet"]);
        int footer = BinaryPrimitives.ReadInt32LittleEndian(whole.AsSpan(whole.Length - 8));
        var random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 500; round++)
        {
            // Half of the places lie in the metadata, which a place anywhere would seldom meet.
            byte[] broken = [.. whole];
            int place = round % 2 == 0 ? random.Next(whole.Length) : whole.Length - 8 - random.Next(footer);
            broken[place] = round % 3 == 0 ? (byte)random.Next(256) : (byte)(broken[place] ^ (1 << random.Next(8)));
            byte[] given = round % 25 == 0 ? [.. whole[..random.Next(whole.Length)], .. whole[^(8 + footer)..]] : broken;
            File.WriteAllBytes(folder["t.parquet"], given);
            refused += IsRefused(folder["t.parquet"], round % 5 == 0) ? 1 : 0;
        }

        Assert.InRange(refused, 50, 500);
    }

    /// <summary>Files that claim more than they hold, or hold what the format has not.</summary>
    public static TheoryData<string, object, string> Claims
    {
        get
        {
            byte[] two = [.. BitConverter.GetBytes(7L), .. BitConverter.GetBytes(8L)];
            var whole = new HandMadeFile { Rows = 2, Pages = [(DataPage(2, PageEncoding.Plain, 16), two)] };
            var texts = whole with { Type = PhysicalType.ByteArray, Converted = 0 };
            return new TheoryData<string, object, string>
            {
                { "more rows than any array", whole with { Rows = 1L << 40 }, "must have at most" },
                { "rows beyond the file", whole with { Rows = 1L << 30 }, "read it in chunks" },
                { "rows beyond the pages", whole with { Rows = 3 }, "ends where it must have a byte" },
                { "other numbers of rows and cells", whole with { Cells = 5 }, "has '2' rows, and the column '5' cells" },
                { "a page with more rows than its row group", whole with { Rows = 1 }, "has '2' rows, and the row group has '1' more" },
                { "a page of 2 GiB", whole with { Pages = [(DataPage(2, PageEncoding.Plain, int.MaxValue), two)] }, "takes '2147483647' bytes" },
                { "a page that becomes 2 GiB", whole with { Codec = PageCodec.Snappy, Pages = [(DataPage(2, PageEncoding.Plain, int.MaxValue, 16), two)] }, "become '2147483647'" },
                { "a page of zstd that becomes 2 GiB", whole with { Codec = PageCodec.Zstd, Pages = [(DataPage(2, PageEncoding.Plain, int.MaxValue, 16), two)] }, "become '2147483647'" },
                { "a page of brotli that becomes 1 GiB", whole with { Codec = PageCodec.Brotli, Pages = [(DataPage(2, PageEncoding.Plain, 1 << 30, 16), two)] }, "become '1073741824'" },
                { "a page of gzip that is none", whole with { Codec = PageCodec.Gzip, Pages = [(DataPage(2, PageEncoding.Plain, 16, 16), two)] }, "'Gzip' is damaged" },
                { "a page with fewer cells than it says", whole with { Pages = [(DataPage(2, PageEncoding.Plain, 8), two[..8])] }, "must have '16' for '2' cells" },
                { "a length less than 0", whole with { Pages = [(DataPage(2, PageEncoding.Plain, -1), two)] }, "less than 0" },
                { "an encoding of another type", whole with { Pages = [(DataPage(2, PageEncoding.DeltaByteArray, 16), two)] }, "the encoding 'DeltaByteArray'" },
                { "an encoding that is unknown", whole with { Pages = [(DataPage(2, (PageEncoding)77, 16), two)] }, "the encoding '77'" },
                { "places without a dictionary", whole with { Pages = [(DataPage(2, PageEncoding.RunLengthDictionary, 3), [1, 4, 0])] }, "there is none" },
                { "a place beyond the dictionary", whole with { Pages = [(DictionaryPage(2, 16), two), (DataPage(2, PageEncoding.RunLengthDictionary, 3), [8, 4, 2])] }, "the place or level '2' and must have 0 to '1'" },
                { "packed places beyond the dictionary", whole with { Pages = [(DictionaryPage(2, 16), two), (DataPage(2, PageEncoding.RunLengthDictionary, 3), [2, 3, 0b1101])] }, "the place or level '3'" },
                { "places of 33 bits", whole with { Pages = [(DictionaryPage(2, 16), two), (DataPage(2, PageEncoding.RunLengthDictionary, 3), [33, 4, 1])] }, "'33' bits" },
                { "a run of nothing", whole with { Pages = [(DictionaryPage(2, 16), two), (DataPage(2, PageEncoding.RunLengthDictionary, 3), [8, 0, 1])] }, "a run of no cells" },
                { "a dictionary of more cells than bytes", whole with { Pages = [(DictionaryPage(1 << 30, 16), two)] }, "must have '8589934592'" },
                { "a dictionary of more texts than bytes", texts with { Pages = [(DictionaryPage(1 << 30, 16), two)] }, "ends within cell" },
                { "a second dictionary", whole with { Pages = [(DictionaryPage(2, 16), two), (DictionaryPage(2, 16), two)] }, "a second dictionary" },
                { "a text that goes on after the page", texts with { Pages = [(DataPage(2, PageEncoding.Plain, 16), [13, .. two[1..]])] }, "ends within cell '1' of '2'" },
                { "a text that is not UTF-8", texts with { Rows = 1, Pages = [(DataPage(1, PageEncoding.Plain, 5), [1, 0, 0, 0, 0xFF])] }, "not UTF-8" },
                { "blocks of no differences", whole with { Pages = [(DataPage(2, PageEncoding.DeltaBinaryPacked, 5), [0, 4, 2, 2, 0])] }, "blocks of '0'" },
                { "differences of 65 bits", whole with { Pages = [(DataPage(2, PageEncoding.DeltaBinaryPacked, 10), [128, 1, 4, 2, 2, 0, 65, 0, 0, 0])] }, "'65' bits" },
                { "more differences than rows", whole with { Pages = [(DataPage(2, PageEncoding.DeltaBinaryPacked, 9), [128, 1, 4, 9, 2, 0, 0, 0, 0])] }, "'9' differences" },
                { "a text that shares more than there is", texts with { Rows = 1, Pages = [(DataPage(1, PageEncoding.DeltaByteArray, 10), [128, 1, 4, 1, 8, 128, 1, 4, 1, 0])] }, "shares '4' bytes" },
                { "levels beyond the page", whole with { Repetition = 1, Pages = [(DataPage(2, PageEncoding.Plain, 16), [9, 9, 9, 9, .. two[..12]])] }, "levels of a page" },
                { "second levels beyond the page", whole with { Repetition = 1, Pages = [(SecondPage(2, PageEncoding.Plain, 16, 17), two)] }, "levels of a page" },
                { "a level of 2", whole with { Repetition = 1, Pages = [(DataPage(2, PageEncoding.Plain, 6), [2, 0, 0, 0, 4, 2])] }, "the place or level '2'" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Claims))]
    public void What_a_file_claims_is_checked_before_it_is_believed(string what, object file, string expected)
    {
        using var folder = new ScratchFolder();
        ((HandMadeFile)file).Write(folder["t.parquet"]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        FrameFormatException refusal = Assert.Throws<FrameFormatException>(() => Own(folder["t.parquet"], new ParquetReadOptions { DegreeOfParallelism = 1 }));
        Assert.StartsWith(folder["t.parquet"], refusal.Message, StringComparison.Ordinal);
        Assert.True(refusal.Message.Contains(expected, StringComparison.Ordinal), $"{what}: {refusal.Message}");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Fact]
    public void Metadata_that_nests_without_end_is_refused()
    {
        using var folder = new ScratchFolder();
        foreach (byte[] deep in new byte[][] { [.. Enumerable.Repeat((byte)0x1C, 100_000)], [0x19, .. Enumerable.Repeat((byte)0x19, 100_000)], [0x29, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0x1B, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x11] })
        {
            File.WriteAllBytes(folder["t.parquet"], [.. "PAR1"u8, .. deep, .. BitConverter.GetBytes(deep.Length), .. "PAR1"u8]);
            Assert.Contains("cannot be read", Assert.Throws<FrameFormatException>(() => Own(folder["t.parquet"])).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Columns_that_old_writers_wrote_are_read()
    {
        using var folder = new ScratchFolder();

        // Levels whose highest bit is the first: present, missing, present.
        new HandMadeFile { Repetition = 1, Rows = 3, Pages = [(DataPage(3, PageEncoding.Plain, 17, levels: PageEncoding.BitPacked), [0b1010_0000, .. BitConverter.GetBytes(5L), .. BitConverter.GetBytes(-6L)])] }.Write(folder["t.parquet"]);
        Assert.Equal("5|-|-6", Cells(Own(folder["t.parquet"]), "c"));

        // A day of the Julian calendar and nanoseconds: noon of 2001-02-03, and one nanosecond before 1970.
        byte[] times = [.. BitConverter.GetBytes(43_200_000_000_000L), .. BitConverter.GetBytes(2_451_944), .. BitConverter.GetBytes(86_399_999_999_999L), .. BitConverter.GetBytes(2_440_587)];
        new HandMadeFile { Type = PhysicalType.Int96, Rows = 2, Pages = [(DataPage(2, PageEncoding.Plain, 24), times)] }.Write(folder["t.parquet"]);
        Assert.Equal("2001-02-03T12:00:00|1969-12-31T23:59:59.9999999", Cells(Own(folder["t.parquet"]), "c"));

        // DuckDB cuts off what is below a microsecond.
        Assert.Equal("2001-02-03T12:00:00|1969-12-31T23:59:59.999999", Cells(DuckDbFiles.Read(folder["t.parquet"]).Frame, "c"));
    }

    [Theory]
    [InlineData("ab", new byte[] { 1, 4, 1 })]
    [InlineData("bb", new byte[] { 1, 3, 0b10 })]
    public void Texts_of_a_dictionary_are_levels_if_a_row_has_them_and_each_once(string dictionary, byte[] places)
    {
        using var folder = new ScratchFolder();
        byte[] texts = [1, 0, 0, 0, (byte)dictionary[0], 1, 0, 0, 0, (byte)dictionary[1]];
        new HandMadeFile { Type = PhysicalType.ByteArray, Converted = 0, Rows = 2, Pages = [(DictionaryPage(2, 10), texts), (DataPage(2, PageEncoding.RunLengthDictionary, 3), places)] }.Write(folder["t.parquet"]);
        var column = (CategoryColumn)Own(folder["t.parquet"])["c"];
        Assert.Equal(["b"], column.Levels);
        Assert.Equal([0, 0], column.Codes.ToArray());
    }

    [Theory]
    [InlineData(nameof(PageEncoding.Plain), new byte[] { 2, 0, 0, 0, 97, 98, 1, 0, 0, 0, 99 }, "ab|c")]
    [InlineData(nameof(PageEncoding.DeltaLengthByteArray), new byte[] { 128, 1, 4, 2, 4, 1, 0, 0, 0, 0, 97, 98, 99 }, "ab|c")]
    [InlineData(nameof(PageEncoding.DeltaByteArray), new byte[] { 128, 1, 4, 2, 0, 2, 0, 0, 0, 0, 128, 1, 4, 2, 4, 1, 0, 0, 0, 0, 97, 98, 99 }, "ab|ac")]
    public void Encodings_of_texts_are_those_of_the_format(string encoding, byte[] page, string expected)
    {
        using var folder = new ScratchFolder();
        new HandMadeFile { Type = PhysicalType.ByteArray, Converted = 0, Rows = 2, Pages = [(DataPage(2, Enum.Parse<PageEncoding>(encoding), page.Length), page)] }.Write(folder["t.parquet"]);
        Assert.Equal(expected, Cells(Own(folder["t.parquet"]), "c"));
    }

    [Theory]
    [InlineData(false, true, 0)]
    [InlineData(true, false, 0)]
    [InlineData(false, false, 2)]
    public void Bounds_rule_a_row_group_out_only_if_they_follow_the_order_of_the_type(bool areOld, bool hasOrder, int expected)
    {
        using var folder = new ScratchFolder();
        byte[] two = [.. BitConverter.GetBytes(7L), .. BitConverter.GetBytes(8L)];
        new HandMadeFile { Rows = 2, Pages = [(DataPage(2, PageEncoding.Plain, 16), two)], Minimum = BitConverter.GetBytes(1L), Maximum = BitConverter.GetBytes(2L), AreOldBounds = areOld, HasOrder = hasOrder }.Write(folder["t.parquet"]);

        // The bounds are wrong, so that it shows whether they were believed.
        ParquetReadOptions options = new() { Conditions = [new ColumnCondition("c", ColumnOperator.Greater, 5)] };
        Assert.Equal(expected, Own(folder["t.parquet"], options).RowCount);
    }

    [Fact]
    public void Bounds_that_are_NaN_rule_nothing_out()
    {
        using var folder = new ScratchFolder();
        byte[] two = [.. BitConverter.GetBytes(7.0), .. BitConverter.GetBytes(8.0)];
        new HandMadeFile { Type = PhysicalType.Double, Rows = 2, Pages = [(DataPage(2, PageEncoding.Plain, 16), two)], Minimum = BitConverter.GetBytes(double.NaN), Maximum = BitConverter.GetBytes(2.0), Missing = 0 }.Write(folder["t.parquet"]);
        Assert.Equal(2, Own(folder["t.parquet"], new ParquetReadOptions { Conditions = [new ColumnCondition("c", ColumnOperator.Greater, 5)] }).RowCount);
        Assert.Equal(0, Own(folder["t.parquet"], new ParquetReadOptions { Conditions = [new ColumnCondition("c", ColumnOperator.Missing)] }).RowCount);
    }

    [Fact]
    public void A_file_that_is_cut_off_while_it_is_read_is_refused()
    {
        using var folder = new ScratchFolder();
        DuckDbFiles.Make(folder["t.parquet"], "SELECT hash(i)::UBIGINT // 2 AS a FROM range(300000) AS t(i)", "COMPRESSION uncompressed");
        using FlatScan scan = TableScans.OpenFlat(folder["t.parquet"], new ParquetReadOptions(), out _)!;
        using (FileStream file = new(folder["t.parquet"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(1_000_000);
        }

        Assert.Contains("cut off while it was read", Assert.Throws<FrameFormatException>(scan.ReadWhole).Message, StringComparison.Ordinal);
    }

    private static Frame Own(string path, ParquetReadOptions? options = null)
    {
        using FlatScan scan = TableScans.OpenFlat(path, options ?? new ParquetReadOptions(), out string? obstacle) ?? throw new InvalidOperationException(obstacle);
        return scan.ReadWhole();
    }

    /// <summary>Reads a file, and holds how long that takes and how much memory.</summary>
    private static bool IsRefused(string path, bool inChunks)
    {
        var watch = Stopwatch.StartNew();
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            ParquetMark.Check(path);
            using FlatScan? scan = TableScans.OpenFlat(path, new ParquetReadOptions { DegreeOfParallelism = 1 }, out _);
            if (scan is null)
            {
                return true;
            }

            if (inChunks)
            {
                Assert.All(scan.ReadChunks([.. scan.Columns.Select(column => column.Name)], new Dictionary<string, ColumnKind>(), 300), chunk => Assert.InRange(chunk.RowCount, 1, 300));
            }
            else
            {
                scan.ReadWhole();
            }

            return false;
        }
        catch (FrameFormatException exception)
        {
            Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
            return true;
        }
        finally
        {
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
        }
    }
}
