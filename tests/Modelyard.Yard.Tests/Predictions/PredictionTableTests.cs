using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;

namespace Modelyard.Lifecycle.Tests.Predictions;

/// <summary>Writes tables of predictions that others made, and of labels.</summary>
public sealed class PredictionTableTests : IDisposable
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly PredictionSource Churn = new(
        "churn",
        "3",
        new FeatureSchema(
            new Feature("tenure"),
            new Feature("contract", FeatureKind.Categorical) { Levels = ["month", "year"] },
            new Feature("_time", FeatureKind.Timestamp),
            new Feature("note", FeatureKind.Text) { Levels = ["good", "bad"] }),
        "churn")
    { Classes = ["No", "Yes"] };

    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_a_log_gives_another_takes_cell_by_cell_and_once()
    {
        string other = Path.Combine(_folder, "other");
        using PredictionLog log = PredictionLog.Open(Path.Combine(_folder, "one")), copy = PredictionLog.Open(other);
        using (PredictionTableWriter writer = log.TableWriterOf(Churn))
        {
            Assert.StartsWith("batch-20260301-120000-", writer.Write(Table(3), Noon), StringComparison.Ordinal);
        }

        log.AddLabels([new TrueLabel("Yes") { Key = "key 1" }]);
        Frame first = log.Read();
        Assert.Equal(["key 0", "key 1", "key 2"], Column(first, "_key"));
        Assert.Equal(["month", "two years", "year"], Column(first, "contract"));
        Assert.Equal(["not too bad", "", "good"], Column(first, "note"));
        Assert.Equal(["2020-01-01T00:00:00", "2020-01-02T00:00:00", "2020-01-03T00:00:00"], Column(first, "input._time").Select(cell => cell.TrimEnd('Z')));
        Assert.Equal(["0.25", "0.25", "0.25"], Column(first, "_probability.No"));
        for (int time = 0; time < 2; time++)
        {
            using PredictionTableWriter writer = copy.TableWriterOf(Churn);
            Assert.Null(writer.Write(first, Noon.AddDays(1)));
        }

        Frame second = copy.Read();
        Assert.Equal(3, second.RowCount);
        foreach (Column column in first.Columns.Where(column => column.Name is not ("_label" or "_label_time")))
        {
            Assert.Equal(Column(first, column.Name), Column(second, column.Name));
        }

        Assert.Equal(["", "", ""], Column(second, "_label"));
        copy.Seal();
        Assert.Equal(3, copy.Read().RowCount);
    }

    [Fact]
    public void A_long_table_is_several_requests_and_versions_are_told_apart()
    {
        using PredictionLog log = PredictionLog.Open(_folder);
        using (PredictionTableWriter writer = log.TableWriterOf(Churn))
        {
            string made = writer.Write(Table(25_000), Noon)!;
            Assert.Equal([$"{made}-0", $"{made}-1", $"{made}-2"], Column(log.Read(), "_request").Distinct());
            writer.Write(Table(2).With(CategoryColumn.From("_version", ["4", null])).With(new TextColumn("_request", ["a", "b"])), Noon);
        }

        Frame all = log.Read();
        Assert.Equal(25_002, all.RowCount);
        Assert.Equal([("a", "4"), ("b", "3")], Column(all, "_request").Zip(Column(all, "_version")).Where(row => row.First is "a" or "b"));
    }

    [Fact]
    public void A_table_that_cannot_be_says_where_and_nothing_of_it_is_logged()
    {
        using PredictionLog log = PredictionLog.Open(_folder);
        using PredictionTableWriter writer = log.TableWriterOf(Churn);
        Refused("has no column 'contract'", Table(2).Drop("contract"));
        Refused("The prediction in data row 2 is 'Maybe', which is none of the classes", Table(2).With(CategoryColumn.From("_prediction", ["Yes", "Maybe"])));
        Refused("has no column '_probability.Yes'", Table(2).Drop("_probability.Yes"));
        Refused("'_probability.No' in data row 1 is '1.5'", Table(2).With(new DoubleColumn("_probability.No", [1.5, 0])));
        Refused("'_time' of the table of predictions is Text", Table(2).With(new TextColumn("_time", ["yesterday", "today"])));
        Refused("The request 'a' begins again in data row 3", Table(3).With(new TextColumn("_request", ["a", "b", "a"])));
        Refused("The cell of '_request' in data row 1 has more than 200 bytes", Table(1).With(new TextColumn("_request", [new string('a', 201)])));
        Assert.Equal(0, log.Read().RowCount);

        void Refused(string message, Frame table) => Assert.Contains(message, Assert.Throws<ModelyardException>(() => writer.Write(table, Noon)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is empty, and names no prediction", "", null, null, null)]
    [InlineData("is empty, and names no prediction", null, "", null, null)]
    [InlineData("must be a whole number from 0 to 2147483647", null, "r-1", "99999999999", null)]
    [InlineData("must be a time as in 2026-01-31T08:30:00Z", "a", null, null, "1/2/2026")]
    [InlineData("must be a time as in 2026-01-31T08:30:00Z", "a", null, null, "20260131")]
    public void A_label_that_names_nothing_or_a_day_that_can_be_read_in_two_ways_is_refused(string expected, string? key, string? request, string? row, string? at)
    {
        Assert.Null(new LabelReader(["No", "Yes"]).Read(new LabelTexts("Yes") { Key = key, Request = request, Row = row, At = at }, out LabelFault? fault));
        Assert.Contains(expected, fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_several_moments_without_requests_are_a_request_each_and_can_be_added_again_as_they_are_read()
    {
        using PredictionLog log = PredictionLog.Open(_folder);
        using PredictionTableWriter writer = log.TableWriterOf(Churn);
        long[] times = [.. new[] { 5, 5, 1, 1, 9 }.Select(hour => Noon.AddHours(hour).Ticks)];
        string made = writer.Write(Table(5).With(new TimestampColumn("_time", times)), Noon)!;
        Frame read = log.Read();
        Assert.Equal([$"{made}-0", $"{made}-0", $"{made}-1", $"{made}-1", $"{made}-2"], Column(read, "_request").Order());
        Assert.Equal(5, Enumerable.Range(0, 5).Select(row => (read["_request"].FormatCell(row), read["_row"].FormatCell(row))).Distinct().Count());
        Assert.Null(writer.Write(read, Noon));
        Assert.Equal(5, log.Read().RowCount);
    }

    [Fact]
    public void Labels_of_a_table_are_taken_all_or_none()
    {
        Frame table = Frame.Of(new TextColumn("customer", ["007", "008"]), new TextColumn("left", ["Yes", null]), new TextColumn("when", ["2026-02-01", null]));
        var reader = new LabelReader(["No", "Yes"]);
        TrueLabel[] labels = [.. reader.Read(table, new LabelColumns("left") { Key = "customer", At = "when" })];
        Assert.Equal([new TrueLabel("Yes") { Key = "007", At = new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc) }, new TrueLabel((string?)null) { Key = "008" }], labels);
        string message = Assert.Throws<ModelyardException>(() => reader.Read(table, new LabelColumns("when") { Key = "customer" })).Message;
        Assert.StartsWith("A label of 2 cannot be taken, and so none is: data row 1: The label '2026-02-01' is none of the model's classes: 'No', 'Yes'.", message, StringComparison.Ordinal);
        Assert.Contains("has no column 'key'; it has 'customer', 'left', 'when'", Assert.Throws<ModelyardException>(() => reader.Read(table, new LabelColumns("left") { Key = "key" })).Message, StringComparison.Ordinal);
        Assert.Contains("must be a finite number", Assert.Throws<ModelyardException>(() => new LabelReader([]).Read(table, new LabelColumns("left") { Key = "customer" })).Message, StringComparison.Ordinal);
    }

    private static Frame Table(int rows) => Frame.Of(
        new TextColumn("_key", [.. Enumerable.Range(0, rows).Select(row => $"key {row}")]),
        new DoubleColumn("tenure", [.. Enumerable.Range(0, rows).Select(row => (double)row)]),
        CategoryColumn.From("contract", [.. Enumerable.Range(0, rows).Select(row => (row % 3) switch { 0 => "month", 1 => "two years", _ => "year" })]),
        new TimestampColumn("input._time", [.. Enumerable.Range(0, rows).Select(row => new DateTime(2020, 1, 1).AddDays(row % 1000).Ticks)]),
        new TextColumn("note", [.. Enumerable.Range(0, rows).Select(row => (row % 3) switch { 0 => "not too bad", 1 => null, _ => "good" })]),
        CategoryColumn.From("_prediction", [.. Enumerable.Range(0, rows).Select(row => row % 2 == 0 ? "Yes" : "No")]),
        new DoubleColumn("_probability.No", [.. Enumerable.Repeat(0.25, rows)]),
        new DoubleColumn("_probability.Yes", [.. Enumerable.Repeat(0.75, rows)]));

    private static string[] Column(Frame frame, string name) => [.. Enumerable.Range(0, frame.RowCount).Select(frame[name].FormatCell)];
}
