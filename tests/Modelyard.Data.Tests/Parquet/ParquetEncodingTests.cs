using Modelyard.Frames;
using static Modelyard.Data.Tests.Parquet.Tables;

namespace Modelyard.Data.Tests.Parquet;

/// <summary>What DuckDB says of the files that are written here.</summary>
public sealed class ParquetEncodingTests
{
    private const int Rows = 20_000;
    private static readonly ParquetCompression[] Compressions = Enum.GetValues<ParquetCompression>();

    /// <summary>Columns, and the encodings that suit them.</summary>
    public static TheoryData<string, string> Suited => new()
    {
        { "numbered", "PLAIN, RLE, DELTA_BINARY_PACKED" },
        { "few", "PLAIN, RLE, RLE_DICTIONARY" },
        { "runs", "PLAIN, RLE, RLE_DICTIONARY" },
        { "far", "PLAIN, RLE, RLE_DICTIONARY" },
        { "random", "RLE, PLAIN" },
        { "prices", "PLAIN, RLE, RLE_DICTIONARY" },
        { "measured", "RLE, PLAIN" },
        { "flags", "RLE, PLAIN" },
        { "words", "PLAIN, RLE, RLE_DICTIONARY" },
        { "names", "RLE, PLAIN" },
        { "levels", "PLAIN, RLE, RLE_DICTIONARY" },
        { "own levels", "RLE, PLAIN" },
        { "each second", "RLE, DELTA_BINARY_PACKED" },
        { "nothing", "RLE, PLAIN" },
    };

