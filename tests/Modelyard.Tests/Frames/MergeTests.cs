using Modelyard.Frames;
using Modelyard.Numerics;

namespace Modelyard.Tests.Frames;

public sealed class MergeTests
{
    private static readonly Frame Orders = Frame.Of(
        new IntegerColumn("customer", [3, 1, 2, 1], new Validity((ReadOnlySpan<bool>)[true, true, false, true])),
        new DoubleColumn("amount", [10, 20, 30, 40]));

    private static readonly Frame Customers = Frame.Of(
        new IntegerColumn("id", [1, 2, 3, 4], new Validity((ReadOnlySpan<bool>)[true, true, true, false])),
        new TextColumn("name", ["Ann", "Bob", "Cy", "Nobody"]));

    [Fact]
    public void A_key_stands_once_and_bears_the_left_name()
    {
        Frame merged = Orders.Merge(Customers, [new MergeKey("customer", "id")], MergeHow.Outer, new MergeOptions { Indicator = "side" });
        Assert.Equal(["customer", "amount", "name", "side"], merged.Columns.Select(column => column.Name));
        Assert.Equal(["3", "1", "", "1", "2", ""], Cells(merged, "customer"));
        Assert.Equal(["Cy", "Ann", "", "Ann", "Bob", "Nobody"], Cells(merged, "name"));
        Assert.Equal(["both", "both", "left_only", "both", "right_only", "right_only"], Cells(merged, "side"));
    }

    [Fact]
    public void Missing_keys_equal_nothing_as_in_sql_or_each_other_as_in_pandas()
    {
        Assert.Equal(3, Orders.Merge(Customers, [new MergeKey("customer", "id")]).RowCount);
        Frame matched = Orders.Merge(Customers, [new MergeKey("customer", "id")], options: new MergeOptions { MatchMissing = true });
        Assert.Equal(["Cy", "Ann", "Nobody", "Ann"], Cells(matched, "name"));
    }

    [Fact]
    public void Semi_and_anti_part_the_left_rows()
    {
        Assert.Equal(["10", "20", "40"], Cells(Orders.Merge(Customers, [new MergeKey("customer", "id")], MergeHow.Semi), "amount"));
        Assert.Equal(["30"], Cells(Orders.Merge(Customers, [new MergeKey("customer", "id")], MergeHow.Anti), "amount"));
    }

    [Fact]
    public void A_cross_merge_pairs_every_row_with_every_other()
    {
        Frame crossed = Orders.Merge(Customers, [], MergeHow.Cross);
        Assert.Equal(16, crossed.RowCount);
        Assert.Equal(["10", "10", "10", "10", "20"], Cells(crossed, "amount").Take(5));
        Assert.Equal(["Ann", "Bob", "Cy", "Nobody", "Ann"], Cells(crossed, "name").Take(5));
    }

    [Fact]
    public void A_key_that_occurs_too_often_is_named()
    {
        var options = new MergeOptions { Validate = MergeValidation.OneToOne };
        ModelyardException exception = Assert.Throws<ModelyardException>(() => Orders.Merge(Customers, [new MergeKey("customer", "id")], options: options));
        Assert.Equal("The merge must be one to one, and 1 key occurs more than once in the left table: (customer '1').", exception.Message);
        Assert.Equal(3, Orders.Merge(Customers, [new MergeKey("customer", "id")], options: options with { Validate = MergeValidation.ManyToOne }).RowCount);
    }

