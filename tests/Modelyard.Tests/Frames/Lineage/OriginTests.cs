using System.Reflection;
using Modelyard.Frames;
using Modelyard.Frames.Expressions;
using Modelyard.Frames.Lineage;
using Modelyard.Preparation.Outliers;

namespace Modelyard.Tests.Frames.Lineage;

public sealed class OriginTests : IDisposable
{
    private static readonly Frame Orders = Frame.Of(
        new IntegerColumn("id", [1, 2, 3]), new TextColumn("town", ["Ulm", "Bern", "Ulm"]), new DoubleColumn("price", [2, 3, 4]), new DoubleColumn("tax", [1, 1, 2])).ReadFrom(new LineageSource("orders"));

    private static readonly Frame Towns = Frame.Of(new TextColumn("town", ["Ulm", "Bern"]), new DoubleColumn("price", [7, 8])).ReadFrom(new LineageSource("towns"));

    private readonly string _folder = Directory.CreateTempSubdirectory("origins").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Columns_of_a_merge_come_from_their_tables_whatever_their_suffix()
    {
        Assert.Equal("town: orders.town; id: orders.id; price_x: orders.price; tax: orders.tax; price_y: towns.price", Shown(Orders.Merge(Towns, ["town"])));
        Assert.Equal("town: orders.town, towns.town", Shown(Orders.Merge(Towns, ["town"], MergeHow.Outer)).Split(';')[0]);
        Assert.Equal("merge.id", Sources(Orders.Drop("id").Merge(Towns, ["town"], options: new MergeOptions { Indicator = "id" }), "id"));
    }