    [Theory]
    [MemberData(nameof(Suited))]
    public void Each_column_has_the_encoding_that_suits_it(string column, string encodings)
    {
        using var folder = new ScratchFolder();
        ParquetWriter.Write(Shapes(), folder["t.parquet"]);
        string found = DuckDbQuery.Text(folder["t.parquet"], $"SELECT encodings FROM parquet_metadata(FILE) WHERE path_in_schema = '{column}'");
        Assert.Equal(Set(encodings == "PLAIN, RLE, DELTA_BINARY_PACKED" ? "RLE, DELTA_BINARY_PACKED" : encodings), Set(found));

        static string[] Set(string names) => [.. names.Split(", ").Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Without_differences_no_column_has_them()
    {
        using var folder = new ScratchFolder();
        ParquetWriter.Write(Shapes(), folder["t.parquet"], new ParquetWriteOptions { Differences = false });
        Assert.Equal("0", DuckDbQuery.Text(folder["t.parquet"], "SELECT count(*) FROM parquet_metadata(FILE) WHERE encodings LIKE '%DELTA%'"));
        AssertSame(Shapes(), DuckDbQuery.Read(folder["t.parquet"], Shapes()));
    }

    [Fact]
    public void Random_tables_are_read_by_DuckDb_cell_for_cell()
    {
        using var folder = new ScratchFolder();
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new RandomFrames(seed);
            Frame frame = random.Next();
            var options = new ParquetWriteOptions { Compression = Compressions[seed % 4], RowGroupRows = seed % 3 == 0 ? ParquetWriteOptions.DefaultRowGroupRows : 1 + (seed * 37 % 700), DegreeOfParallelism = 1 + (seed % 3) };
            ParquetWriter.Write(frame, folder["t.parquet"], options);
            AssertSame(frame, DuckDbQuery.Read(folder["t.parquet"], frame));

            // The same bytes, however the rows come and whoever encodes them.
            byte[] bytes = File.ReadAllBytes(folder["t.parquet"]);
            using (var sink = new ParquetSink(folder["t.parquet"], options with { DegreeOfParallelism = 3 }))
            {
                foreach (Frame piece in random.Pieces(frame))
                {
                    sink.Write(piece);
                }

                sink.Complete();
            }

            Assert.True(bytes.AsSpan().SequenceEqual(File.ReadAllBytes(folder["t.parquet"])), $"The bytes of the table of the seed '{seed}' depend on its chunks.");
        }
    }

    [Fact]
    public void Statistics_are_what_DuckDb_finds_in_the_cells()
    {
        using var folder = new ScratchFolder();
        for (int seed = 100; seed < 112; seed++)
        {
            Frame frame = new RandomFrames(seed).Next(rows: 3000);
            ParquetWriter.Write(frame, folder["t.parquet"], new ParquetWriteOptions { RowGroupRows = 400 });
            foreach (Column column in frame.Columns)
            {
                string name = column.Name.Replace("\"", "\"\"", StringComparison.Ordinal), literal = column.Name.Replace("'", "''", StringComparison.Ordinal);
                string bounds = column.Kind switch
                {
                    // A text of more than 64 bytes has a bound that is shorter.
                    ColumnKind.Text or ColumnKind.Category => "CASE WHEN strlen(lo) > 64 THEN stats_min_value <= lo AND strlen(stats_min_value) BETWEEN 61 AND 64 AND NOT min_is_exact ELSE stats_min_value = lo AND min_is_exact END AND CASE WHEN strlen(hi) > 64 THEN stats_max_value > hi AND strlen(stats_max_value) <= 65 AND NOT max_is_exact ELSE stats_max_value = hi AND max_is_exact END",
                    ColumnKind.Double => "stats_min_value::DOUBLE = lo AND stats_max_value::DOUBLE = hi AND (lo <> 0 OR stats_min_value = '-0.0') AND (hi <> 0 OR stats_max_value = '0.0')",
                    ColumnKind.Timestamp => "stats_min_value::TIMESTAMPTZ = lo::TIMESTAMPTZ AND stats_max_value::TIMESTAMPTZ = hi::TIMESTAMPTZ AND min_is_exact AND max_is_exact",
                    _ => "stats_min_value = lo::VARCHAR AND stats_max_value = hi::VARCHAR AND min_is_exact AND max_is_exact",
                };
                string sql = $"""
                    SELECT count(*) FILTER (NOT (stats_null_count = nulls AND row_group_num_rows = n AND num_values = n AND CASE WHEN nulls = n THEN stats_min_value IS NULL AND stats_max_value IS NULL ELSE {bounds} END)), count(*)
                    FROM (SELECT file_row_number // 400 AS g, count(*) AS n, count(*) - count("{name}") AS nulls, min("{name}") AS lo, max("{name}") AS hi FROM read_parquet(FILE, file_row_number = true) GROUP BY g)
                    JOIN (SELECT * FROM parquet_metadata(FILE) WHERE path_in_schema = '{literal}') ON g = row_group_id
                    """;
                Assert.Equal("0 8", DuckDbQuery.Text(folder["t.parquet"], sql));
            }
        }
    }

    [Fact]
    public void Conditions_by_which_DuckDb_leaves_out_row_groups_leave_out_no_row()
    {
        using var folder = new ScratchFolder();
        ColumnOperator[] operators = [ColumnOperator.Equal, ColumnOperator.NotEqual, ColumnOperator.Less, ColumnOperator.LessOrEqual, ColumnOperator.Greater, ColumnOperator.GreaterOrEqual, ColumnOperator.Missing, ColumnOperator.Present];
        for (int seed = 200; seed < 208; seed++)
        {
            Frame frame = new RandomFrames(seed).Next(rows: 1000);
            ParquetWriter.Write(frame, folder["t.parquet"], new ParquetWriteOptions { RowGroupRows = 100 });
            var random = new Random(seed);
            foreach (Column column in frame.Columns)
            {
                int row = Enumerable.Range(0, 1000).OrderBy(_ => random.Next()).FirstOrDefault(row => !column.IsMissing(row), -1);
                ColumnOperator comparison = operators[random.Next(row < 0 ? 6 : 0, operators.Length)];
                var condition = new ColumnCondition(column.Name, comparison, comparison is ColumnOperator.Missing or ColumnOperator.Present ? null : Value(column, row));
                AssertSame(ColumnCondition.Filter(frame, [condition]), DuckDbQuery.Read(folder["t.parquet"], frame, condition));
            }
        }
    }

    [Fact]
    public void The_schema_says_what_the_columns_are()
    {
        using var folder = new ScratchFolder();
        Frame frame = new RandomFrames(1).Next(rows: 10);
        ParquetWriter.Write(frame, folder["t.parquet"]);
        Assert.Equal(
            "n BIGINT\ni'\"ü BIGINT\ni2 BIGINT\nd DOUBLE\nd2 DOUBLE\nb BOOLEAN\ns VARCHAR\ns2 VARCHAR\nc VARCHAR\nt TIMESTAMP\nz TIMESTAMP WITH TIME ZONE",
            DuckDbQuery.Text(folder["t.parquet"], "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM FILE)"));
        Assert.Equal(
            "d OPTIONAL DOUBLE - -\ns OPTIONAL BYTE_ARRAY UTF8 StringType()\nt OPTIONAL INT64 TIMESTAMP_MICROS TimestampType(isAdjustedToUTC=0, unit=TimeUnit(MILLIS=<null>, MICROS=MicroSeconds(), NANOS=<null>))\nz OPTIONAL INT64 TIMESTAMP_MICROS TimestampType(isAdjustedToUTC=1, unit=TimeUnit(MILLIS=<null>, MICROS=MicroSeconds(), NANOS=<null>))",
            DuckDbQuery.Text(folder["t.parquet"], "SELECT name, repetition_type, type, converted_type, logical_type FROM parquet_schema(FILE) WHERE name IN ('d', 's', 't', 'z')"));
        Assert.Matches(@"^Modelyard version \d+\.\d+\.\d+ 10 1 \['ColumnOrder", DuckDbQuery.Text(folder["t.parquet"], "SELECT created_by, num_rows, num_row_groups, column_orders FROM parquet_file_metadata(FILE)"));
    }

    [Fact]
    public void Row_groups_have_the_rows_that_the_options_say()
    {
        using var folder = new ScratchFolder();
        ParquetWriter.Write(Shapes(), folder["t.parquet"], new ParquetWriteOptions { RowGroupRows = 6000 });
        Assert.Equal("6000 6000 6000 2000", DuckDbQuery.Text(folder["t.parquet"], "SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata(FILE) ORDER BY 1").Replace("\n", " ", StringComparison.Ordinal) is string rows ? string.Join(' ', rows.Split(' ').Where((_, at) => at % 2 == 1)) : "");
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParquetWriteOptions { RowGroupRows = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParquetWriteOptions { RowGroupRows = (1 << 24) + 1 });
    }

    [Fact]
    public void Places_in_the_file_and_lengths_add_up()
    {
        using var folder = new ScratchFolder();
        ParquetWriter.Write(Shapes(), folder["t.parquet"], new ParquetWriteOptions { RowGroupRows = 6000 });
        const string Sql = """
            SELECT min(start), max(gap), sum(length) + 12 + any_value(footer) = any_value(size), bool_and(total_uncompressed_size >= total_compressed_size OR total_compressed_size < 300 + total_uncompressed_size * 1.01)
            FROM (SELECT *, start - lag(start + length, 1, 4) OVER (ORDER BY row_group_id, column_id) AS gap
                  FROM (SELECT *, coalesce(dictionary_page_offset, data_page_offset) AS start, total_compressed_size AS length FROM parquet_metadata(FILE)))
            CROSS JOIN (SELECT footer_size AS footer, file_size_bytes AS size FROM parquet_file_metadata(FILE))
            """;
        Assert.Equal("4 0 true true", DuckDbQuery.Text(folder["t.parquet"], Sql));
    }

    private static object Value(Column column, int row) => column switch
    {
        IntegerColumn integers => integers.Values[row],
        DoubleColumn doubles => doubles.Values[row],
        BooleanColumn booleans => booleans.Values[row],
        TimestampColumn times => times[row]!.Value,
        _ => column.FormatCell(row),
    };

    /// <summary>Makes a table whose columns bear the names of their shapes.</summary>
    private static Frame Shapes()
    {
        var random = new Random(17);
        int[] rows = [.. Enumerable.Range(0, Rows)];
        return Frame.Of(
            new IntegerColumn("numbered", Array.ConvertAll(rows, row => 1_000_000L + row)),
            new IntegerColumn("few", Array.ConvertAll(rows, _ => (long)random.Next(300))),
            new IntegerColumn("runs", Array.ConvertAll(rows, row => row / 700 * 1_000_003L % 17)),
            new IntegerColumn("far", Array.ConvertAll(rows, _ => random.Next(40) * 123_456_789_012L)),
            new IntegerColumn("random", Array.ConvertAll(rows, _ => random.NextInt64(long.MinValue, long.MaxValue))),
            new DoubleColumn("prices", Array.ConvertAll(rows, _ => random.Next(2000) / 100.0)),
            new DoubleColumn("measured", Array.ConvertAll(rows, _ => random.NextDouble())),
            new BooleanColumn("flags", Array.ConvertAll(rows, _ => random.Next(2) == 0)),
            new TextColumn("words", rows.Select(_ => $"word {random.Next(1000)}")),
            new TextColumn("names", rows.Select(_ => $"{random.NextInt64():x}")),
            CategoryColumn.From("levels", rows.Select(_ => $"level {random.Next(100)}")),
            CategoryColumn.From("own levels", rows.Select(row => $"{row}")),
            new TimestampColumn("each second", Array.ConvertAll(rows, row => new DateTime(2001, 1, 1).AddSeconds(row).Ticks)),
            new IntegerColumn("nothing", new long[Rows], new Validity((ReadOnlySpan<bool>)new bool[Rows])));
    }
}
