using System.Globalization;
using System.Text;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;
using Modelyard.Selection;

namespace Modelyard.Tests.Preparation;

public sealed class TablePlanTests
{
    private const int Rows = 200;

    private static readonly BooleanColumn Target = new("y", [.. Range(row => row % 3 == 0)]);

    [Fact]
    public void Constants_and_columns_without_a_value_are_dropped_and_said_so()
    {
        TablePlan plan = Plan(
            new TextColumn("currency", Range(_ => "EUR")),
            new DoubleColumn("rate", [.. Range(_ => 0.1)]),
            new DoubleColumn("empty", [.. Range(_ => double.NaN)]),
            new TextColumn("blank", Range(_ => (string?)null)),
            new DoubleColumn("x", [.. Range(row => row % 7.0)]));
        Assert.Equal(["x"], plan.Inputs.Select(input => input.Name));
        Assert.Equal(
            [("currency", "constant: 'EUR'"), ("rate", "constant: '0.1'"), ("empty", "every cell is missing"), ("blank", "every cell is missing")],
            plan.Dropped.Select(one => (one.Name, one.Reason)));
    }

    [Fact]
    public void One_value_beside_missing_cells_stays_for_that_it_is_missing_may_matter() =>
        Assert.Null(Reason(new TextColumn("note", Range(row => row % 2 == 0 ? "yes" : null))));

    [Theory]
    [InlineData("row", 0, false)]
    [InlineData("row", 1000, false)]
    [InlineData("row", 1, true)]
    public void Numbers_of_rows_are_dropped_whatever_their_name_and_order(string name, long first, bool shuffled)
    {
        long[] numbers = [.. Range(row => first + row)];
        if (shuffled)
        {
            new RandomStream(1).Shuffle(numbers.AsSpan());
        }

        Assert.Equal("an identifier: it numbers the rows", Reason(new IntegerColumn(name, numbers)));
    }

    [Fact]
    public void Years_that_number_the_rows_stay_for_their_trend()
    {
        Assert.Null(Reason(new IntegerColumn("year", [.. Range(row => 1871L + row)])));
        Assert.NotNull(Reason(new IntegerColumn("year_id", [.. Range(row => 1871L + row)])));
    }

    [Fact]
    public void Numbers_of_rows_are_dropped_in_the_training_rows_too_where_they_have_gaps()
    {
        Frame frame = Frame.Of(Target, new IntegerColumn("row", [.. Range(row => row + 1L)]), new DoubleColumn("x", [.. Range(row => row % 7.0)]));
        Dataset data = Dataset.ForClassification(new Matrix(Rows, 0), [.. Range(row => row % 3 == 0 ? 1 : 0)], ["no", "yes"], new FeatureSchema());
        foreach (double share in new[] { 0.1, 0.2, 0.4 })
        {
            int[] train = new HoldOut { Share = share, Seed = 2 }.Split(data)[0].Train;
            Assert.Equal(["row"], TablePlan.Learn(frame.Take(train), "y").Dropped.Select(one => one.Name));
        }
    }

    [Fact]
    public void A_quantity_that_happens_to_differ_in_every_row_stays()
    {
        // Populations: whole numbers, all different, in ascending order.
        long[] people = [.. Range(row => (1000L * row) + (row * row))];
        Assert.Null(Reason(new IntegerColumn("population", people)));
        Assert.Null(Reason(new DoubleColumn("weight", [.. Range(row => row + 0.5)])));
        Assert.NotNull(Reason(new IntegerColumn("customer_id", people)));
        Assert.NotNull(Reason(new IntegerColumn("CustomerID", people)));
        Assert.NotNull(Reason(new IntegerColumn("id", people)));
        Assert.All(["record_no", "Order No.", "accountNumber", "invoice.ref", "USERID", "id_2"], name => Assert.Equal("an identifier: every cell differs", Reason(new IntegerColumn(name, people))));
        Assert.All(["paid", "casino", "number_of_people", "Techno"], name => Assert.Null(Reason(new IntegerColumn(name, people))));
    }