    [Fact]
    public void A_computed_key_comes_from_the_columns_of_its_expressions()
    {
        var key = new MergeKey(Expression.Parse("upper(town)"), Expression.Parse("upper(town)"), "place");
        Assert.StartsWith("place: orders.town, towns.town;", Shown(Orders.Merge(Towns, [key], MergeHow.Outer)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_computed_column_comes_from_those_of_its_expression()
    {
        Frame wider = Orders.With("gross", Expression.Parse("price + tax")).With("double", Expression.Parse("2 * gross"));
        Assert.Equal("orders.price, orders.tax", Sources(wider, "double"));
        Assert.Equal("orders.tax", Sources(Orders.With("price", Expression.Parse("tax * 2")), "price"));
        Assert.Equal("orders.price", Sources(Orders.Select(("net", Expression.Parse("price"))), "net"));
    }

    [Fact]
    public void Columns_that_are_added_one_after_another_make_one_step()
    {
        Frame table = Orders;
        for (int i = 0; i < 50; i++)
        {
            table = table.With(new DoubleColumn($"c{i}", [1, 2, 3])).With("price", Expression.Parse("price + 1"));
        }

        Assert.Equal(2, table.Lineage.History().Count);
        Assert.Equal("orders.price", Sources(table, "price"));
        Assert.Equal("orders.tax", Sources(table.With(new DoubleColumn("tax", [0, 0, 0])), "tax"));

        // A column of one that was made of nothing is not itself made of nothing.
        Frame after = table.With("d", Expression.Parse("c0 + price"));
        Assert.Equal(3, after.Lineage.History().Count);
        Assert.Equal("with.c0, orders.price", Sources(after, "d"));
    }

    [Fact]
    public void A_new_name_does_not_hide_where_a_column_comes_from()
    {
        Frame renamed = Orders.Rename("price", "x").Rename("tax", "price").Rename("x", "tax");
        Assert.Equal("id: orders.id; town: orders.town; tax: orders.price; price: orders.tax", Shown(renamed));
    }

    [Fact]
    public void Melted_and_pivoted_columns_come_from_all_that_they_were_made_of()
    {
        Frame tall = Orders.Melt(["id"], ["price", "tax"]);
        Assert.Equal("id: orders.id; variable: orders.price, orders.tax; value: orders.price, orders.tax", Shown(tall));
        Assert.Equal("id: orders.id; Bern: orders.price, orders.town; Ulm: orders.price, orders.town", Shown(Orders.Pivot(["id"], "town", "price")));
        Assert.Equal("id: orders.id; Bern: orders.price, orders.town; Ulm: orders.price, orders.town", Shown(Orders.Pivot(["id"], ["town"], ["price"]).ResetIndex()));
        Assert.Equal(
            "id: orders.id; Bern: orders.price, orders.town; Ulm: orders.price, orders.town; All: orders.price, orders.town",
            Shown(Orders.PivotTable(["id"], ["town"], [Aggregate.Sum("price")], new PivotOptions { Margins = true, MarginsName = "All" }).ResetIndex()));
    }

    [Fact]
    public void An_aggregate_comes_from_its_column_or_those_of_its_expression()
    {
        Frame grouped = Orders.GroupBy("town").Aggregate(Aggregate.Sum("price").As("tax"), Aggregate.Mean(Expression.Parse("price - tax")).As("m"), Aggregate.Count().As("id"));
        Assert.Equal("town: orders.town; tax: orders.price; m: orders.price, orders.tax; id: group.id", Shown(grouped));
        Assert.Equal("group(by=town, aggregate=tax = sum(price), m = mean(price - tax), id = count())", grouped.Lineage.ToString());
        Assert.Equal("town: orders.town; tax: orders.tax", Shown(Orders.GroupBy("town").Apply(group => group.Select("tax").Head(1))));
    }

    [Fact]
    public void Rows_of_several_tables_come_from_the_column_of_each()
    {
        Assert.Equal("id: orders.id; town: orders.town, towns.town; price: orders.price, towns.price; tax: orders.tax", Shown(Frame.ConcatRows(Orders, Towns)));
    }

    [Fact]
    public void Levels_are_followed_through_an_indexed_table()
    {
        IndexedFrame indexed = Orders.SetIndex("id", "town");
        Assert.Equal("id: orders.id; town: orders.town; price: orders.price; tax: orders.tax", Shown(indexed.ResetIndex()));
        Assert.Equal("town: orders.town; price: orders.price; tax: orders.tax", Shown(indexed.Xs(1, "id").ResetIndex()));
        Assert.Equal("id: orders.id; town: orders.town; level_2: orders.price, orders.tax; value: orders.price, orders.tax", Shown(indexed.Stack().ResetIndex()));
        Assert.Equal("id: orders.id; town: orders.town; price: orders.price; tax: orders.tax", Shown((indexed + indexed).ResetIndex()));
        Assert.Equal("j: orders.id; town: orders.town; price: orders.price; tax: orders.tax", Shown(indexed.RenameLevel("id", "j").ResetIndex()));
    }

    [Fact]
    public void Clipped_columns_come_from_themselves()
    {
        Frame clipped = new OutlierTreatment { Lower = 0.1, Upper = 0.9, Columns = ["price"] }.Learn(Orders).Apply(Orders).Frame;
        Assert.Equal("outliers", clipped.Lineage.Verb);
        Assert.Same(Orders.Lineage, Assert.Single(clipped.Lineage.Inputs));
        Assert.Equal("orders.price", Sources(clipped, "price"));
    }

    [Fact]
    public void A_table_that_is_read_tells_its_file_whole_or_in_chunks()
    {
        string path = Path.Combine(_folder, "t.csv");
        File.WriteAllText(path, "a,b\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i},{i % 7}\n")));
        LineageStep read = CsvReader.Read(path).Frame.Lineage;
        Assert.Equal(("read", path, 1000L), (read.Verb, read.Source!.Name, read.Rows));
        Assert.Equal(64, read.Source.WithDigest().Digest!.Length);

        CsvChunks chunks = CsvReader.ReadChunks(path, chunkRows: 100);
        Assert.Equal([read.ToString(), "filter(where=a > 10)"], Whole(chunks.Filter(Expression.Parse("a > 10")).ToFrame()));
        Assert.Equal([read.ToString()], Whole(chunks.ToFrame()));
        Frame grouped = chunks.With("c", Expression.Parse("a + b")).GroupBy("b").Aggregate(Aggregate.Sum("c").As("a"));
        Assert.Equal($"b: {path}.b; a: {path}.a, {path}.b", Shown(grouped));
        Assert.Equal(3, grouped.Lineage.History().Count);
    }

    [Fact]
    public void Texts_of_a_step_are_short()
    {
        Frame wide = Frame.Of(Enumerable.Range(0, 1000).Select(i => new IntegerColumn($"column{i}", [i])));
        Assert.InRange(wide.Drop(wide.Columns.Skip(1).Select(column => column.Name)).Lineage.Parameters[0].Value.Length, 100, 200);
    }

    [Fact]
    public void A_lineage_keeps_no_table_in_memory()
    {
        Frame first = Frame.Of(new DoubleColumn("x", [0, 0]), new IntegerColumn("k", [1, 2]));
        LineageStep lineage = first.Filter(Expression.Parse("x = 0")).With("y", Expression.Parse("x + 1")).Head(10).SetIndex("k").ResetIndex().GroupBy("k").Aggregate(Aggregate.Sum("y")).Lineage;
        HashSet<object> met = new(ReferenceEqualityComparer.Instance);
        Stack<object> waiting = new([lineage]);
        while (waiting.TryPop(out object? one))
        {
            if (one is string || one.GetType().IsPrimitive || one is Type or Delegate || !met.Add(one))
            {
                continue;
            }

            Assert.False(one is Column or Frame or IndexedFrame or Array { Length: > 100 }, $"A lineage holds a '{one.GetType().Name}'.");
            foreach (object held in one is Array array && !array.GetType().GetElementType()!.IsPrimitive ? array.Cast<object?>().OfType<object>() : Fields(one))
            {
                waiting.Push(held);
            }
        }

        Assert.Contains(first.Lineage, met);

        static IEnumerable<object> Fields(object one) => one.GetType()
            .GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
            .Select(field => field.GetValue(one))
            .OfType<object>();
    }

    private static string[] Whole(Frame frame) => [.. frame.Lineage.History().Select(step => step.ToString())];

    private static string Shown(Frame frame) => string.Join("; ", frame.Columns.Select(column => $"{column.Name}: {Sources(frame, column.Name)}"));

    private static string Sources(Frame frame, string column) => string.Join(", ", frame.Lineage.SourcesOf(column).Select(origin => $"{origin.Step.Source?.Name ?? origin.Step.Verb}.{origin.Column}"));
}
