using Modelyard.Frames;
using Modelyard.Numerics;

namespace Modelyard.Tests.Frames;

public sealed class ReshapingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_melted_table_pivots_back_to_the_cell(ulong seed)
    {
        var random = new RandomStream(seed);
        int rows = 1 + random.NextInt(50);
        long[] order = [.. Enumerable.Range(0, rows).Select(row => (long)row)];
        List<Column> columns = [new IntegerColumn("id", order)];
        foreach (string name in (string[])["z", "a", "m"])
        {
            columns.Add(new IntegerColumn(name, [.. order.Select(_ => (long)random.NextInt(100))], new Validity((bool[])[.. order.Select(_ => random.NextInt(4) > 0)])));
        }

        var wide = Frame.Of(columns);
        Frame back = wide.Melt(["id"]).Pivot(["id"], "variable", "value");
        JsonTable.AssertEqual(wide, back);
        Assert.All(back.Columns, column => Assert.Equal(ColumnKind.Integer, column.Kind));
    }

    [Fact]
    public void Rows_that_compete_for_a_cell_are_named()
    {
        var table = Frame.Of(new TextColumn("day", ["Mo", "Tu", "Mo"]), new TextColumn("what", ["rain", "rain", "rain"]), new DoubleColumn("mm", [1, 2, 3]));
        Assert.Equal(
            "The data rows 1 and 3 compete for one cell (day 'Mo', what 'rain'); drop duplicates or aggregate them first.",
            Assert.Throws<ModelyardException>(() => table.Pivot(["day"], "what", "mm")).Message);
    }

    [Fact]
    public void New_names_that_are_taken_are_refused()
    {
        var table = Frame.Of(new IntegerColumn("value", [1]), new IntegerColumn("x", [1]));
        Assert.StartsWith("The melted table would have two columns 'value'", Assert.Throws<ModelyardException>(() => table.Melt(["value"])).Message, StringComparison.Ordinal);
        var clash = Frame.Of(new TextColumn("i", ["a"]), new TextColumn("c", ["i"]), new IntegerColumn("v", [1]));
        Assert.StartsWith("The pivoted table would have two columns 'i'", Assert.Throws<ModelyardException>(() => clash.Pivot(["i"], "c", "v")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_kinds_that_do_not_go_together_are_named_when_they_are_gathered()
    {
        var table = Frame.Of(new IntegerColumn("id", [1]), new TextColumn("a", ["x"]), new IntegerColumn("b", [5]), new IntegerColumn("c", [6]));
        Assert.Equal(
            "'a' ('Text') and 'b' ('Integer') would stand in one column 'value', and do not go together; convert them to one kind first, such as by text(x), or gather fewer columns.",
            Assert.Throws<ModelyardException>(() => table.Melt(["id"])).Message);
        Assert.Contains("named twice", Assert.Throws<ModelyardException>(() => table.Melt(["id"], ["b", "b"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_times_that_the_first_table_lacks_stands_below_it()
    {
        var times = new TimestampColumn("t", [5, 6], isUtc: true);
        Frame both = Frame.ConcatRows(Frame.Of(new IntegerColumn("a", [1])), Frame.Of(new IntegerColumn("a", [2, 3]), times));
        TimestampColumn stacked = Assert.IsType<TimestampColumn>(both["t"]);
        Assert.True(stacked.IsUtc && stacked.IsMissing(0));
        Assert.Equal([0, 5, 6], stacked.Ticks.ToArray());

        // A table without rows has no zone to clash with.
        Assert.True(Assert.IsType<TimestampColumn>(Frame.ConcatRows(Frame.Of(new TimestampColumn("t", [])), Frame.Of(times))["t"]).IsUtc);
    }

    [Fact]
    public void Tables_below_each_other_have_the_columns_of_all()
    {
        var first = Frame.Of(new IntegerColumn("a", [1, 2]), CategoryColumn.From("c", ["x", "y"]));
        var second = Frame.Of(new DoubleColumn("a", [0.5]), new TextColumn("t", ["new"]), CategoryColumn.From("c", ["z"]));
        Frame both = Frame.ConcatRows(first, second);
        Assert.Equal(["a", "c", "t"], both.Columns.Select(column => column.Name));
        Assert.Equal([1, 2, 0.5], both["a"].ToDoubles());
        Assert.Equal(["x", "y", "z"], Assert.IsType<CategoryColumn>(both["c"]).Levels);
        Assert.Equal("new", Assert.IsType<TextColumn>(both["t"])[2]);
        Assert.Equal(2, both["t"].MissingCount);
        Assert.Equal(["a", "c", "t"], Frame.ConcatColumns(first, Frame.Of(new TextColumn("t", ["p", "q"]))).Columns.Select(column => column.Name));
        Assert.Equal(
            "The column 'a' holds 'Integer' and 'Text' in different tables; convert them to one kind first.",
            Assert.Throws<ModelyardException>(() => Frame.ConcatRows(first, Frame.Of(new TextColumn("a", ["1"])))).Message);
    }
}
