using Modelyard.Frames;

namespace Modelyard.Tests.Frames;

public sealed class GroupingTests
{
    private static readonly Frame Sales = Frame.Of(
        new TextColumn("shop", ["b", "a", null, "b", "a"]),
        new DoubleColumn("price", [1, 2, 3, double.NaN, 4]),
        new IntegerColumn("count", [1, 1, 2, 3, 5]));

    [Fact]
    public void Groups_are_sorted_or_stand_as_they_occur()
    {
        Assert.Equal(["a", "b"], Texts(Sales.GroupBy("shop").Keys["shop"]));
        Assert.Equal(["b", "a"], Texts(Sales.GroupBy(["shop"], new GroupOptions { Sort = false }).Keys["shop"]));
        Assert.Equal(["a", "b", ""], Texts(Sales.GroupBy(["shop"], new GroupOptions { KeepMissing = true }).Keys["shop"]));
    }

    [Fact]
    public void A_transform_gives_each_row_what_its_group_has()
    {
        Column means = Sales.GroupBy("shop").Transform(Aggregate.Mean("price").As("mean"));
        Assert.Equal(["1", "3", "", "1", "3"], Texts(means));
        Assert.Equal("mean", means.Name);
    }

    [Fact]
    public void Columns_are_computed_within_groups()
    {
        GroupedFrame groups = Sales.GroupBy("shop");
        Assert.Equal(["", "", "", "1", "1"], Texts(groups.Transform("count", cells => cells.Lag())));
        Assert.Equal(["1", "1", "", "4", "6"], Texts(groups.Transform("count", cells => cells.CumulativeSum())));
        Assert.Contains("must have '2'", Assert.Throws<ModelyardException>(() => groups.Transform("count", cells => cells.Take([0]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_are_filtered_and_made_anew()
    {
        GroupedFrame groups = Sales.GroupBy("shop");
        Assert.Equal(["2", "4"], Texts(groups.Filter(group => group["price"].MissingCount == 0)["price"]));
        Frame heads = groups.Apply(group => group.SortBy("count", descending: true).Head(1));
        Assert.Equal(["shop", "price", "count"], heads.Columns.Select(column => column.Name));
        Assert.Equal(["5", "3"], Texts(heads["count"]));
    }

    [Fact]
    public void A_custom_aggregate_sees_the_cells_of_its_group()
    {
        Frame ranges = Sales.GroupBy("shop").Aggregate(Aggregate.Custom("count", "range", cells => cells.ToDoubles().Max() - cells.ToDoubles().Min()), Aggregate.Count());
        Assert.Equal(["4", "2"], Texts(ranges["range"]));
        Assert.Equal(["2", "2"], Texts(ranges["count"]));
    }

    [Fact]
    public void Sums_of_integers_are_exact_and_of_doubles_compensated()
    {
        var table = Frame.Of(new BooleanColumn("all", new bool[4]), new IntegerColumn("i", [1L << 53, 1, 1, 1]), new DoubleColumn("d", [1e16, 1, 1, -1e16]));
        Frame sums = table.GroupBy("all").Aggregate(Aggregate.Sum("i"), Aggregate.Sum("d"));
        Assert.Equal((1L << 53) + 3, ((IntegerColumn)sums["i_sum"])[0]);
        Assert.Equal(2, sums["d_sum"].ToDoubles()[0]);
    }

    [Fact]
    public void A_sum_that_leaves_64_bits_on_its_way_and_comes_back_is_exact()
    {
        var table = Frame.Of(new IntegerColumn("k", [0, 0, 0]), new IntegerColumn("v", [long.MaxValue, 2, -5]));
        Assert.Equal(long.MaxValue - 3, ((IntegerColumn)table.GroupBy("k").Aggregate(Aggregate.Sum("v"))["v_sum"])[0]);
    }

    [Fact]
    public void Integers_are_cumulated_and_subtracted_exactly()
    {
        // Doubles have 53 bits: the sums below differ by one that they cannot tell.
        const long Great = 1L << 60;
        var table = Frame.Of(new IntegerColumn("k", [0, 1, 0, 0, 1]), new IntegerColumn("v", [Great, 5, 0, 1, -7], new Validity([true, true, false, true, true])), new BooleanColumn("b", [true, true, false, true, true]));
        GroupedFrame groups = table.GroupBy("k");
        Column v = table["v"];
        Assert.Equal([Great, Great + 5, null, Great + 6, Great - 1], Cells(v.CumulativeSum()));
        Assert.Equal([Great, 5, null, Great + 1, -2], Cells(groups.CumulativeSum("v")));
        Assert.Equal([null, 5 - Great, null, null, -8], Cells(v.Difference()));
        Assert.Equal([null, null, null, null, -12], Cells(groups.Difference("v")));
        Assert.Equal([null, null, null, 1 - Great, null], Cells(groups.Difference("v", 2)));
        Assert.Equal([Great - 5, null, null, 8, null], Cells(v.Difference(-1)));
        Assert.Equal([Great, Great, null, Great, Great], Cells(v.CumulativeMaximum()));
        Assert.Equal([Great, 5, null, 1, -7], Cells(groups.CumulativeMinimum("v")));
        Assert.Equal([1L, 2, 2, 3, 4], Cells(table["b"].CumulativeSum()));
        Assert.Equal([null, 0L, -1, 1, 0], Cells(table["b"].Difference()));
        Assert.IsType<DoubleColumn>(new DoubleColumn("d", [1, 2]).CumulativeSum());
    }

    [Fact]
    public void A_cumulated_sum_or_a_difference_beyond_64_bits_is_refused()
    {
        var table = Frame.Of(new IntegerColumn("k", [0, 0]), new IntegerColumn("v", [long.MaxValue, 1]), new IntegerColumn("w", [long.MinValue, 1]));
        foreach (Func<Column> sum in new Func<Column>[] { () => table["v"].CumulativeSum(), () => table.GroupBy("k").CumulativeSum("v") })
        {
            Assert.Contains("sum of the integers of 'v' in data row 2 is beyond 64 bits", Assert.Throws<ModelyardException>(sum).Message, StringComparison.Ordinal);
        }

        foreach (Func<Column> difference in new Func<Column>[] { () => table["w"].Difference(), () => table.GroupBy("k").Difference("w") })
        {
            Assert.Contains("difference of the integers of 'w' in data row 2 is beyond 64 bits", Assert.Throws<ModelyardException>(difference).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Means_of_integers_are_those_of_doubles_to_the_bit()
    {
        var random = new Modelyard.Numerics.RandomStream(3);
        foreach (long most in new[] { 1_000L, 1L << 45, 1L << 61 })
        {
            long[] values = [.. Enumerable.Range(0, 4096).Select(_ => (long)((random.NextDouble() - 0.3) * most))];
            var present = new Validity([.. values.Select((_, row) => row % 5 != 2)]);
            var whole = new IntegerColumn("v", values, present);
            var table = Frame.Of(new IntegerColumn("k", [.. values.Select((_, row) => (long)(row % 7))]), whole, new DoubleColumn("d", whole.ToDoubles()));
            Frame means = table.GroupBy("k").Aggregate(Aggregate.Mean("v").As("v"), Aggregate.Mean("d").As("d"));
            Assert.Equal(means["d"].ToDoubles(), means["v"].ToDoubles());
        }
    }

    private static long?[] Cells(Column column) => [.. Enumerable.Range(0, column.Length).Select(row => ((IntegerColumn)column)[row])];

    [Fact]
    public void Rows_that_are_kept_by_a_condition_keep_the_order_of_their_levels()
    {
        var table = Frame.Of(new IntegerColumn("x", [1, 11, 6]).Cut([0, 5, 10, 20]).Rename("size"), new IntegerColumn("x", [1, 11, 6]));
        Frame kept = table.Filter(Modelyard.Frames.Expressions.Expression.Parse("x > 1"));
        Assert.Equal(["(5, 10]", "(10, 20]"], Texts(kept.GroupBy("size").Aggregate(Aggregate.Count())["size"]));
    }

    [Fact]
    public void What_cannot_be_aggregated_is_refused()
    {
        Assert.Equal(
            "The column 'shop' holds 'Text', of which 'Mean' cannot be computed; it must hold numbers or booleans.",
            Assert.Throws<ModelyardException>(() => Sales.GroupBy("count").Aggregate(Aggregate.Mean("shop"))).Message);
        Assert.StartsWith(
            "The result would have two columns 'shop'",
            Assert.Throws<ModelyardException>(() => Sales.GroupBy("shop").Aggregate(Aggregate.Sum("count").As("shop"))).Message, StringComparison.Ordinal);
        var great = Frame.Of(new IntegerColumn("k", [0, 0]), new IntegerColumn("v", [long.MaxValue, 1]));
        Assert.Contains("beyond 64 bits", Assert.Throws<ModelyardException>(() => great.GroupBy("k").Aggregate(Aggregate.Sum("v"))).Message, StringComparison.Ordinal);
    }

    private static string[] Texts(Column column) => [.. Enumerable.Range(0, column.Length).Select(column.FormatCell)];
}
