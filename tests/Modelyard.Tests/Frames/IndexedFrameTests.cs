using Modelyard.Frames;
using Modelyard.Numerics;

namespace Modelyard.Tests.Frames;

public sealed class IndexedFrameTests
{
    private static readonly Frame Sales = Frame.Of(
        new TextColumn("store", ["Ulm", "Ulm", "Bern", "Bern", "Ulm"]),
        new IntegerColumn("month", [2, 1, 1, 2, 3]),
        new IntegerColumn("sold", [20, 10, 5, 7, 30]),
        new DoubleColumn("price", [1.5, 1, 2, double.NaN, 3]));

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 60).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Unstacking_and_stacking_is_the_identity_to_the_bit(ulong seed)
    {
        var random = new RandomStream(seed);
        IndexedFrame table = RandomTable(random, missingCells: false);
        LevelKey[] moved = seed % 2 == 0 ? ["c"] : ["b", "c"];
        IndexedFrame sorted = table.SortIndex();
        IndexedTable.AssertSame(sorted, sorted.Unstack(moved).Stack(moved));
        IndexedTable.AssertSame(sorted, table.Unstack(moved).Stack(moved));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Stacking_every_cell_and_unstacking_is_the_identity_to_the_bit(ulong seed)
    {
        IndexedFrame wide = RandomTable(new RandomStream(seed), missingCells: true).Unstack(["c"]);
        IndexedTable.AssertSame(wide, wide.Stack(["c"], dropMissing: false).Unstack("c"));
        IndexedTable.AssertSame(wide, wide.SwapLevels(0, 1).SwapLevels(1, 0));
        IndexedTable.AssertSame(wide, wide.Map(column => column));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Cross_sections_of_all_labels_are_the_whole_table(ulong seed)
    {
        IndexedFrame table = RandomTable(new RandomStream(seed), missingCells: true);
        foreach (string level in (string[])["a", "b", "c"])
        {
            Column labels = table.Rows[level];
            Label[] distinct = [.. Enumerable.Range(0, table.RowCount).Select(row => table.Rows.KeyAt(row)[table.Rows.PositionOf(level)]).Distinct()];
            int rows = 0;
            foreach (Label label in distinct)
            {
                IndexedFrame section = table.Xs(label, level, dropLevel: false);
                rows += section.RowCount;
                Assert.All(Enumerable.Range(0, section.RowCount), row => Assert.Equal(label.ToString(), section.Rows.KeyAt(row)[table.Rows.PositionOf(level)].ToString()));
                IndexedTable.AssertSame(section, table.Select(level, [label]));
                IndexedTable.AssertSame(section.DropLevels([level]), table.Slice(level, label));
                if (!label.IsMissing)
                {
                    IndexedTable.AssertSame(section, table.SelectRange(level, label, label));
                }
            }

            Assert.Equal(labels.Length, rows);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Keys_of_a_sorted_table_are_found_as_in_an_unsorted_one(ulong seed)
    {
        IndexedFrame table = RandomTable(new RandomStream(seed), missingCells: true), sorted = table.SortIndex();
        Assert.True(sorted.Rows.IsSorted && sorted.Rows.IsUnique);
        for (int row = 0; row < table.RowCount; row++)
        {
            Label[] key = table.Rows.KeyAt(row);
            for (int depth = 1; depth <= key.Length; depth++)
            {
                IndexedTable.AssertSame(table.At(key[..depth]).SortIndex(), sorted.At(key[..depth]));
                Assert.Equal(sorted.AtKeys([key[..depth]]).RowCount, sorted.At(key[..depth]).RowCount);
            }
        }
    }

    [Fact]
    public void Integers_stay_integers_beside_cells_that_are_missing_or_filled()
    {
        IndexedFrame sold = Sales.Select("store", "month", "sold").SetIndex("store", "month");
        IndexedFrame wide = sold.Unstack("month"), filled = sold.Unstack("month", fill: 0);
        Assert.All(wide.Cells.Concat(filled.Cells), cells => Assert.Equal(ColumnKind.Integer, cells.Kind));
        Assert.Null(((IntegerColumn)wide["sold", 3])[0]);
        Assert.Equal(0, ((IntegerColumn)filled["sold", 3])[0]);
        Assert.Equal(ColumnKind.Double, sold.Unstack("month", fill: 0.5)["sold", 1].Kind);
        Assert.Equal([1L, 2L, 3L], ((IntegerColumn)wide.Columns["month"]).Values.ToArray());
    }

    [Fact]
    public void One_call_cuts_a_slice_along_each_axis_of_a_cube()
    {
        IndexedFrame cube = Sales.Melt(["store", "month"], varName: "what").SetIndex("store", "month", "what").Unstack("what").DropLevels([0], IndexAxis.Columns);
        Assert.Equal(["month"], cube.Slice("store", "Ulm").Rows.Names);
        Assert.Equal(["store"], cube.Slice("month", 1).Rows.Names);
        IndexedFrame prices = cube.Slice("what", "price");
        Assert.Equal(0, prices.Columns.LevelCount);
        Assert.Equal(2.0, ((DoubleColumn)prices.At("Bern", 1).Cells[0])[0]);
        Assert.Equal(
            "Neither rows nor columns have a level 'wat'. The levels are 'store', 'month', 'what'.",
            Assert.Throws<ModelyardException>(() => cube.Slice("wat", "price")).Message);
        Assert.StartsWith(
            "Rows and columns both have a level 'store'",
            Assert.Throws<ModelyardException>(() => cube.RenameLevel("what", "store", IndexAxis.Columns).Slice("store", "Ulm")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_and_categories_are_labels_as_others_are()
    {
        long[] days = [.. Enumerable.Range(1, 3).Select(day => new DateTime(2026, 1, day).Ticks)];
        IndexedFrame table = Frame.Of(new TimestampColumn("day", [days[2], days[0], days[2], days[1]]), CategoryColumn.From("kind", ["b", "b", "a", "a"]), new IntegerColumn("n", [1, 2, 3, 4]))
            .SetIndex("day", "kind");
        Assert.Equal([3L, 1L], ((IntegerColumn)table.At(new DateTime(2026, 1, 3)).SortIndex()["n"]).Values.ToArray());
        Assert.Equal([2L, 4L], ((IntegerColumn)table.SelectRange("day", null, new DateTime(2026, 1, 2, 12, 0, 0))["n"]).Values.ToArray());
        IndexedFrame wide = table.Unstack("kind");
        Assert.Equal(["2026-01-01", "2026-01-02", "2026-01-03"], Enumerable.Range(0, 3).Select(wide.Rows["day"].FormatCell));
        Assert.Equal(ColumnKind.Category, wide.Columns["kind"].Kind);
        Assert.Equal("new", Frame.Of(new IntegerColumn("i", [1, 2]), new TextColumn("k", ["p", "q"]), CategoryColumn.From("c", ["x", "y"])).SetIndex("i", "k").Unstack("k", fill: "new")["c", "q"].FormatCell(0));
    }

    [Fact]
    public void Rows_that_compete_for_a_cell_are_named()
    {
        Frame twice = Frame.ConcatRows(Sales, Sales.Head(1));
        Assert.Equal(
            "The data rows 1 and 6 have the same key (store 'Ulm', month '2') and compete for one cell; drop duplicates or aggregate them first.",
            Assert.Throws<ModelyardException>(() => twice.SetIndex("store", "month").Unstack("month")).Message);
        IndexedFrame columns = Sales.SetIndex("store", "month").SetColumns(MultiIndex.Of(new TextColumn("x", ["p", "p"]), new TextColumn("y", ["q", "q"])));
        Assert.Equal(
            "Two columns have the key (x 'p', y 'q') and compete for one cell of each row; drop one of them first.",
            Assert.Throws<ModelyardException>(() => columns.Stack()).Message);
    }

    [Fact]
    public void What_cannot_be_found_is_named_with_what_there_is()
    {
        IndexedFrame table = Sales.SetIndex("store", "month");
        Assert.Equal("The index has no level 'day'. Its levels are 'store', 'month'.", Message(() => table.Unstack("day")));
        Assert.Equal("The index has no level '2'. Its levels are 'store', 'month'.", Message(() => table.Unstack(2)));
        Assert.Equal("The level 'store' is named twice and may be named once.", Message(() => table.Unstack(["store", 0])));
        Assert.Equal("The level 'store' of the rows has no label 'Ullm'. The nearest is 'Ulm'.", Message(() => table.At("Ullm")));
        Assert.Equal("The level 'month' of the rows has no label '9'. Its labels lie from '1' to '3'.", Message(() => table.Xs(9, "month")));
        Assert.Equal("None of the rows has store 'Bern', month '3'; each label occurs, but not together.", Message(() => table.At("Bern", 3)));
        Assert.Equal("The level 'month' holds 'Integer' and the label 'Jan' is a text; ask for a label of the level's kind.", Message(() => table.Xs("Jan", "month")));
        Assert.Equal("The key (Ulm, 1, 2) has '3' labels and must have '1' to '2', as there are levels of the rows.", Message(() => table.At("Ulm", 1, 2)));
        Assert.Equal("A slice by '1' levels needs rows that are sorted by them, and these are sorted by '0'; call SortIndex first.", Message(() => table.Between(["Bern"], ["Ulm"])));
        Assert.Equal(5, table.SortIndex().Between(["Bern"], ["Ulm"]).RowCount);
        Assert.Equal("The key (sold) names '3' columns and must name one; give labels of more levels, or take all of them by AtColumns.", Message(() => table.Unstack("month")["sold"]));
        Assert.Equal("The new order names '1' levels and must name all '2'; leave levels out by DropLevels.", Message(() => table.ReorderLevels(["month"])));
        Assert.Equal("All '2' levels would be gone: at least one level must stay.", Message(() => table.DropLevels(["month", "store"])));
        Assert.Equal("The index would have two levels 'store'; give one of them another name first.", Message(() => table.RenameLevel("month", "store")));
        Assert.Equal("There are '1' names and must be '2', one a level.", Message(() => table.RenameLevels(["one"])));
        Assert.StartsWith("The table would have two columns 'store'", Message(() => table.RenameLevel("month", "sold").RenameLevel("sold", "price").SetColumns(MultiIndex.Of(new TextColumn("n", ["store", "x"]))).ResetIndex()), StringComparison.Ordinal);
        Assert.Throws<UnknownColumnException>(() => Sales.SetIndex("shop"));
        Assert.Throws<ArgumentException>(() => Sales.SetIndex());
    }

    [Fact]
    public void Arithmetic_refuses_what_it_cannot_align()
    {
        IndexedFrame table = Sales.Select("store", "month", "sold").SetIndex("store", "month");
        Assert.StartsWith("The rows have the levels (store, month) in one table and (store) in the other", Message(() => table + table.DropLevels(["month"])), StringComparison.Ordinal);
        IndexedFrame twice = table.DropLevels(["month"]);
        Assert.StartsWith("The row key (store 'Ulm') occurs twice", Message(() => twice + twice.SortIndex()), StringComparison.Ordinal);
        Assert.Equal([40L, 20L, 10L, 14L, 60L], ((IntegerColumn)(twice + twice)["sold"]).Values.ToArray());
        Assert.Equal([10L, 14L, 20L, 40L, 60L], ((IntegerColumn)(table + table.SortIndex().SwapLevels(0, 1))["sold"]).Values.ToArray());
        IndexedFrame great = Frame.Of(new IntegerColumn("k", [1]), new IntegerColumn("x", [long.MaxValue])).SetIndex("k");
        Assert.StartsWith("The result in data row 1 of the column 'x' is too great", Message(() => great + great), StringComparison.Ordinal);
        IndexedFrame texts = Sales.Select("month", "store").SetIndex("month");
        Assert.StartsWith("The column 'store' holds 'Text', of which 'Multiply' cannot be computed", Message(() => texts * texts), StringComparison.Ordinal);
    }

    [Fact]
    public void Levels_become_columns_and_columns_levels()
    {
        IndexedFrame table = Sales.SetIndex("store", "month");
        JsonTable.AssertEqual(Sales, table.ResetIndex());
        Assert.Equal(["store", "sold_1", "sold_2", "sold_3", "price_1", "price_2", "price_3"], table.Unstack("month").ResetIndex().Columns.Select(column => column.Name));
        Assert.Equal(["sold/1", "sold/2", "sold/3", "price/1", "price/2", "price/3"], ((TextColumn)table.Unstack("month").Flatten("/").Columns.Levels[0]).ToCategory().Levels.OrderByDescending(name => name[0]));
        Frame melted = table.Melt("cell");
        Assert.Equal(["store", "month", "variable", "cell"], melted.Columns.Select(column => column.Name));
        JsonTable.AssertEqual(Sales.Melt(["store", "month"], valueName: "cell"), melted);
        IndexedFrame merged = table.Merge(Frame.Of(new TextColumn("town", ["Ulm", "Bern"]), new IntegerColumn("people", [120, 130])), [new MergeKey("store", "town")], MergeHow.Left);
        Assert.Equal(["store", "month"], merged.Rows.Names);
        Assert.Equal([120L, 120L, 130L, 130L, 120L], ((IntegerColumn)merged["people"]).Values.ToArray());
        Assert.Equal(["Bern", "Ulm"], Enumerable.Range(0, 2).Select(table.GroupBy("store").Keys["store"].FormatCell));
    }

    [Fact]
    public void Tables_without_rows_or_columns_go_through_every_verb()
    {
        IndexedFrame empty = Sales.Head(0).SetIndex("store", "month");
        Assert.Equal((0, 0), (empty.Unstack("month").RowCount, empty.Unstack("month").ColumnCount));
        Assert.Equal((0, 1), (empty.Stack().RowCount, empty.Stack().ColumnCount));
        Assert.Equal(0, (empty.SortIndex() + empty).RowCount);
        Assert.Equal(0, empty.Between(["a"], ["b"]).RowCount);
        Assert.Equal(0, empty.ResetIndex().RowCount);
        IndexedFrame bare = Sales.Select("store", "month").SetIndex("store", "month");
        Assert.Equal(0, bare.Unstack("month").ColumnCount);
        Assert.Equal("Ulm", bare.SortIndex(descending: true).Rows.KeyAt(0)[0].ToString());
        Assert.StartsWith("store month", bare.ToString().TrimStart('\n'), StringComparison.Ordinal);
        Assert.StartsWith("The table has no column", Message(() => bare.Transpose()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(50, 2000)]
    [InlineData(4000, 6000)]
    public void Keys_sort_as_the_plain_table_does(int labels, int rows)
    {
        // Of thousands of labels in each level the pairs are too many for a table of all.
        var random = new RandomStream(7);
        Frame plain = Frame.Of(
            new IntegerColumn("a", [.. Enumerable.Range(0, rows).Select(_ => (long)random.NextInt(labels))]),
            new TextColumn("b", Enumerable.Range(0, rows).Select(_ => random.NextInt(labels) is var label && label % 50 == 7 ? null : $"{label}")),
            new IntegerColumn("row", [.. Enumerable.Range(0, rows).Select(row => (long)row)]));
        foreach (bool descending in (bool[])[false, true])
        {
            JsonTable.AssertEqual(plain.SortBy(["a", "b"], descending), plain.SetIndex("a", "b").SortIndex(descending: descending).ResetIndex());
            JsonTable.AssertEqual(plain.SortBy(["b", "a"], descending), plain.SetIndex("a", "b").SortIndex(["b"], descending).ResetIndex());
        }

        Frame once = plain.GroupBy(["a", "b"], new GroupOptions { Sort = false, KeepMissing = true }).Aggregate(Aggregate.First("row").As("row"));
        IndexedFrame wide = once.With(new IntegerColumn("c", new long[once.RowCount])).SetIndex("a", "b", "c").Unstack("c");
        JsonTable.AssertEqual(once.SortBy(["a", "b"]), wide.DropLevels(["c"], IndexAxis.Columns).ResetIndex());
    }

    [Fact]
    public void A_cross_tabulation_counts_integers_with_nothing_missing()
    {
        IndexedFrame counts = Sales.CrossTab(["store"], ["month"]);
        Assert.Equal(["month"], counts.Columns.Names);
        Assert.Equal([1L, 1L], ((IntegerColumn)counts[1]).Values.ToArray());
        Assert.Equal([0L, 1L], ((IntegerColumn)counts[3]).Values.ToArray());
    }

    [Fact]
    public void A_product_of_labels_has_every_key_once_and_sorted()
    {
        var product = MultiIndex.Product(new TextColumn("store", ["Bern", "Ulm"]), new IntegerColumn("month", [1, 2, 3]));
        Assert.Equal(["(Bern, 1)", "(Bern, 2)", "(Bern, 3)", "(Ulm, 1)", "(Ulm, 2)", "(Ulm, 3)"], Enumerable.Range(0, 6).Select(key => $"({string.Join(", ", product.KeyAt(key))})"));
        Assert.True(product.IsSorted && product.IsUnique);
        var table = IndexedFrame.Of(product, MultiIndex.Of(new TextColumn("what", ["n"])), new IntegerColumn("n", [1, 2, 3, 4, 5, 6]));
        Assert.Equal([5L], ((IntegerColumn)table.Xs([("month", 2), ("store", "Ulm")]).Cells[0]).Values.ToArray());
        Assert.StartsWith("There are '0' columns of cells and must be '1'", Assert.Throws<ArgumentException>(() => IndexedFrame.Of(product, table.Columns)).Message, StringComparison.Ordinal);
    }

    private static string Message(Func<object> ask) => Assert.Throws<ModelyardException>(ask).Message;

    private static IndexedFrame RandomTable(RandomStream random, bool missingCells)
    {
        List<(int A, int B, int C)> keys = [];
        for (int key = 0; key < 48; key++)
        {
            if (key == 0 || random.NextInt(3) > 0)
            {
                keys.Add((key / 12, key / 3 % 4, key % 3));
            }
        }

        for (int i = keys.Count - 1; i > 0; i--)
        {
            int j = random.NextInt(i + 1);
            (keys[i], keys[j]) = (keys[j], keys[i]);
        }

        double[] odd = [-0.0, double.Epsilon, double.PositiveInfinity, 0.1, -1e300];
        string?[] texts = ["ä", "", "b", null];
        bool[] present = [.. keys.Select(_ => !missingCells || random.NextInt(4) > 0)];
        return Frame.Of(
            new TimestampColumn("a", [.. keys.Select(key => new DateTime(2020 + key.A, 1, 1).Ticks)]),
            new TextColumn("b", keys.Select(key => texts[key.B])),
            new IntegerColumn("c", [.. keys.Select(key => 10L - key.C)]),
            new DoubleColumn("x", [.. keys.Select((_, row) => present[row] ? odd[random.NextInt(odd.Length)] : double.NaN)]),
            new IntegerColumn("n", [.. keys.Select((_, row) => present[row] ? random.NextInt(100) : 0L)], new Validity(present)),
            CategoryColumn.From("t", keys.Select((_, row) => present[row] ? texts[random.NextInt(3)] : null))).SetIndex("a", "b", "c");
    }
}
