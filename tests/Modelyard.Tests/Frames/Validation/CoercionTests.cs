using Modelyard.Frames;
using Modelyard.Frames.Validation;

namespace Modelyard.Tests.Frames.Validation;

public sealed class CoercionTests
{
    public static TheoryData<string, ColumnKind, string> Texts => new()
    {
        { "12", ColumnKind.Integer, "12" },
        { " -5 ", ColumnKind.Integer, "-5" },
        { "12.0", ColumnKind.Integer, "12" },
        { "1e3", ColumnKind.Integer, "1000" },
        { "12.5", ColumnKind.Integer, "kind.lossy" },
        { "007", ColumnKind.Integer, "kind.lossy" },
        { "9223372036854775808", ColumnKind.Integer, "kind.lossy" },
        { "twelve", ColumnKind.Integer, "kind.format" },
        { "", ColumnKind.Integer, "missing" },
        { "0.5", ColumnKind.Double, "0.5" },
        { "inf", ColumnKind.Double, "inf" },
        { "9007199254740993", ColumnKind.Double, "kind.lossy" },
        { "9007199254740992", ColumnKind.Double, "9007199254740992" },
        { "1,5", ColumnKind.Double, "kind.format" },
        { "nan", ColumnKind.Double, "missing" },
        { "TRUE", ColumnKind.Boolean, "true" },
        { "0", ColumnKind.Boolean, "false" },
        { "yes", ColumnKind.Boolean, "kind.format" },
        { "2026-01-31", ColumnKind.Timestamp, "2026-01-31" },
        { "2026-01-31T12:00:00+02:00", ColumnKind.Timestamp, "2026-01-31T10:00:00Z" },
        { "31/01/2026", ColumnKind.Timestamp, "kind.format" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_becomes_a_value_or_a_failure(string text, ColumnKind kind, string expected)
    {
        var schema = new TableSchema(new ColumnSchema("x", kind));
        foreach (Column column in new Column[] { new TextColumn("x", [text]), CategoryColumn.From("x", [text]) })
        {
            CoercionResult result = schema.Coerce(Frame.Of(column));
            Assert.Equal(kind, result.Frame.Columns[0].Kind);
            if (ValidationCodes.All.Any(code => code.Key == expected))
            {
                // A cell that could not be converted is missing, which is not told a second time.
                ValidationFailure failure = Assert.Single(result.Report.Failures);
                Assert.Equal((expected, 1, expected == "missing" ? null : text), (failure.Code, failure.Row, failure.Value));
                Assert.True(result.Frame.Columns[0].IsMissing(0));
                Assert.Equal(1, result.Report.FailingRowCount);
            }
            else
            {
                Assert.True(result.Report.IsValid, result.Report.ToString());
                Assert.Equal(expected, result.Frame.Columns[0].FormatCell(0));
            }
        }
    }

    [Fact]
    public void Numbers_become_each_other_where_nothing_is_lost()
    {
        Frame table = Frame.Of(
            new DoubleColumn("a", [1, 2.5, double.NaN, 1e19]), new IntegerColumn("b", [1, (1L << 53) + 1, 3, long.MaxValue]), new IntegerColumn("c", [0, 1, 2, 1]), new BooleanColumn("d", [true, false, true, true]));
        CoercionResult result = new TableSchema(
            new ColumnSchema("a", ColumnKind.Integer) { Nullable = true }, new ColumnSchema("b", ColumnKind.Double), new ColumnSchema("c", ColumnKind.Boolean), new ColumnSchema("d", ColumnKind.Integer)).Coerce(table);
        Assert.Equal([("a", 2L), ("a", 4L), ("b", 2L), ("b", 4L), ("c", 3L)], result.Report.Failures.Where(failure => failure.Code == ValidationCodes.KindLossy).Select(failure => (failure.Column!, failure.Row)));
        Assert.Equal(5, result.Report.ErrorCount);
        Assert.Equal("1", result.Frame["d"].FormatCell(0));
    }

    [Fact]
    public void What_cannot_be_converted_is_of_another_kind()
    {
        CoercionResult result = new TableSchema(new ColumnSchema("x", ColumnKind.Integer)).Coerce(Frame.Of(new TimestampColumn("x", [0])));
        Assert.Equal(ValidationCodes.Kind, Assert.Single(result.Report.Failures).Code);
    }

    [Fact]
    public void Columns_are_dropped_and_ordered_as_the_schema_says()
    {
        Frame table = Frame.Of(new TextColumn("c", ["1"]), new TextColumn("extra", ["x"]), new TextColumn("a", ["2"]));
        var schema = new TableSchema(new ColumnSchema("a", ColumnKind.Integer), new ColumnSchema("c", ColumnKind.Integer)) { ExtraColumns = ExtraColumns.Dropped };
        Assert.Equal(["c", "a"], schema.Coerce(table).Frame.Columns.Select(column => column.Name));
        CoercionResult ordered = (schema with { Ordered = true, ExtraColumns = ExtraColumns.Allowed }).Coerce(table);
        Assert.Equal(["a", "c", "extra"], ordered.Frame.Columns.Select(column => column.Name));
        Assert.Equal(ValidationCodes.ColumnOrder, Assert.Single(ordered.Report.Failures).Code);
    }

    [Fact]
    public void A_converted_stream_is_checked_as_the_converted_whole()
    {
        Frame table = Frame.Of(new TextColumn("x", Enumerable.Range(0, 500).Select(row => row % 50 == 7 ? "?" : $"{row % 400}")));
        var schema = new TableSchema(new ColumnSchema("x", ColumnKind.Integer) { Maximum = 390, Unique = true });
        string whole = schema.Coerce(table).Report.ToJson();
        Assert.Equal(whole, schema.Validate(TestTables.Cut(table, 33), new ValidationOptions { Coerce = true }).ToJson());
        Assert.Equal(whole, schema.Validate(TestTables.Cut(table, 33), new ValidationOptions { Coerce = true, UniqueMemory = 2000 }).ToJson());
        Assert.Contains("\"failingRows\": 117", whole, StringComparison.Ordinal);
    }
}