    [Fact]
    public void A_merge_that_would_explode_is_refused_with_its_size()
    {
        var ones = Frame.Of(new IntegerColumn("k", new long[2000]));
        ModelyardException exception = Assert.Throws<ModelyardException>(() => ones.Merge(ones, ["k"], options: new MergeOptions { MaxRows = 1_000_000 }));
        Assert.StartsWith("The merge would give '4,000,000' rows of '2,000' and '2,000', and '1,000,000' are allowed;", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_cannot_be_compared_are_refused()
    {
        var texts = Frame.Of(new TextColumn("customer", ["1"]));
        Assert.Equal(
            "The key 'customer' holds 'Integer' and 'Text', which cannot be compared; convert one of them first.",
            Assert.Throws<ModelyardException>(() => Orders.Merge(texts, ["customer"])).Message);
        var utc = Frame.Of(new TimestampColumn("t", [0], isUtc: true));
        var local = Frame.Of(new TimestampColumn("t", [0]));
        Assert.Contains("times in UTC in one table", Assert.Throws<ModelyardException>(() => utc.Merge(local, ["t"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_clash_are_refused()
    {
        Frame left = Frame.Of(new IntegerColumn("k", [1]), new IntegerColumn("v", [1]), new IntegerColumn("v_x", [1]));
        Assert.StartsWith("The merged table would have two columns 'v_x'", Assert.Throws<ModelyardException>(() => left.Merge(left.Drop("v_x"), ["k"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_the_right_table_that_has_the_name_of_a_key_gets_the_suffix()
    {
        var left = Frame.Of(new IntegerColumn("a", [1, 2]), new IntegerColumn("v", [3, 4]));
        var right = Frame.Of(new IntegerColumn("b", [1, 2]), new IntegerColumn("a", [7, 8]));
        Frame merged = left.Merge(right, [new MergeKey("a", "b")]);
        Assert.Equal(["a", "v", "a_y"], merged.Columns.Select(column => column.Name));
        Assert.Equal(["7", "8"], Cells(merged, "a_y"));
    }

    [Fact]
    public void A_key_that_a_table_lacks_is_named_with_the_table()
    {
        Assert.Equal("The column 'custmer' is not in the left table. The nearest is 'customer'.", Assert.Throws<UnknownColumnException>(() => Orders.Merge(Customers, [new MergeKey("custmer", "id")])).Message);
        Assert.Equal("The column 'customer' is not in the right table. The nearest is 'name'.", Assert.Throws<UnknownColumnException>(() => Orders.Merge(Customers.Drop("id"), ["customer"])).Message);
        Assert.Contains("right table", Assert.Throws<UnknownColumnException>(() => Orders.MergeAsOf(Customers, "amount")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MergeHow.Left, 4)]
    [InlineData(MergeHow.Inner, 0)]
    [InlineData(MergeHow.Outer, 6)]
    public void A_key_without_a_single_cell_goes_with_any_kind(MergeHow how, int rows)
    {
        // An empty column of a file is read as some kind, which nobody chose.
        var empty = Frame.Of(new TextColumn("customer", [null, null]), new IntegerColumn("x", [1, 2]));
        Frame merged = Orders.Merge(empty, ["customer"], how);
        Assert.Equal(rows, merged.RowCount);
        Assert.Equal(ColumnKind.Integer, merged["customer"].Kind);
        Assert.Equal(2, Orders.Merge(empty, ["customer"], options: new MergeOptions { MatchMissing = true }).RowCount);
    }

    [Fact]
    public void An_indicator_of_a_merge_that_keeps_left_rows_alone_is_refused() =>
        Assert.Contains("an indicator tells nothing", Assert.Throws<ArgumentException>(() => Orders.Merge(Customers, [new MergeKey("customer", "id")], MergeHow.Semi, new MergeOptions { Indicator = "side" })).Message, StringComparison.Ordinal);

    [Fact]
    public void Integers_equal_doubles_of_the_same_value_and_categories_equal_texts()
    {
        var integers = Frame.Of(new IntegerColumn("k", [1, 2]), CategoryColumn.From("c", ["a", "b"]));
        var doubles = Frame.Of(new DoubleColumn("k", [2, 1.5]), new TextColumn("c", ["b", "a"]));
        Assert.Equal(["2"], Cells(integers.Merge(doubles, ["k", "c"]), "k"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Wide_keys_find_the_pairs_that_two_loops_find(ulong seed)
    {
        // Values far apart and three columns make the numbers of the keys too great for a direct table.
        Frame left = RandomKeys(seed, 700), right = RandomKeys(seed + 10, 500);
        Frame merged = left.Merge(right, ["a", "b", "c"]);
        List<(string, string)> expected = [];
        for (int i = 0; i < left.RowCount; i++)
        {
            for (int j = 0; j < right.RowCount; j++)
            {
                if (((string[])["a", "b", "c"]).All(key => !left[key].IsMissing(i) && !right[key].IsMissing(j) && left[key].FormatCell(i) == right[key].FormatCell(j)))
                {
                    expected.Add((left["row"].FormatCell(i), right["row"].FormatCell(j)));
                }
            }
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected, Cells(merged, "row_x").Zip(Cells(merged, "row_y")));
    }

    private static Frame RandomKeys(ulong seed, int rows)
    {
        var random = new RandomStream(seed);
        long[] a = new long[rows];
        double[] b = new double[rows];
        string?[] c = new string?[rows];
        for (int row = 0; row < rows; row++)
        {
            a[row] = (long)random.NextInt(5) << 40;
            b[row] = random.NextInt(8) == 0 ? double.NaN : random.NextInt(6) * 1e100;
            c[row] = random.NextInt(9) == 0 ? null : new string('x', random.NextInt(12));
        }

        return Frame.Of(new IntegerColumn("a", a), new DoubleColumn("b", b), new TextColumn("c", c), new IntegerColumn("row", [.. Enumerable.Range(0, rows).Select(row => (long)row)]));
    }

    private static string[] Cells(Frame table, string column) => [.. Enumerable.Range(0, table.RowCount).Select(table[column].FormatCell)];
}
