using FsCheck;
using FsCheck.Fluent;
using Modelyard.Frames;

namespace Modelyard.Tests.Frames;

public sealed class FrameTests
{
    private static Frame Small => Frame.Of(
        new IntegerColumn("i", [3, 1, 2, 1], new Validity((ReadOnlySpan<bool>)[true, true, false, true])),
        new DoubleColumn("d", [0.5, double.NaN, -1, 0.5]),
        new TextColumn("t", ["b", "a", null, "é"]),
        CategoryColumn.From("c", ["y", "x", "x", null]));

    [Fact]
    public void Unknown_columns_are_answered_with_the_nearest()
    {
        Frame frame = Frame.Of(new IntegerColumn("churn", [1]), new IntegerColumn("tenure", [1]));
        UnknownColumnException exception = Assert.Throws<UnknownColumnException>(() => frame["churnn"]);
        Assert.Equal("The column 'churnn' is not in the table. The nearest is 'churn'.", exception.Message);
        Assert.Equal("tenure", Assert.Throws<UnknownColumnException>(() => frame.Drop("Tenur")).Nearest);
        Assert.False(frame.TryGetColumn("x", out _));
    }

    [Fact]
    public void Columns_of_different_length_or_one_name_make_no_frame()
    {
        Assert.Throws<ArgumentException>(() => Frame.Of(new IntegerColumn("a", [1]), new IntegerColumn("b", [1, 2])));
        Assert.Throws<ArgumentException>(() => Frame.Of(new IntegerColumn("a", [1]), new IntegerColumn("a", [2])));
    }

    [Fact]
    public void Verbs_leave_the_frame_as_it_was()
    {
        Frame frame = Small;
        Assert.Equal(["t", "i"], frame.Select("t", "i").Columns.Select(column => column.Name));
        Assert.Equal(["i", "c"], frame.Drop("d", "t").Columns.Select(column => column.Name));
        Assert.Equal(["i", "x", "t", "c"], frame.Rename("d", "x").Columns.Select(column => column.Name));
        Assert.Equal(5, frame.With(new BooleanColumn("b", new bool[4])).Columns.Count);
        Assert.IsType<BooleanColumn>(frame.With(new BooleanColumn("i", new bool[4]))["i"]);
        Assert.Equal(["i", "d", "t", "c"], frame.Columns.Select(column => column.Name));
    }

    [Fact]
    public void Rows_are_taken_with_their_missing_cells()
    {
        Frame taken = Small.Take([2, 2, 0]);
        Assert.Equal([null, null, 3L], Enumerable.Range(0, 3).Select(row => ((IntegerColumn)taken["i"])[row]));
        Assert.Equal([null, null, "b"], Enumerable.Range(0, 3).Select(row => ((TextColumn)taken["t"])[row]));
        Assert.Equal(["x", "x", "y"], Enumerable.Range(0, 3).Select(row => ((CategoryColumn)taken["c"])[row]));
        Assert.Equal(2, taken["i"].MissingCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => Small.Take([4]));
    }

    [Fact]
    public void Filters_keep_the_rows_whose_flag_is_true()
    {
        var flags = new BooleanColumn("keep", [true, true, false, true], new Validity((ReadOnlySpan<bool>)[true, false, true, true]));
        Assert.Equal(["b", "é"], Texts(Small.Filter(flags)));
        Assert.Equal(["a", "é"], Texts(Small.Filter([false, true, false, true])));
        Assert.Equal(["b", "a"], Texts(Small.Filter(row => row < 2)));
    }

    [Fact]
    public void Sorting_is_stable_and_puts_missing_cells_last()
    {
        Assert.Equal(["a", "é", "b", ""], Texts(Small.SortBy("i")));
        Assert.Equal(["b", "a", "é", ""], Texts(Small.SortBy("i", descending: true)));
        Assert.Equal(["", "b", "é", "a"], Texts(Small.SortBy("d")));
        Assert.Equal(["", "a", "b", "é"], Texts(Small.SortBy(["c", "t"]).SortBy("c")).Order(StringComparer.Ordinal));
        Assert.Equal(["a", "", "b", "é"], Texts(Small.SortBy(["c", "t"])));
    }

