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
