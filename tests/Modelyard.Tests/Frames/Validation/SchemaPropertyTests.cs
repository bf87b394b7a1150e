using FsCheck;
using FsCheck.Fluent;
using Modelyard.Frames;
using Modelyard.Frames.Validation;

namespace Modelyard.Tests.Frames.Validation;

public sealed class SchemaPropertyTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.0)]
    [InlineData(3.7)]
    [InlineData(null)]
    public void A_table_holds_the_schema_inferred_from_it(double? margin) => Prop.ForAll(TestTables.Frames, table =>
    {
        TableSchema schema = TableSchema.Infer(table, new InferenceOptions { RangeMargin = margin });
        ValidationReport report = schema.Validate(table);
        Assert.True(report.IsValid, report.ToString());
        Assert.True(schema.Coerce(table).Report.IsValid);
    }).Check(Property.Repeatable);

    [Fact]
    public void A_schema_is_inferred_alike_from_a_table_and_from_its_chunks() => Prop.ForAll(TestTables.Frames, table =>
    {
        SchemaInference whole = SchemaInference.Of(table), parts = SchemaInference.Of(TestTables.Cut(table, 13));
        Assert.Equal(whole.Schema.ToJsonSchema(), parts.Schema.ToJsonSchema());
        Assert.Equal(whole.Notes, parts.Notes);
    }).Check(Property.Repeatable);

    [Fact]
    public void The_report_of_a_stream_is_that_of_the_whole_for_any_number_of_threads() => Prop.ForAll(TestTables.Frames, Gen.Choose(1, 70).ToArbitrary(), (table, rows) =>
    {
        // The schema of the first rows does not suit the others.
        TableSchema schema = TableSchema.Infer(table.Head(25), new InferenceOptions { RangeMargin = 0 }) with { Keys = [new UniqueKey("id", "second column"), new UniqueKey("ü: #3")] };
        var options = new ValidationOptions { DegreeOfParallelism = 1 };
        string whole = schema.Validate(table, options).ToJson();
        Assert.Equal(whole, schema.Validate(TestTables.Cut(table, rows)).ToJson());
        Assert.Equal(whole, schema.Validate(table, options with { DegreeOfParallelism = 4 }).ToJson());
        Assert.Equal(whole, schema.Validate(TestTables.Cut(table, rows), options with { UniqueMemory = 2000 }).ToJson());
    }).Check(Property.Repeatable);

    [Fact]
    public void Texts_of_values_become_the_same_values_again() => Prop.ForAll(TestTables.Frames, table =>
    {
        var kinds = new TableSchema(table.Columns.Select(column => new ColumnSchema(column.Name, column.Kind) { Nullable = true }));
        var texts = new TableSchema(table.Columns.Select(column => new ColumnSchema(column.Name, ColumnKind.Text) { Nullable = true }));
        CoercionResult asTexts = texts.Coerce(table), back = kinds.Coerce(asTexts.Frame);
        Assert.True(asTexts.Report.IsValid && back.Report.IsValid, back.Report.ToString());
        for (int i = 0; i < table.Columns.Count; i++)
        {
            Assert.Equal(table.Columns[i].Kind, back.Frame.Columns[i].Kind);
            for (int row = 0; row < table.RowCount; row++)
            {
                // Numbers and dates as texts are told from missing cells; only the text of a column of texts can be empty.
                Assert.Equal(Cell(table.Columns[i], row), Cell(back.Frame.Columns[i], row));
            }
        }
    }).Check(Property.Repeatable);

    [Fact]
    public void Rows_that_pass_and_rows_that_fail_make_up_the_table() => Prop.ForAll(TestTables.Frames, table =>
    {
        TableSchema schema = TableSchema.Infer(table.Head(25), new InferenceOptions { RangeMargin = 0 });
        ValidationReport report = schema.Validate(table);
        Assert.Equal(table.RowCount, report.FailingRows(table).RowCount + report.PassingRows(table).RowCount);
        Assert.Equal(report.FailingRowCount, report.FailingRows(TestTables.Cut(table, 9)).Sum(chunk => chunk.RowCount));

        // What passed passes again, but for what concerns the table as a whole.
        ValidationReport again = schema.Validate(report.PassingRows(table));
        Assert.Equal(0, again.FailingRowCount);
    }).Check(Property.Repeatable);

    private static string? Cell(Column column, int row) => column switch
    {
        _ when column.IsMissing(row) => null,
        TimestampColumn times => times.Ticks[row].ToString(),
        DoubleColumn doubles => (doubles[row] + 0.0).ToString("R"),
        _ => column.FormatCell(row),
    };
}