    [Fact]
    public void Keys_are_dropped_and_many_levels_that_come_again_stay()
    {
        Assert.Equal("an identifier: nearly every cell differs", Reason(new TextColumn("key", Range(row => $"{row * 7919 % 10007:x4}"))));
        Assert.Equal("an identifier: nearly every cell differs", Reason(new TextColumn("plate", Range(row => $"{row * 7919 % 10007:x4} {row}"))));
        Assert.Null(Reason(new TextColumn("city", Range(row => $"city {row % 90}"))));
        Assert.Null(Reason(new TextColumn("city", Range(row => row % 2 == 0 ? null : $"city {row % 45}"))));
    }

    [Fact]
    public void Cells_of_several_words_that_hardly_repeat_are_texts_with_the_words_that_come_again()
    {
        Feature comment = Plan(new TextColumn("comment", Range(row => $"The customer called {row} times; said word{row % 50}. the the the the the the the the the the the"))).Inputs[0];
        Assert.Equal(FeatureKind.Text, comment.Kind);
        Assert.Equal(["called", "customer", "said", "the", "times", .. Enumerable.Range(0, 50).Select(i => $"word{i}").Order(StringComparer.Ordinal)], comment.Levels);
        Assert.Equal(FeatureKind.Text, Plan(new TextColumn("name", Range(row => $"{(row % 2 == 0 ? "Mr" : "Mrs")} Smith{row}"))).Inputs[0].Kind);
        Assert.Equal(FeatureKind.Text, Plan(new TextColumn("review", Range(row => $"so many words in a cell that say much of thing {row % 60}"))).Inputs[0].Kind);
    }

    [Theory]
    [InlineData(2_000, new[] { "green0", "green1", "house", "house of", "of", "of green0", "of green1" })]
    [InlineData(1_999, new[] { "green0", "green1", "house", "of" })]
    public void Many_short_texts_have_pairs_of_words_too(int rows, string[] terms)
    {
        Frame frame = Frame.Of(
            new BooleanColumn("y", [.. Enumerable.Range(0, rows).Select(row => row % 3 == 0)]), new TextColumn("title", Enumerable.Range(0, rows).Select(row => $"House {row} of Green{row % 2}")));
        Assert.Equal(terms, TablePlan.Learn(frame, "y").Inputs[0].Levels);
    }

