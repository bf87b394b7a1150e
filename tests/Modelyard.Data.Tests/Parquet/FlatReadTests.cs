using Modelyard.Data.Parquet;
using Modelyard.Data.Parquet.Decoding;
using Modelyard.Frames;
using static Modelyard.Data.Tests.Parquet.Tables;

namespace Modelyard.Data.Tests.Parquet;

/// <summary>Holds our own decoder against DuckDB, which reads and writes the same files.</summary>
public sealed class FlatReadTests
{
    [Theory]
    [InlineData("COMPRESSION snappy", 0)]
    [InlineData("COMPRESSION zstd", 20)]
    [InlineData("COMPRESSION gzip, ROW_GROUP_SIZE 2048", 3)]
    [InlineData("COMPRESSION brotli, ROW_GROUP_SIZE 4096", 60)]
    [InlineData("COMPRESSION uncompressed, ROW_GROUP_SIZE 2048", 97)]
    [InlineData("COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 1", 20)]
    [InlineData("COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 1000000", 10)]
    [InlineData("COMPRESSION snappy, PARQUET_VERSION v2", 20)]
    [InlineData("COMPRESSION zstd, PARQUET_VERSION v2, ROW_GROUP_SIZE 2048", 0)]
    [InlineData("COMPRESSION uncompressed, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1, ROW_GROUP_SIZE 4096", 35)]
    public void Every_type_comes_as_DuckDB_reads_it(string options, int missing)
    {
        using var folder = new ScratchFolder();
        DuckDbFiles.Make(folder["t.parquet"], DuckDbFiles.EveryType(10_000, missing + 1, missing), options);
        foreach (LongNumbers longNumbers in new[] { LongNumbers.Text, LongNumbers.Double })
        {
            ParquetReadOptions how = new() { LongNumbers = longNumbers };
            AssertEqual(DuckDbFiles.Read(folder["t.parquet"], how), Own(folder["t.parquet"], how));
            AssertEqual(DuckDbFiles.Read(folder["t.parquet"], how), Own(folder["t.parquet"], how with { DegreeOfParallelism = 1 }));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(2049)]
    public void Few_rows_come_as_DuckDB_reads_them(int rows)
    {
        using var folder = new ScratchFolder();
        DuckDbFiles.Make(folder["t.parquet"], DuckDbFiles.EveryType(rows, rows, 30), rows % 2 == 0 ? "PARQUET_VERSION v2" : "");
        AssertEqual(DuckDbFiles.Read(folder["t.parquet"]), Own(folder["t.parquet"]));
    }

    [Theory]
    [InlineData(ColumnKind.Text)]
    [InlineData(ColumnKind.Category)]
    public void Kinds_of_texts_that_are_given_are_kept(ColumnKind kind)
    {
        using var folder = new ScratchFolder();
        DuckDbFiles.Make(folder["t.parquet"], DuckDbFiles.EveryType(9_000, 5, 10), "ROW_GROUP_SIZE 2048, DICTIONARY_SIZE_LIMIT 300");
        ParquetReadOptions how = new() { Kinds = new[] { "tx", "ca", "cb", "id", "bl", "ho", "ub", "nt" }.ToDictionary(name => name, _ => kind) };
        AssertEqual(DuckDbFiles.Read(folder["t.parquet"], how), Own(folder["t.parquet"], how));
    }

    [Fact]
    public void Texts_that_are_many_at_last_are_no_category()
    {
        using var folder = new ScratchFolder();
        DuckDbFiles.Make(folder["t.parquet"], "SELECT CASE WHEN i < 20000 THEN 'few' ELSE 'text ' || i END AS late, 'text ' || (i % 70000) AS many, CASE WHEN i % 3 = 0 THEN NULL ELSE 'text ' || i END AS gaps FROM range(150000) AS t(i)", "ROW_GROUP_SIZE 20480");
        AssertEqual(DuckDbFiles.Read(folder["t.parquet"]), Own(folder["t.parquet"]));
    }

    [Fact]
    public void Conditions_leave_the_rows_that_DuckDB_leaves()
    {
        using var folder = new ScratchFolder();
        DuckDbFiles.Make(folder["t.parquet"], DuckDbFiles.EveryType(12_000, 9, 15), "ROW_GROUP_SIZE 2048, PARQUET_VERSION v2");
        Frame whole = DuckDbFiles.Read(folder["t.parquet"]).Frame;
        var random = new Random(11);
        for (int round = 0; round < 120; round++)
        {
            ColumnCondition[] conditions = [.. Enumerable.Range(0, 1 + (round % 3)).Select(_ => Draw(whole, random))];
            ParquetReadOptions how = new() { Conditions = conditions, Columns = ["row", "tx", "tn", "cb", conditions[0].Column], DegreeOfParallelism = 1 + (round % 3) };
            how = how with { Columns = [.. how.Columns!.Distinct()] };
            ParquetReadResult expected = DuckDbFiles.Read(folder["t.parquet"], how);
            AssertEqual(expected, Own(folder["t.parquet"], how));
            AssertChunks(expected.Frame, folder["t.parquet"], how, 1 + random.Next(5_000));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(2048)]
    [InlineData(100_000)]
    public void Chunks_are_the_table_for_any_number_of_threads(int rows)
    {
        using var folder = new ScratchFolder();
        DuckDbFiles.Make(folder["t.parquet"], DuckDbFiles.EveryType(rows == 1 ? 150 : 9_000, 4, 25), "ROW_GROUP_SIZE 2048");
        Frame expected = DuckDbFiles.Read(folder["t.parquet"]).Frame;
        foreach (int degree in new[] { 1, 3 })
        {
            AssertChunks(expected, folder["t.parquet"], new ParquetReadOptions { DegreeOfParallelism = degree }, rows);
        }
    }

    [Theory]
    [InlineData("SELECT [1, 2] AS l", "The column 'l' is nested")]
    [InlineData("SELECT {'a': 1} AS s", "The column 's' is nested")]
    [InlineData("SELECT MAP {'a': 1} AS m", "The column 'm' is nested")]
    [InlineData("SELECT INTERVAL 3 DAY AS i", "The column 'i' is of a type of its own")]
    public void What_is_not_flat_goes_to_DuckDB(string query, string obstacle)
    {
        using var folder = new ScratchFolder();
        DuckDbFiles.Make(folder["t.parquet"], query);
        using ITableScan scan = TableScans.Open(folder["t.parquet"], new ParquetReadOptions());
        Assert.IsType<ParquetScan>(scan);
        using var source = Modelyard.Frames.Csv.ByteSource.Open(folder["t.parquet"]);
        Assert.Empty(FlatSchema.Of(Modelyard.Data.Parquet.Format.FooterReader.Read(source), out string? told));
        Assert.Equal(obstacle, told);
    }

    [Fact]
    public void Pages_that_are_packed_with_LZ4_go_to_DuckDB()
    {
        using var folder = new ScratchFolder();
        DuckDbFiles.Make(folder["t.parquet"], "SELECT i FROM range(10) AS t(i)", "COMPRESSION lz4_raw");
        using ITableScan scan = TableScans.Open(folder["t.parquet"], new ParquetReadOptions());
        Assert.IsType<ParquetScan>(scan);
        Assert.Equal(10, scan.ReadWhole().RowCount);
    }

    [Fact]
    public void Times_that_a_condition_leaves_out_may_lie_in_any_year()
    {
        using var folder = new ScratchFolder();
        DuckDbFiles.Make(folder["t.parquet"], "SELECT * FROM (VALUES (TIMESTAMP '2001-01-01'), (TIMESTAMP 'infinity'), (TIMESTAMP '-infinity'), (NULL)) AS v(t)");
        foreach ((ColumnOperator comparison, int left) in new[] { (ColumnOperator.Equal, 1), (ColumnOperator.Missing, 1) })
        {
            ParquetReadOptions how = new() { Conditions = [new ColumnCondition("t", comparison, comparison == ColumnOperator.Missing ? null : new DateTime(2001, 1, 1))] };
            Assert.Equal(left, Own(folder["t.parquet"], how).Frame.RowCount);
        }

        ParquetReadOptions later = new() { Conditions = [new ColumnCondition("t", ColumnOperator.Greater, new DateTime(2000, 1, 1))] };
        Assert.Contains("outside the years", Assert.Throws<FrameFormatException>(() => Own(folder["t.parquet"], later)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_Polars_wrote_is_the_table_it_was_written_from()
    {
        // tests/Oracles/penguins-polars.mjs wrote it.
        string path = Path.Combine(CheckedOut.Root, "tests", "Oracles", "penguins-polars.parquet");
        AssertSame(CsvReader.Read(CheckedOut.Table("penguins")).Frame, Own(path).Frame);
        AssertEqual(DuckDbFiles.Read(path), Own(path));
    }

    private static ColumnCondition Draw(Frame frame, Random random)
    {
        while (true)
        {
            Column column = frame.Columns[random.Next(frame.Columns.Count)];
            var comparison = (ColumnOperator)random.Next(8);
            int row = random.Next(frame.RowCount);
            object? value = column.IsMissing(row) ? null : column switch
            {
                IntegerColumn integers => integers.Values[row],
                DoubleColumn doubles => doubles[row],
                BooleanColumn flags => flags.Values[row],
                TimestampColumn times => times[row]!.Value.AddTicks(-(times.Ticks[row] % TimeSpan.TicksPerMicrosecond)),
                _ => column.FormatCell(row),
            };
            if (comparison is ColumnOperator.Missing or ColumnOperator.Present)
            {
                return new ColumnCondition(column.Name, comparison);
            }

            if (value is not null)
            {
                return new ColumnCondition(column.Name, comparison, value);
            }
        }
    }

    private static ParquetReadResult Own(string path, ParquetReadOptions? options = null)
    {
        using ITableScan scan = TableScans.Open(path, options ?? new ParquetReadOptions());
        Assert.IsType<FlatScan>(scan);
        return new ParquetReadResult(scan.ReadWhole(), [.. scan.Notes]);
    }

    private static void AssertChunks(Frame expected, string path, ParquetReadOptions options, int rows)
    {
        ParquetChunks chunks = ParquetReader.ReadChunks(path, options, rows);
        Assert.Equal(expected.Columns.Select(column => KeyValuePair.Create(column.Name, column.Kind)), chunks.Kinds);
        int at = 0;
        foreach (Frame chunk in chunks)
        {
            Assert.InRange(chunk.RowCount, 1, rows);
            AssertSame(expected, chunk, at);
            at += chunk.RowCount;
        }

        Assert.Equal(expected.RowCount, at);
    }

    private static void AssertEqual(ParquetReadResult expected, ParquetReadResult actual)
    {
        Assert.Equal(expected.Frame.RowCount, actual.Frame.RowCount);
        AssertSame(expected.Frame, actual.Frame);
        Assert.Equal(expected.Notes.Distinct(), actual.Notes);
        foreach ((Column before, Column after) in expected.Frame.Columns.Zip(actual.Frame.Columns))
        {
            Assert.Equal((before as CategoryColumn)?.Levels, (after as CategoryColumn)?.Levels);
            Assert.Equal(before.MissingCount, after.MissingCount);
        }
    }
}
