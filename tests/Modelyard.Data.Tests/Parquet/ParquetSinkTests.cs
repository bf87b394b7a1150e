using Modelyard.Frames;
using static Modelyard.Data.Tests.Parquet.Tables;

namespace Modelyard.Data.Tests.Parquet;

public sealed class ParquetSinkTests
{
    [Fact]
    public void Texts_and_categories_may_follow_one_another_in_a_column()
    {
        using var folder = new ScratchFolder();
        Frame[] chunks =
        [
            Frame.Of(CategoryColumn.From("c", ["b", "a", null, "b"])),
            Frame.Of(CategoryColumn.From("c", ["z", "a", "müßig"])),
            Frame.Of(new TextColumn("c", ["a text", null, "b", ""])),
            Frame.Of(CategoryColumn.From("c", ["a", null])),
        ];
        using (var sink = new ParquetSink(folder["t.parquet"]))
        {
            Array.ForEach(chunks, sink.Write);
            sink.Complete();
        }

        Frame read = DuckDbQuery.Read(folder["t.parquet"], Frame.Of(new TextColumn("c", [])));
        Assert.Equal("b|a|-|b|z|a|müßig|a text|-|b||a|-", Cells(read, "c"));
    }

    [Fact]
    public void A_row_group_is_in_the_file_before_the_next_one_is_full()
    {
        using var folder = new ScratchFolder();
        using var sink = new ParquetSink(folder["t.parquet"], new ParquetWriteOptions { RowGroupRows = 100_000, Compression = ParquetCompression.Uncompressed });
        var random = new Random(1);
        for (int chunk = 0; chunk < 10; chunk++)
        {
            sink.Write(Frame.Of(new DoubleColumn("d", [.. Enumerable.Range(0, 50_000).Select(_ => random.NextDouble())])));
            long length = new FileInfo(Assert.Single(Directory.GetFiles(folder.Path))).Length;

            // What the stream buffers is not there yet.
            Assert.InRange(length, ((chunk + 1) / 2 * 800_000) - 65_536, ((chunk + 1) / 2 * 800_000) + 65_536);
        }
    }

    [Fact]
    public void Long_texts_end_a_row_group_early()
    {
        using var folder = new ScratchFolder();
        string text = new('x', 40 << 20);
        Frame frame = Frame.Of(new TextColumn("s", ["a", text + "1", text + "2", text + "3", text + "4", null, "z"]), new IntegerColumn("i", [1, 2, 3, 4, 5, 6, 7]));
        ParquetWriter.Write(frame, folder["t.parquet"]);
        Assert.Equal("4\n3", DuckDbQuery.Text(folder["t.parquet"], "SELECT row_group_num_rows FROM parquet_metadata(FILE) WHERE path_in_schema = 'i' ORDER BY row_group_id"));
        Assert.Equal(
            "1 a 1\n2 1 41943041\n3 2 41943041\n4 3 41943041\n5 4 41943041\n6 - -\n7 z 1",
            DuckDbQuery.Text(folder["t.parquet"], "SELECT i, right(s, 1), length(s) FROM FILE ORDER BY i"));
        byte[] bytes = File.ReadAllBytes(folder["t.parquet"]);
        using (var sink = new ParquetSink(folder["t.parquet"]))
        {
            for (int row = 0; row < frame.RowCount; row++)
            {
                sink.Write(frame.Take([row]));
            }

            sink.Complete();
        }

        Assert.True(bytes.AsSpan().SequenceEqual(File.ReadAllBytes(folder["t.parquet"])));
    }

    [Fact]
    public void Ten_thousand_columns_come_back()
    {
        using var folder = new ScratchFolder();
        Frame frame = Frame.Of(Enumerable.Range(0, 10_000).Select(column => new IntegerColumn($"column {column}", [column, column * 2L, -column])));
        ParquetWriter.Write(frame, folder["t.parquet"]);
        Assert.Equal("10000 1", DuckDbQuery.Text(folder["t.parquet"], "SELECT count(*), max(row_group_id) + 1 FROM parquet_metadata(FILE) WHERE num_values = 3"));
        Assert.Equal("9999\n19998\n-9999", DuckDbQuery.Text(folder["t.parquet"], "SELECT \"column 9999\" FROM FILE"));
    }

    [Fact]
    public void What_fails_leaves_the_former_file_and_takes_no_more()
    {
        using var folder = new ScratchFolder();
        ParquetWriter.Write(Frame.Of(new IntegerColumn("n", [42])), folder["t.parquet"]);
        using (var sink = new ParquetSink(folder["t.parquet"], new ParquetWriteOptions { RowGroupRows = 2 }))
        {
            sink.Write(Frame.Of(new TimestampColumn("t", [10, 20, 30])));
            string message = Assert.Throws<ModelyardException>(() => sink.Write(Frame.Of(new TimestampColumn("t", [40, 50, 61, 70, 80])))).Message;
            Assert.StartsWith(folder["t.parquet"], message, StringComparison.Ordinal);
            Assert.Contains("in data row 6 of the column 't'", message, StringComparison.Ordinal);
            Assert.Contains("Write it anew", Assert.Throws<ModelyardException>(() => sink.Write(Frame.Of(new TimestampColumn("t", [10])))).Message, StringComparison.Ordinal);
            Assert.Contains("Write it anew", Assert.Throws<ModelyardException>(sink.Complete).Message, StringComparison.Ordinal);
        }

        Assert.Equal("42", DuckDbQuery.Text(folder["t.parquet"], "FROM FILE"));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_file_without_columns_is_refused()
    {
        using var folder = new ScratchFolder();
        using (var sink = new ParquetSink(folder["t.parquet"]))
        {
            Assert.Contains("must have at least one", Assert.Throws<ModelyardException>(() => sink.Write(Frame.Of())).Message, StringComparison.Ordinal);
            Assert.Contains("Nothing was written", Assert.Throws<ModelyardException>(sink.Complete).Message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_disk_that_is_full_is_told()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        string message = Assert.Throws<IOException>(() => ParquetWriter.Write(Frame.Of(new IntegerColumn("n", [1])), "/dev/full")).Message;
        Assert.StartsWith("/dev/full: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_takes_the_bytes_that_a_file_has()
    {
        using var folder = new ScratchFolder();
        Frame frame = new RandomFrames(3).Next(rows: 5000);
        ParquetWriter.Write(frame, folder["t.parquet"]);
        using var stream = new MemoryStream();
        TableFiles.Write(frame, stream, TableFormat.Parquet);
        Assert.True(File.ReadAllBytes(folder["t.parquet"]).AsSpan().SequenceEqual(stream.ToArray()));
    }
}