    [Fact]
    public void A_column_is_read_as_a_text_if_it_is_asked_for()
    {
        Frame frame = Frame.Of(Target, new TextColumn("tags", Range(row => row % 2 == 0 ? "red green" : "blue")), new DoubleColumn("x", [.. Range(row => row % 7.0)]));
        Assert.Equal(FeatureKind.Categorical, TablePlan.Learn(frame, "y").Inputs[0].Kind);
        Assert.Equal(["blue", "green", "red"], TablePlan.Learn(frame, "y", texts: ["tags"]).Inputs[0].Levels);
        Assert.Throws<UnknownColumnException>(() => TablePlan.Learn(frame, "y", texts: ["tag"]));
        Assert.Contains("is the target", Assert.Throws<ModelyardException>(() => TablePlan.Learn(frame, "y", texts: ["y"])).Message, StringComparison.Ordinal);
        Assert.Contains("is excluded", Assert.Throws<ModelyardException>(() => TablePlan.Learn(frame, "y", ["tags"], ["tags"])).Message, StringComparison.Ordinal);
        Assert.Contains("no word of it stands in two rows", Assert.Throws<ModelyardException>(() =>
            TablePlan.Learn(Frame.Of(Target, new TextColumn("blank", Range(_ => " . "))), "y", texts: ["blank"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_without_a_word_in_two_rows_are_left_out()
    {
        Assert.Equal("free text", Reason(new TextColumn("noise", Range(row => $"a{row}x b{row}y c{row}z"))));
        Assert.Contains("free text", Assert.Throws<ModelyardException>(() => Plan(new TextColumn("noise", Range(row => $"a{row}x b{row}y c{row}z")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_table_keeps_what_a_long_one_would_drop()
    {
        Frame frame = Frame.Of(new BooleanColumn("y", [true, false, true]), new IntegerColumn("size", [1, 2, 3]), new TextColumn("name", ["a", "b", "c"]));
        Assert.Empty(TablePlan.Learn(frame, "y").Dropped);
    }

    [Fact]
    public void Columns_become_inputs_of_their_kind_with_levels_in_ordinal_order()
    {
        TablePlan plan = Plan(
            new TimestampColumn("when", [.. Range(row => DateTime.UnixEpoch.AddDays(row).Ticks)]),
            new BooleanColumn("flag", [.. Range(row => row % 2 == 0)]),
            new TextColumn("level", Range(row => row % 4 == 3 ? null : new[] { "b", "a", "É" }[row % 4])),
            new IntegerColumn("count", [.. Range(row => row % 5L)]));
        Assert.Equal([FeatureKind.Timestamp, FeatureKind.Boolean, FeatureKind.Categorical, FeatureKind.Numeric], plan.Inputs.Select(input => input.Kind));
        Assert.Equal(["a", "b", "É"], plan.Inputs[2].Levels);
        Assert.Empty(plan.Dropped);
    }

    [Fact]
    public void Excluded_columns_are_listed_and_a_misspelt_one_is_answered_with_the_nearest()
    {
        Frame frame = Frame.Of(Target, new DoubleColumn("x", [.. Range(row => row % 7.0)]), new DoubleColumn("z", [.. Range(row => row % 5.0)]));
        Assert.Equal([new DroppedColumn("x", "excluded")], TablePlan.Learn(frame, "y", ["x"]).Dropped);
        Assert.Throws<UnknownColumnException>(() => TablePlan.Learn(frame, "y", ["zz"]));
    }

    [Fact]
    public void A_table_with_nothing_to_learn_from_says_why()
    {
        Assert.Equal(
            "The table has no column besides the target 'y'; a model needs at least one to predict from.",
            Assert.Throws<ModelyardException>(() => TablePlan.Learn(Frame.Of(Target), "y")).Message);
        Assert.Equal(
            "No column is left to predict 'y' from: 'currency' (constant: 'EUR').",
            Assert.Throws<ModelyardException>(() => Plan(new TextColumn("currency", Range(_ => "EUR")))).Message);
    }

    [Fact]
    public void The_plan_looks_at_the_inputs_alone()
    {
        Column[] columns = [new DoubleColumn("x", [.. Range(row => row % 7.0)]), new TextColumn("c", Range(row => $"{row % 3}"))];
        TablePlan plan = TablePlan.Learn(Frame.Of([Target, .. columns]), "y");
        TablePlan other = TablePlan.Learn(Frame.Of([new BooleanColumn("y", [.. Range(row => row < 5)]), .. columns]), "y");
        Assert.Equal(plan.Inputs, other.Inputs);
    }

    [Theory]
    [InlineData("2026-01-{0}T00:30:00+02:00", true)]
    [InlineData("2026-01-{0}T00:30:00.5-0530", true)]
    [InlineData("2026-01-{0} 00:30+01", true)]
    [InlineData("2026-01-{0}T00:30:00Z", false)]
    [InlineData("2026-01-{0}T00:30:00+00:00", false)]
    [InlineData("2026-01-{0}", false)]
    public void Times_with_an_offset_are_said_to_be_turned_to_UTC_with_the_way_to_keep_their_hours(string form, bool isTold)
    {
        IEnumerable<string> cells = Enumerable.Range(0, 200).Select(row => $"{string.Format(CultureInfo.InvariantCulture, form, $"{10 + (row % 20)}")},{row % 3}");
        Frame frame = CsvReader.Read(Encoding.UTF8.GetBytes("my time,y\n" + string.Join('\n', cells))).Frame;
        frame = frame.Take([.. Enumerable.Range(0, 150)]);
        IReadOnlyList<string> notes = TablePlan.Learn(frame, "y").Notes(frame);
        Assert.Equal(isTold ? 1 : 0, notes.Count);
        Assert.All(notes, note => Assert.Contains("`my time`=local(dateadd(`my time`, 2, 'hour'))", note, StringComparison.Ordinal));
    }

    private static IEnumerable<T> Range<T>(Func<int, T> cell) => Enumerable.Range(0, Rows).Select(cell);

    private static TablePlan Plan(params Column[] columns) => TablePlan.Learn(Frame.Of([Target, .. columns]), "y");

    private static string? Reason(Column column) =>
        Plan(column, new DoubleColumn("other", [.. Range(row => row % 7.0)])).Dropped.FirstOrDefault(one => one.Name == column.Name)?.Reason;
}
