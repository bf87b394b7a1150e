using System.IO.Compression;
using Modelyard.Data.Tests.Parquet;
using Modelyard.Frames;
using static Modelyard.Data.Tests.Parquet.Tables;

namespace Modelyard.Data.Tests.Files;

public sealed class TableFilesTests
{
    private static readonly Frame Penguins = CsvReader.Read(CheckedOut.Table("penguins")).Frame;

    public static TheoryData<string> Names => ["t.csv", "t.tsv", "t.json", "t.ndjson", "t.jsonl", "t.parquet", "t.csv.gz", "t.TSV.GZ", "t.json.gz", "t.ndjson.gz", "t.parquet.gz"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_table_comes_back_from_every_format(string name)
    {
        using var folder = new ScratchFolder();
        string[] before = Copies();
        TableFiles.Write(Penguins, folder[name]);
        AssertSame(Penguins, TableFiles.Read(folder[name]).Frame);
        Assert.Equal(name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase), File.ReadAllBytes(folder[name]) is [0x1F, 0x8B, ..]);
        IFrameChunks chunks = TableFiles.ReadChunks(folder[name], chunkRows: 100);
        Assert.Equal(Penguins.Columns.Select(column => KeyValuePair.Create(column.Name, column.Kind)), chunks.Kinds);
        for (int round = 0; round < 2; round++)
        {
            int at = 0;
            foreach (Frame chunk in chunks)
            {
                AssertSame(Penguins, chunk, at);
                at += chunk.RowCount;
            }

            Assert.Equal(Penguins.RowCount, at);
        }

        AssertGone(before);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData(TableFormat.Csv)]
    [InlineData(TableFormat.Tsv)]
    [InlineData(TableFormat.Json)]
    [InlineData(TableFormat.Ndjson)]
    [InlineData(TableFormat.Parquet)]
    public void A_table_comes_back_from_a_stream(TableFormat format)
    {
        using var stream = new MemoryStream();
        TableFiles.Write(Penguins, stream, format);
        stream.Position = 0;
        AssertSame(Penguins, TableFiles.Read(stream, format).Frame);
        Assert.True(stream.CanRead);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Columns_and_conditions_hold_for_every_format(string name)
    {
        using var folder = new ScratchFolder();
        TableFiles.Write(Penguins, folder[name]);
        string[] names = [.. Penguins.Columns.Select(column => column.Name)];
        string number = Penguins.Columns.First(column => column.Kind == ColumnKind.Double).Name;
        string category = Penguins.Columns.First(column => column.Kind == ColumnKind.Category).Name;
        double middle = Penguins[number].ToDoubles().Where(value => !double.IsNaN(value)).Average();
        var options = new TableReadOptions { Columns = [category, names[^1]], Conditions = [new(number, ColumnOperator.Greater, middle)], Kinds = new Dictionary<string, ColumnKind> { [category] = ColumnKind.Category } };
        Frame expected = ColumnCondition.Filter(Penguins, options.Conditions).Select(category, names[^1]);
        Assert.InRange(expected.RowCount, 100, 300);
        AssertSame(expected, TableFiles.Read(folder[name], options).Frame);
        int at = 0;
        foreach (Frame chunk in TableFiles.ReadChunks(folder[name], options, 50))
        {
            AssertSame(expected, chunk, at);
            at += chunk.RowCount;
        }

        Assert.Equal(expected.RowCount, at);
    }

    [Theory]
    [InlineData("t.csv")]
    [InlineData("t.json")]
    [InlineData("t.ndjson.gz")]
    [InlineData("t.parquet")]
    [InlineData("t.parquet.gz")]
    public void Chunks_make_one_file_that_appears_when_it_is_complete(string name)
    {
        using var folder = new ScratchFolder();
        using (IFrameSink sink = TableFiles.OpenSink(folder[name]))
        {
            sink.Write(Penguins.Take([]));
            for (int first = 0; first < Penguins.RowCount; first += 100)
            {
                sink.Write(Penguins.Take([.. Enumerable.Range(first, Math.Min(100, Penguins.RowCount - first))]));
            }

            Assert.False(File.Exists(folder[name]));
            sink.Complete();
        }

        AssertSame(Penguins, TableFiles.Read(folder[name]).Frame);
        File.Delete(folder[name]);
        using (IFrameSink sink = TableFiles.OpenSink(folder[name]))
        {
            sink.Write(Penguins);
            Assert.Contains("must have those of the first", Assert.Throws<ModelyardException>(() => sink.Write(Penguins.Drop(Penguins.Columns[0].Name))).Message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("t.xlsx", "tells no format")]
    [InlineData("t", "tells no format")]
    [InlineData("t.csv.zst", "with gzip")]
    public void A_name_that_tells_no_format_is_refused(string name, string expected)
    {
        Assert.Contains(expected, Assert.Throws<ModelyardException>(() => TableFiles.Read(name)).Message, StringComparison.Ordinal);
        Assert.Contains(expected, Assert.Throws<ModelyardException>(() => TableFiles.Write(Penguins, name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_called_one()
    {
        using var folder = new ScratchFolder();
        Assert.Contains("This is a folder", Assert.Throws<ModelyardException>(() => TableFiles.Read(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("This is a folder", Assert.Throws<ModelyardException>(() => TableFiles.Write(Penguins, folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_format_that_is_given_counts_more_than_the_ending()
    {
        using var folder = new ScratchFolder();
        TableFiles.Write(Penguins, folder["t.data"], new TableWriteOptions { Format = TableFormat.Ndjson });
        AssertSame(Penguins, TableFiles.Read(folder["t.data"], new TableReadOptions { Format = TableFormat.Ndjson }).Frame);
        Assert.Contains("read but not written", Assert.Throws<ModelyardException>(() => TableFiles.Write(Penguins, folder["t.bson"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_of_a_packed_file_name_it_and_not_its_copy()
    {
        using var folder = new ScratchFolder();
        string[] before = Copies();
        using (var packed = new GZipStream(File.Create(folder["t.ndjson.gz"]), CompressionLevel.Fastest))
        {
            packed.Write("{\"a\":1}\n{\"a\":}\n"u8);
        }

        Assert.StartsWith($"{folder["t.ndjson.gz"]}: line 2: ", Assert.Throws<FrameFormatException>(() => TableFiles.Read(folder["t.ndjson.gz"])).Message, StringComparison.Ordinal);
        Assert.StartsWith($"{folder["t.ndjson.gz"]}: line 2: ", Assert.Throws<FrameFormatException>(() => TableFiles.ReadChunks(folder["t.ndjson.gz"])).Message, StringComparison.Ordinal);
        File.WriteAllText(folder["plain.csv.gz"], "a,b\n1,2\n");
        Assert.Contains("not packed with gzip", Assert.Throws<FrameFormatException>(() => TableFiles.Read(folder["plain.csv.gz"])).Message, StringComparison.Ordinal);
        Assert.Contains("more than '10' bytes", Assert.Throws<FrameFormatException>(() => TableFiles.Read(folder["t.ndjson.gz"], new TableReadOptions { MaxBytes = 10 })).Message, StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<FrameFormatException>(() => TableFiles.Read(folder["none.csv.gz"])).Message, StringComparison.Ordinal);
        AssertGone(before);
    }

    [Fact]
    public void A_packed_file_that_was_cut_off_is_refused_and_one_of_several_members_read()
    {
        using var folder = new ScratchFolder();
        TableFiles.Write(Penguins, folder["t.csv.gz"]);
        byte[] whole = File.ReadAllBytes(folder["t.csv.gz"]);
        foreach (int length in new[] { 1, 8, 100, whole.Length / 2, whole.Length - 9, whole.Length - 8, whole.Length - 4, whole.Length - 1 })
        {
            File.WriteAllBytes(folder["t.csv.gz"], whole[..length]);
            Assert.Contains("not whole", Assert.Throws<FrameFormatException>(() => TableFiles.Read(folder["t.csv.gz"])).Message, StringComparison.Ordinal);
        }

        using (FileStream file = File.Create(folder["t.csv.gz"]))
        {
            foreach (byte[] part in new[] { "a,b\n1,2\n"u8.ToArray(), "3,4\n"u8.ToArray() })
            {
                using var member = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
                member.Write(part);
            }
        }

        Assert.Equal("2|4", Cells(TableFiles.Read(folder["t.csv.gz"]).Frame, "b"));
        byte[] two = File.ReadAllBytes(folder["t.csv.gz"]);
        File.WriteAllBytes(folder["t.csv.gz"], two[..^3]);
        Assert.Contains("not whole", Assert.Throws<FrameFormatException>(() => TableFiles.Read(folder["t.csv.gz"])).Message, StringComparison.Ordinal);
    }

    // Other tests make copies at the same time, which go with them.
    private static void AssertGone(string[] before) => Assert.True(
        SpinWait.SpinUntil(() => !Copies().Except(before, StringComparer.Ordinal).Any(), TimeSpan.FromSeconds(30)), string.Join(", ", Copies().Except(before, StringComparer.Ordinal)));

    private static string[] Copies() => Directory.GetFileSystemEntries(Path.GetTempPath(), "modelyard-????????????????????????????????.tmp");
}
