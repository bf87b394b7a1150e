using Modelyard.Frames;
using static Modelyard.Data.Tests.Parquet.Tables;

namespace Modelyard.Data.Tests.Parquet;

public sealed class ParquetReaderTests
{
    /// <summary>Types as SQL has them, two cells of each, and how they are read.</summary>
    public static TheoryData<string, string, ColumnKind, string> Types => new()
    {
        { "true", "false", ColumnKind.Boolean, "true|false|-" },
        { "1::TINYINT", "(-128)::TINYINT", ColumnKind.Integer, "1|-128|-" },
        { "65535::USMALLINT", "0::USMALLINT", ColumnKind.Integer, "65535|0|-" },
        { "4294967295::UINTEGER", "0::UINTEGER", ColumnKind.Integer, "4294967295|0|-" },
        { "9223372036854775807::BIGINT", "(-9223372036854775808)::BIGINT", ColumnKind.Integer, "9223372036854775807|-9223372036854775808|-" },
        { "9223372036854775807::UBIGINT", "0::UBIGINT", ColumnKind.Integer, "9223372036854775807|0|-" },
        { "9223372036854775808::UBIGINT", "7::UBIGINT", ColumnKind.Text, "9223372036854775808|7|-" },
        { "0.1::DOUBLE", "'nan'::DOUBLE", ColumnKind.Double, "0.1|-|-" },
        { "0.5::FLOAT", "'-infinity'::FLOAT", ColumnKind.Double, "0.5|-inf|-" },
        { "123.45::DECIMAL(9,2)", "(-0.01)::DECIMAL(9,2)", ColumnKind.Double, "123.45|-0.01|-" },
        { "1234567890123.45::DECIMAL(30,2)", "0.01::DECIMAL(30,2)", ColumnKind.Double, "1234567890123.45|0.01|-" },
        { "12345678901234567890.12::DECIMAL(30,2)", "0.01::DECIMAL(30,2)", ColumnKind.Text, "12345678901234567890.12|0.01|-" },
        { "42::DECIMAL(30,0)", "(-42)::DECIMAL(30,0)", ColumnKind.Integer, "42|-42|-" },
        { "99999999999999999999::DECIMAL(30,0)", "1::DECIMAL(30,0)", ColumnKind.Text, "99999999999999999999|1|-" },
        { "DATE '2001-02-03'", "DATE '0001-01-01'", ColumnKind.Timestamp, "2001-02-03|0001-01-01|-" },
        { "TIMESTAMP '2001-02-03 04:05:06.123456'", "TIMESTAMP '1582-10-14 00:00:00'", ColumnKind.Timestamp, "2001-02-03T04:05:06.123456|1582-10-14T00:00:00|-" },
        { "TIMESTAMP_NS '2001-02-03 04:05:06.1234567'", "TIMESTAMP_NS '1969-12-31 23:59:59.9999999'", ColumnKind.Timestamp, "2001-02-03T04:05:06.1234567|1969-12-31T23:59:59.9999999|-" },
        { "TIMESTAMP_MS '2001-02-03 04:05:06.5'", "TIMESTAMP_MS '1970-01-01 00:00:00'", ColumnKind.Timestamp, "2001-02-03T04:05:06.5|1970-01-01T00:00:00|-" },
        { "TIMESTAMPTZ '2001-02-03 04:05:06+02'", "TIMESTAMPTZ '1970-01-01 00:00:00+00'", ColumnKind.Timestamp, "2001-02-03T02:05:06Z|1970-01-01T00:00:00Z|-" },
        { "TIME '04:05:06.5'", "TIME '00:00:00'", ColumnKind.Text, "04:05:06.5|00:00:00|-" },
        { "'a longer text than twelve bytes'", "''", ColumnKind.Text, "a longer text than twelve bytes||-" },
        { "'é\U0001F600'", "'é\U0001F600'", ColumnKind.Category, "é\U0001F600|é\U0001F600|-" },
        { "'\\xAA\\x00'::BLOB", "''::BLOB", ColumnKind.Text, "qgA=||-" },
        { "'123e4567-e89b-12d3-a456-426614174000'::UUID", "'00000000-0000-0000-0000-000000000000'::UUID", ColumnKind.Text, "123e4567-e89b-12d3-a456-426614174000|00000000-0000-0000-0000-000000000000|-" },
        { "[1, NULL, 3]", "[]::INTEGER[]", ColumnKind.Text, "[1,null,3]|[]|-" },
        { "MAP {'k': 1.5::DOUBLE}", "MAP {'l': 2.5::DOUBLE}", ColumnKind.Text, "{\"k\":1.5}|{\"l\":2.5}|-" },
        { "'b'::ENUM ('b', 'a')", "'b'::ENUM ('b', 'a')", ColumnKind.Category, "b|b|-" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Types_become_kinds_without_loss(string first, string second, ColumnKind kind, string cells)
    {
        using var folder = new ScratchFolder();
        DuckDbFiles.Make(folder["t.parquet"], $"SELECT * FROM (VALUES (1, {first}), (2, {second}), (3, NULL)) AS t(n, c) ORDER BY n");
        ParquetReadResult result = ParquetReader.Read(folder["t.parquet"]);
        Assert.Equal(kind, result.Frame["c"].Kind);
        Assert.Equal(cells, Cells(result.Frame, "c"));
        Assert.Equal(kind == ColumnKind.Text && char.IsAsciiDigit(first[0]), result.Notes.Count == 1);
    }

    [Fact]
    public void Structures_are_flattened()
    {
        using var folder = new ScratchFolder();
        DuckDbFiles.Make(folder["t.parquet"], "SELECT * FROM (VALUES ({'city': 'Bern', 'at': {'x': 1.5::DOUBLE, 'n''s': [1]}}), (NULL)) AS t(\"to\")");
        Frame frame = ParquetReader.Read(folder["t.parquet"]).Frame;
        Assert.Equal("to.city:Text to.at.x:Double to.at.n's:Text", Kinds(frame));
        Assert.Equal("1.5|-", Cells(frame, "to.at.x"));
        Assert.Equal("[1]|-", Cells(frame, "to.at.n's"));
    }

    [Fact]
    public void Long_numbers_are_rounded_or_refused_if_asked_for()
    {
        using var folder = new ScratchFolder();
        DuckDbFiles.Make(folder["t.parquet"], "SELECT 18446744073709551615::UBIGINT AS u");
        ParquetReadResult rounded = ParquetReader.Read(folder["t.parquet"], new ParquetReadOptions { LongNumbers = LongNumbers.Double });
        Assert.Equal(18446744073709551615.0, rounded.Frame["u"].ToDoubles()[0]);
        Assert.Contains("rounded", Assert.Single(rounded.Notes).Message, StringComparison.Ordinal);
        Assert.Contains("'u'", Assert.Throws<FrameFormatException>(() => ParquetReader.Read(folder["t.parquet"], new ParquetReadOptions { LongNumbers = LongNumbers.Error })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nanoseconds_that_are_cut_off_are_told()
    {
        using var folder = new ScratchFolder();
        DuckDbFiles.Make(folder["t.parquet"], "SELECT TIMESTAMP_NS '1969-12-31 23:59:59.999999999' AS t");
        ParquetReadResult result = ParquetReader.Read(folder["t.parquet"]);
        Assert.Equal("1969-12-31T23:59:59.9999999", Cells(result.Frame, "t"));
        Assert.Contains("1 times have nanoseconds", Assert.Single(result.Notes).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TIMESTAMP 'infinity'")]
    [InlineData("TIMESTAMP '10000-01-01 00:00:00'")]
    [InlineData("TIMESTAMP '0001-01-01 (BC) 00:00:00'")]
    public void Times_outside_the_years_1_to_9999_are_refused(string time)
    {
        using var folder = new ScratchFolder();
        DuckDbFiles.Make(folder["t.parquet"], $"SELECT * FROM (VALUES (TIMESTAMP '2001-01-01 00:00:00'), ({time})) AS v(t)");
        Assert.Contains("data row 2 of the column 't'", Assert.Throws<FrameFormatException>(() => ParquetReader.Read(folder["t.parquet"])).Message, StringComparison.Ordinal);
    }

    /// <summary>Conditions on a table of all kinds.</summary>
    public static TheoryData<string, ColumnOperator, object?> Conditions
    {
        get
        {
            var all = new TheoryData<string, ColumnOperator, object?>();
            (string, object)[] values = [("i", 50L), ("i", 50.5), ("d", 50.5), ("d", 50L), ("d", double.PositiveInfinity), ("b", true), ("s", "text 50"), ("c", "b"), ("t", new DateTime(2001, 1, 20)), ("z", new DateTime(2001, 1, 20, 0, 0, 0, DateTimeKind.Utc))];
            foreach ((string column, object value) in values)
            {
                foreach (ColumnOperator comparison in new[] { ColumnOperator.Equal, ColumnOperator.NotEqual, ColumnOperator.Less, ColumnOperator.LessOrEqual, ColumnOperator.Greater, ColumnOperator.GreaterOrEqual })
                {
                    all.Add(column, comparison, value);
                }
            }

            foreach (string column in new[] { "i", "d", "b", "s", "c", "t", "z" })
            {
                all.Add(column, ColumnOperator.Missing, null);
                all.Add(column, ColumnOperator.Present, null);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Conditions_in_the_file_are_those_on_the_frame(string column, ColumnOperator comparison, object? value)
    {
        using var folder = new ScratchFolder();
        Frame frame = AllKinds(100);
        ParquetWriter.Write(frame, folder["t.parquet"]);
        ColumnCondition[] conditions = [new(column, comparison, value), new("i", ColumnOperator.NotEqual, 7)];
        Frame read = ParquetReader.Read(folder["t.parquet"], new ParquetReadOptions { Conditions = conditions, Columns = ["n", column], Kinds = Given }).Frame;
        AssertSame(ColumnCondition.Filter(frame, conditions).Select("n", column), read);
        Assert.InRange(read.RowCount, 0, 99);
    }

    [Fact]
    public void A_condition_on_a_column_of_another_kind_is_refused()
    {
        using var folder = new ScratchFolder();
        ParquetWriter.Write(AllKinds(10), folder["t.parquet"]);
        ParquetReadOptions options = new() { Conditions = [new("i", ColumnOperator.Equal, "5")] };
        Assert.Contains("The column 'i' holds 'Integer' and is compared to '5'", Assert.Throws<FrameFormatException>(() => ParquetReader.Read(folder["t.parquet"], options)).Message, StringComparison.Ordinal);
        Assert.Contains("'j' is not in the table", Assert.Throws<FrameFormatException>(() => ParquetReader.Read(folder["t.parquet"], new ParquetReadOptions { Columns = ["j"] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_comes_back()
    {
        using var folder = new ScratchFolder();
        Frame frame = AllKinds(10_000);
        ParquetWriter.Write(frame, folder["t.parquet"]);
        AssertSame(frame, ParquetReader.Read(folder["t.parquet"], new ParquetReadOptions { Kinds = Given }).Frame);
        Assert.Equal(["t.parquet"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("diamonds")]
    [InlineData("telco-churn")]
    public void Real_tables_come_back_for_any_compression_and_number_of_threads(string table)
    {
        using var folder = new ScratchFolder();
        Frame frame = CsvReader.Read(CheckedOut.Table(table)).Frame;
        foreach (ParquetCompression compression in Enum.GetValues<ParquetCompression>())
        {
            ParquetWriter.Write(frame, folder["t.parquet"], new ParquetWriteOptions { Compression = compression });
            AssertSame(frame, ParquetReader.Read(folder["t.parquet"], new ParquetReadOptions { DegreeOfParallelism = compression == ParquetCompression.Zstd ? 1 : 3 }).Frame);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3000)]
    [InlineData(100_000)]
    public void Chunks_one_after_the_other_are_the_table(int chunkRows)
    {
        using var folder = new ScratchFolder();
        Frame frame = AllKinds(chunkRows == 1 ? 200 : 9_000);
        ParquetWriter.Write(frame, folder["t.parquet"]);
        ParquetChunks chunks = ParquetReader.ReadChunks(folder["t.parquet"], chunkRows: chunkRows);
        Assert.Equal(ParquetReader.Read(folder["t.parquet"]).Frame.Columns.Select(column => KeyValuePair.Create(column.Name, column.Kind)), chunks.Kinds);
        int at = 0;
        foreach (Frame chunk in chunks)
        {
            Assert.InRange(chunk.RowCount, 1, chunkRows);
            AssertSame(frame, chunk, at);
            at += chunk.RowCount;
        }

        Assert.Equal(frame.RowCount, at);
    }

    [Fact]
    public void Chunks_that_are_written_one_after_the_other_are_one_table()
    {
        using var folder = new ScratchFolder();
        Frame frame = AllKinds(5_000);
        using (var sink = new ParquetSink(folder["t.parquet"]))
        {
            foreach ((int first, int count) in new[] { (0, 0), (0, 1), (1, 2500), (2501, 2499) })
            {
                sink.Write(frame.Take([.. Enumerable.Range(first, count)]));
            }

            Assert.False(File.Exists(folder["t.parquet"]));
            sink.Complete();
        }

        AssertSame(frame, ParquetReader.Read(folder["t.parquet"], new ParquetReadOptions { Kinds = Given }).Frame);
    }

    [Fact]
    public void What_is_not_completed_leaves_nothing_and_other_columns_are_refused()
    {
        using var folder = new ScratchFolder();
        using (var sink = new ParquetSink(folder["t.parquet"]))
        {
            sink.Write(AllKinds(10));
            Assert.Contains("must have those of the first", Assert.Throws<ModelyardException>(() => sink.Write(AllKinds(10).Drop("i"))).Message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        Frame fine = Frame.Of(new TimestampColumn("t", [1]));
        Assert.Contains("parts of a microsecond", Assert.Throws<ModelyardException>(() => ParquetWriter.Write(fine, folder["t.parquet"])).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_table_without_rows_comes_back()
    {
        using var folder = new ScratchFolder();
        ParquetWriter.Write(AllKinds(0), folder["t.parquet"]);
        Frame frame = ParquetReader.Read(folder["t.parquet"]).Frame;
        Assert.Equal(0, frame.RowCount);
        Assert.Equal(8, frame.Columns.Count);
        Assert.Empty(ParquetReader.ReadChunks(folder["t.parquet"]));
    }

    private static Dictionary<string, ColumnKind> Given { get; } = new() { ["s"] = ColumnKind.Text, ["c"] = ColumnKind.Category };

    /// <summary>Makes a table with a column of each kind, every eleventh cell missing.</summary>
    private static Frame AllKinds(int rows)
    {
        int[] numbers = [.. Enumerable.Range(0, rows)];
        var validity = new Validity((ReadOnlySpan<bool>)Array.ConvertAll(numbers, row => row % 11 != 3));
        return Frame.Of(
            new IntegerColumn("n", Array.ConvertAll(numbers, row => (long)row)),
            new IntegerColumn("i", Array.ConvertAll(numbers, row => (long)row), validity),
            new DoubleColumn("d", Array.ConvertAll(numbers, row => row % 11 == 3 ? double.NaN : row % 29 == 5 ? double.PositiveInfinity : row + 0.1)),
            new BooleanColumn("b", Array.ConvertAll(numbers, row => row % 2 == 0), validity),
            new TextColumn("s", numbers.Select(row => row % 11 == 3 ? null : row % 5 == 0 ? $"a text of more than twelve bytes {row}" : $"text {row}")),
            CategoryColumn.From("c", numbers.Select(row => row % 11 == 3 ? null : row % 3 == 0 ? "a level of more than twelve bytes" : row % 3 == 1 ? "b" : "")),
            new TimestampColumn("t", Array.ConvertAll(numbers, row => new DateTime(2001, 1, 1).AddHours(row).Ticks + 10), validity: validity),
            new TimestampColumn("z", Array.ConvertAll(numbers, row => new DateTime(2001, 1, 1).AddHours(row).Ticks), isUtc: true, validity));
    }
}
