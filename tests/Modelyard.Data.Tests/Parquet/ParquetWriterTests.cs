using Modelyard.Data.Parquet;
using Modelyard.Frames;
using Modelyard.Numerics;
using static Modelyard.Data.Tests.Parquet.Tables;

namespace Modelyard.Data.Tests.Parquet;

public sealed class ParquetWriterTests
{
    // More than two batches of a row group each, the last of them short and no multiple of 64.
    private const int Rows = 250_001;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Rows_keep_their_order_and_their_missing_cells_over_row_groups(int threads)
    {
        using var folder = new ScratchFolder();
        Frame frame = Table();
        ParquetWriter.Write(frame, folder["t.parquet"], new ParquetWriteOptions { DegreeOfParallelism = threads });
        var kinds = new Dictionary<string, ColumnKind> { ["s"] = ColumnKind.Text, ["c"] = ColumnKind.Category };
        AssertSame(frame, ParquetReader.Read(folder["t.parquet"], new ParquetReadOptions { Kinds = kinds }).Frame);
    }

    [Fact]
    public void Levels_of_twelve_bytes_and_more_and_of_many_scripts_come_back()
    {
        string[] texts = ["", "x", "twelve bytes", "thirteen byte", "müßig", "ein Überlauf über zwölf", "東京", "東京都千代田区丸の内"];
        using var folder = new ScratchFolder();
        Frame frame = Frame.Of(CategoryColumn.From("c", [.. texts, null, .. texts]), new BooleanColumn("b", [.. Enumerable.Range(0, 17).Select(row => row % 3 == 0)]));
        ParquetWriter.Write(frame, folder["t.parquet"]);
        AssertSame(frame, ParquetReader.Read(folder["t.parquet"], new ParquetReadOptions { Kinds = new Dictionary<string, ColumnKind> { ["c"] = ColumnKind.Category } }).Frame);
    }

    [Fact]
    public void A_column_whose_cells_are_all_missing_comes_back()
    {
        using var folder = new ScratchFolder();
        Frame frame = Frame.Of(new IntegerColumn("n", [1, 2, 3]), CategoryColumn.From("c", [null, null, null]));
        ParquetWriter.Write(frame, folder["t.parquet"]);
        Assert.Equal("-|-|-", Cells(ParquetReader.Read(folder["t.parquet"]).Frame, "c"));
    }

    [Fact]
    public void A_part_of_a_microsecond_far_down_is_told_with_its_row()
    {
        using var folder = new ScratchFolder();
        long[] ticks = new long[Rows];
        ticks[200_000] = 7;
        string message = Assert.Throws<ModelyardException>(() => ParquetWriter.Write(Frame.Of(new TimestampColumn("t", ticks)), folder["t.parquet"])).Message;
        Assert.Contains("in data row 200001 of the column 't'", message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_writing_ends_when_the_work_around_it_is_cancelled()
    {
        using var folder = new ScratchFolder();
        using var ending = new CancellationTokenSource();
        Frame frame = Table();
        ending.Cancel();
        using (ParallelLoop.Enter(ending.Token))
        {
            Assert.Throws<OperationCanceledException>(() => ParquetWriter.Write(frame, folder["t.parquet"]));
        }

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_database_that_was_ready_for_the_next_file_reaches_that_file_alone()
    {
        using var folder = new ScratchFolder();
        ParquetWriter.Write(Frame.Of(new IntegerColumn("n", [1])), folder["a.parquet"]);
        ParquetWriter.Write(Frame.Of(new IntegerColumn("n", [2])), folder["b.parquet"]);
        var limits = new ParquetLimits(1, 1L << 30);
        for (int time = 0; time < 4; time++)
        {
            using var session = new DuckDbSession(folder[time % 2 == 0 ? "a.parquet" : "b.parquet"], limits);
            session.Run($"SELECT * FROM {ParquetSchema.Source(session.File)}");
            string other = folder[time % 2 == 0 ? "b.parquet" : "a.parquet"];
            Assert.Contains("Permission", Assert.Throws<DuckDbException>(() => session.Run($"SELECT * FROM {ParquetSchema.Source(other)}")).Message, StringComparison.Ordinal);
        }
    }

    private static Frame Table()
    {
        int[] rows = [.. Enumerable.Range(0, Rows)];
        var validity = new Validity((ReadOnlySpan<bool>)Array.ConvertAll(rows, row => row % 7 != 3));
        return Frame.Of(
            new IntegerColumn("n", Array.ConvertAll(rows, row => (long)row), validity),
            new DoubleColumn("d", Array.ConvertAll(rows, row => row % 7 == 3 ? double.NaN : row + 0.5)),
            new BooleanColumn("b", Array.ConvertAll(rows, row => row % 3 == 0), validity),
            new TextColumn("s", rows.Select(row => row % 7 == 3 ? null : $"a text of row {row}")),
            CategoryColumn.From("c", rows.Select(row => row % 7 == 3 ? null : row % 2 == 0 ? "b" : "a level of more than twelve bytes")),
            new TimestampColumn("t", Array.ConvertAll(rows, row => new DateTime(2001, 1, 1).AddMinutes(row).Ticks), validity: validity));
    }
}