    [Fact]
    public void Sorting_agrees_with_a_stable_sort_by_comparison() => Prop.ForAll<double[], bool>((values, descending) =>
    {
        Frame sorted = Frame.Of(new DoubleColumn("x", values), new IntegerColumn("row", [.. values.Select((_, row) => (long)row)])).SortBy("x", descending);
        IEnumerable<int> present = Enumerable.Range(0, values.Length).Where(row => !double.IsNaN(values[row]));
        IEnumerable<int> expected = (descending ? present.OrderByDescending(row => values[row]) : present.OrderBy(row => values[row]))
            .Concat(Enumerable.Range(0, values.Length).Where(row => double.IsNaN(values[row])));
        return expected.Select(row => (long)row).SequenceEqual(((IntegerColumn)sorted["row"]).Values.ToArray());
    }).Check(Property.Repeatable);

    [Fact]
    public void Texts_and_categories_sort_by_code_point()
    {
        string[] cells = ["\U0001F600", "\uFFFD", "z", "Z", "é", ""];
        string[] expected = ["", "Z", "z", "é", "\uFFFD", "\U0001F600"];
        Frame frame = Frame.Of(new TextColumn("t", cells), CategoryColumn.From("c", cells));
        Assert.Equal(expected, Texts(frame.SortBy("t")));
        Assert.Equal(expected, Texts(frame.SortBy("c")));
        Assert.Equal(expected, ((CategoryColumn)frame["c"]).Levels);
    }

    [Fact]
    public void Samples_are_drawn_without_replacement_by_seed()
    {
        Frame frame = Frame.Of(new IntegerColumn("i", [.. Enumerable.Range(0, 1000).Select(i => (long)i)]));
        long[] sample = ((IntegerColumn)frame.Sample(100, 5)["i"]).Values.ToArray();
        Assert.Equal(100, sample.Distinct().Count());
        Assert.Equal(sample.Order(), sample);
        Assert.Equal(sample, ((IntegerColumn)frame.Sample(100, 5)["i"]).Values.ToArray());
        Assert.NotEqual(sample, ((IntegerColumn)frame.Sample(100, 6)["i"]).Values.ToArray());
        Assert.Equal(1000, frame.Sample(1000, 1).RowCount);
        Assert.InRange(Enumerable.Range(0, 400).Sum(seed => frame.Sample(10, (ulong)seed)["i"].ToDoubles().Average()) / 400, 485, 515);
    }

    [Fact]
    public void Missing_cells_are_reported_most_first()
    {
        IReadOnlyList<MissingCells> report = Small.With(new DoubleColumn("e", [double.NaN, double.NaN, 1, 2])).MissingReport();
        Assert.Equal(new MissingCells("e", 2, 0.5), report[0]);
        Assert.Equal(["e", "i", "d", "t", "c"], report.Select(column => column.Name));
    }

    [Fact]
    public void A_frame_prints_an_aligned_head()
    {
        string expected = """
            4 rows x 4 columns
             i   d t c
             3 0.5 b y
             1   · a x
             ·  -1 · x
             1 0.5 é ·

            """.ReplaceLineEndings("\n");
        Assert.Equal(expected, Small.ToString());
    }

    [Fact]
    public void Numbers_are_copied_with_missing_as_nan()
    {
        Assert.Equal([3, 1, double.NaN, 1], Small["i"].ToDoubles());
        Assert.Equal([1, 0], new BooleanColumn("b", [true, false]).ToDoubles());
        Assert.Equal([1.5], new TimestampColumn("t", [DateTime.UnixEpoch.Ticks + 15_000_000]).ToDoubles());
        Assert.Throws<InvalidOperationException>(() => Small["t"].ToDoubles());
    }

    [Fact]
    public void Text_is_given_as_utf8_without_copying()
    {
        var column = (TextColumn)Small["t"];
        Assert.Equal("é"u8.ToArray(), column.Utf8(3).ToArray());
        Assert.Equal(0, column.Utf8(2).Length);
        Assert.Equal(["a", "b", "é"], column.ToCategory().Levels);
    }

    private static string[] Texts(Frame frame) => [.. Enumerable.Range(0, frame.RowCount).Select(row => frame["t"].FormatCell(row))];
}
