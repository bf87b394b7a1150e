using Modelyard.Frames;
using Modelyard.Numerics;

namespace Modelyard.Tests.Frames;

/// <summary>Holds what the verbs of shape promise beyond what pandas does: kinds, orders and refusals.</summary>
public sealed class ShapeVerbTests
{
    private static readonly Frame Trades = Frame.Of(new IntegerColumn("at", [1, 5, 10]), new TextColumn("share", ["A", "B", "A"]));
    private static readonly Frame Prices = Frame.Of(new IntegerColumn("at", [9, 2, 4]), new DoubleColumn("price", [9.5, 2.5, 4.5]));

    [Fact]
    public void Keys_out_of_order_are_named_or_sorted()
    {
        ModelyardException fault = Assert.Throws<ModelyardException>(() => Trades.MergeAsOf(Prices, "at"));
        Assert.Equal("The right table is not sorted by 'at': data row 2 has '2' after a greater one; sort it by SortBy, or ask for it by Sort = true.", fault.Message);
        Frame merged = Trades.MergeAsOf(Prices, "at", new AsOfOptions { Sort = true });
        Assert.Equal([double.NaN, 4.5, 9.5], merged["price"].ToDoubles());
    }

    [Fact]
    public void A_row_without_a_key_has_no_nearest_partner_and_is_none()
    {
        Frame left = Frame.Of(new DoubleColumn("k", [1, double.NaN, 3])), right = Frame.Of(new DoubleColumn("k", [0.5, double.NaN, 2.5]), new IntegerColumn("n", [1, 2, 3]));
        Column found = left.MergeAsOf(right, "k")["n"];
        Assert.Equal(["1", "", "3"], Enumerable.Range(0, 3).Select(found.FormatCell));
    }

    [Fact]
    public void Keys_without_a_distance_and_wrong_tolerances_are_refused()
    {
        Frame texts = Frame.Of(new TextColumn("at", ["a", "b", "c"])), times = Frame.Of(new TimestampColumn("at", [1, 2, 3])), utc = Frame.Of(new TimestampColumn("at", [1, 2, 3], isUtc: true));
        Assert.Contains("'Text'", Assert.Throws<ModelyardException>(() => texts.MergeAsOf(texts, "at")).Message, StringComparison.Ordinal);
        Assert.Contains("UTC", Assert.Throws<ModelyardException>(() => times.MergeAsOf(utc, "at")).Message, StringComparison.Ordinal);
        Assert.Contains("UTC", Assert.Throws<ModelyardException>(() => times.Merge(utc, ["at"])).Message, StringComparison.Ordinal);
        Assert.Contains("TimeTolerance", Assert.Throws<ModelyardException>(() => times.MergeAsOf(times, "at", new AsOfOptions { Tolerance = 1 })).Message, StringComparison.Ordinal);
        Assert.Contains("0 or more", Assert.Throws<ModelyardException>(() => Trades.MergeAsOf(Trades, "at", new AsOfOptions { Tolerance = -1 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_are_joined_by_the_levels_that_both_have()
    {
        IndexedFrame sales = Frame.Of(new TextColumn("store", ["Ulm", "Ulm", "Bern"]), new IntegerColumn("month", [1, 2, 1]), new IntegerColumn("sold", [5, 6, 7])).SetIndex("store", "month");
        IndexedFrame towns = Frame.Of(new TextColumn("store", ["Bern", "Graz"]), new TextColumn("land", ["CH", "AT"])).SetIndex("store");
        IndexedFrame joined = sales.Join(towns);
        Assert.Equal(["store", "month"], joined.Rows.Names);
        Assert.Equal(["", "", "CH"], Enumerable.Range(0, 3).Select(joined["land"].FormatCell));
        Assert.Contains("no level of one name", Assert.Throws<ModelyardException>(() => sales.Join(towns.RenameLevel("store", "shop"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Intervals_sort_as_numbers_and_not_as_texts_when_they_are_keys()
    {
        Column cut = new DoubleColumn("x", [100, 5, 20, 7]).Cut([0, 10, 50, 200]);
        Frame groups = Frame.Of(cut).GroupBy("x").Aggregate(Aggregate.Count());
        Assert.Equal(["(0, 10]", "(10, 50]", "(50, 200]"], Enumerable.Range(0, 3).Select(groups["x"].FormatCell));
        Assert.True(((CategoryColumn)groups["x"]).IsOrdered);
        Assert.True(((CategoryColumn)Frame.ConcatRows(Frame.Of(cut), Frame.Of(cut))["x"]).IsOrdered);
        IndexedFrame indexed = groups.SetIndex("x").SortIndex();
        Assert.Equal("2", indexed.At("(0, 10]").Cells[0].FormatCell(0));
        Assert.Throws<ModelyardException>(() => indexed.At("(0, 11]"));
    }

    [Fact]
    public void A_column_goes_with_itself_by_exactly_one_and_against_its_negative_by_exactly_minus_one()
    {
        Frame table = Frame.Of(new DoubleColumn("x", [1, 2, 3]), new DoubleColumn("y", [-1, -2, -3]));
        Assert.Equal([1.0, -1], table.Correlation()["x"].ToDoubles());
    }

    [Fact]
    public void Edges_that_cut_nothing_are_refused()
    {
        var column = new DoubleColumn("x", [1, 2, 3]);
        Assert.Contains("'2' is followed by '2'", Assert.Throws<ModelyardException>(() => column.Cut([1, 2, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("'1' labels and must be '2'", Assert.Throws<ModelyardException>(() => column.Cut([1, 2, 3], new CutOptions { Labels = ["low"] })).Message, StringComparison.Ordinal);
        Assert.Throws<ModelyardException>(() => new DoubleColumn("x", [1, double.PositiveInfinity]).Cut(3));
        Assert.Throws<ModelyardException>(() => new DoubleColumn("x", [1, 1, 1, 2]).QuantileCut(4));
        Assert.Throws<ModelyardException>(() => new TextColumn("x", ["1"]).Cut(3));
        Assert.Contains("has no number", Assert.Throws<ModelyardException>(() => new DoubleColumn("x", [double.NaN]).Cut(3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fill_value_stands_where_there_is_no_row_and_totals_keep_integers()
    {
        Frame sales = Frame.Of(new IntegerColumn("year", [1, 1, 2]), new TextColumn("what", ["a", "b", "a"]), new IntegerColumn("n", [4, 5, 6]));
        IndexedFrame table = sales.PivotTable(["year"], ["what"], [Aggregate.Sum("n")], new PivotOptions { Margins = true, MarginsName = "total", Fill = 0 });
        Assert.All(table.Cells, column => Assert.Equal(ColumnKind.Integer, column.Kind));
        Assert.Equal(["1", "2", "total"], Enumerable.Range(0, 3).Select(table.Rows.Levels[0].FormatCell));
        Assert.Equal([9L, 6, 15], ((IntegerColumn)table["total"]).Values.ToArray());
        Assert.Equal("0", table["b"].FormatCell(1));
        Assert.Contains("'1'", Assert.Throws<ModelyardException>(() => sales.PivotTable(["year"], ["what"], [Aggregate.Sum("n")], new PivotOptions { Margins = true, MarginsName = "1" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mean_of_totals_is_that_of_the_rows()
    {
        Frame sales = Frame.Of(new TextColumn("a", ["x", "x", "x", "y"]), new TextColumn("b", ["p", "p", "q", "p"]), new DoubleColumn("v", [1, 2, 6, 11]));
        IndexedFrame table = sales.CrossTab(["a"], ["b"], new CrossTabOptions { Aggregate = Aggregate.Mean("v"), Margins = true });
        Assert.Equal([3, 11, 5.0], table["All"].ToDoubles());
        Assert.Equal([1.5, 11, 14 / 3.0], table["p"].ToDoubles());
    }

    [Fact]
    public void Lists_that_do_not_match_and_texts_that_are_no_lists_are_named()
    {
        Frame table = Frame.Of(new TextColumn("a", ["1,2", "3"]), new TextColumn("b", ["x,y", "z,w"]), new IntegerColumn("n", [1, 2]));
        Assert.Contains("In data row 2 the column 'a' holds '1' values and 'b' '2'", Assert.Throws<ModelyardException>(() => table.Explode(["a", "b"])).Message, StringComparison.Ordinal);
        Assert.Contains("must be a JSON array", Assert.Throws<ModelyardException>(() => table.Explode(["a"], new ExplodeOptions { Json = true })).Message, StringComparison.Ordinal);
        Assert.Contains("'Integer'", Assert.Throws<ModelyardException>(() => table.Explode(["n"])).Message, StringComparison.Ordinal);
        Assert.Throws<ModelyardException>(() => table.Explode(["a"], new ExplodeOptions { MaxRows = 2 }));
        string deep = new string('[', 10_000) + new string(']', 10_000);
        Assert.Throws<ModelyardException>(() => Frame.Of(new TextColumn("a", [deep])).Explode(["a"], new ExplodeOptions { Json = true }));
    }

    [Theory]
    [InlineData("[1, null, 3]", ColumnKind.Integer)]
    [InlineData("[1, 2.5]", ColumnKind.Double)]
    [InlineData("[true, false]", ColumnKind.Boolean)]
    [InlineData("[1, \"a\"]", ColumnKind.Text)]
    [InlineData("[{\"a\": 1}]", ColumnKind.Text)]
    public void Values_of_json_have_the_kind_that_holds_them_all(string json, ColumnKind kind) =>
        Assert.Equal(kind, Frame.Of(new TextColumn("a", [json])).Explode(["a"], new ExplodeOptions { Json = true })["a"].Kind);

    [Fact]
    public void Stubs_without_a_column_and_rows_that_are_not_told_apart_are_named()
    {
        Frame wide = Frame.Of(new IntegerColumn("id", [1, 1]), new IntegerColumn("a1", [1, 2]), new IntegerColumn("a2", [3, 4]));
        Assert.Contains("The data rows 1 and 2 have the same key (id '1')", Assert.Throws<ModelyardException>(() => wide.WideToLong(["a"], ["id"], "n")).Message, StringComparison.Ordinal);
        Assert.Contains("'b'", Assert.Throws<ModelyardException>(() => wide.Head(1).WideToLong(["b"], ["id"], "n")).Message, StringComparison.Ordinal);
        Assert.Equal(ColumnKind.Integer, wide.Head(1).WideToLong(["a"], ["id"], "n")["a"].Kind);
    }

    [Fact]
    public void Filling_keeps_kinds_and_refuses_what_does_not_fit()
    {
        Frame table = Frame.Of(
            new IntegerColumn("n", [1, 0], new Validity([true, false])),
            CategoryColumn.From("c", ["a", null]),
            new TextColumn("t", [null, "b"]),
            new TimestampColumn("d", [5, 0], isUtc: true, new Validity([true, false])));
        Frame filled = table.FillMissing(7).FillMissing("none").FillMissing(new DateTime(9));
        Assert.Equal(table.Columns.Select(column => column.Kind), filled.Columns.Select(column => column.Kind));
        Assert.Equal(["7", "none", "b"], [filled["n"].FormatCell(1), filled["c"].FormatCell(1), filled["t"].FormatCell(1)]);
        Assert.All(filled.Columns, column => Assert.Equal(0, column.MissingCount));
        Assert.Equal(ColumnKind.Double, table["n"].FillMissing(0.5).Kind);
        Assert.Contains("cannot be filled with 'x'", Assert.Throws<ModelyardException>(() => table.FillMissing("x", ["n"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Categories_that_are_mapped_stay_categories()
    {
        CategoryColumn column = CategoryColumn.From("c", ["a", "b", null, "a"]);
        Column mapped = column.Replace(new Dictionary<Label, Label> { ["a"] = "z", [Label.Missing] = "gone" });
        Assert.Equal(ColumnKind.Category, mapped.Kind);
        Assert.Equal(["z", "b", "gone", "z"], Enumerable.Range(0, 4).Select(mapped.FormatCell));
        Assert.Equal(["", "", "", ""], Enumerable.Range(0, 4).Select(column.Map(new Dictionary<Label, Label> { ["q"] = 1 }).FormatCell));
    }

    [Fact]
    public void Weighted_samples_follow_their_weights_and_their_seed()
    {
        Frame table = Frame.Of(new IntegerColumn("n", [.. Enumerable.Range(0, 1000).Select(row => (long)row)]), new DoubleColumn("w", [.. Enumerable.Range(0, 1000).Select(row => row < 100 ? 9.0 : row < 500 ? 1 : 0)]));
        foreach (bool replace in new[] { false, true })
        {
            var options = new SampleOptions { Weights = "w", Replace = replace };
            Frame drawn = table.Sample(200, 3, options);
            Assert.Equal(drawn["n"].ToDoubles(), table.Sample(200, 3, options)["n"].ToDoubles());
            Assert.NotEqual(drawn["n"].ToDoubles(), table.Sample(200, 4, options)["n"].ToDoubles());
            Assert.All(drawn["n"].ToDoubles(), row => Assert.True(row < 500));
            Assert.Equal(replace, drawn.Duplicated(["n"]).Values.Contains(true));

            // Nine parts in thirteen of the weight lie on the first hundred rows.
            Assert.InRange(drawn["n"].ToDoubles().Count(row => row < 100), replace ? 115 : 80, replace ? 162 : 100);
        }

        Assert.Throws<ModelyardException>(() => table.Sample(501, 1, new SampleOptions { Weights = "w" }));
    }

    [Fact]
    public void Samples_of_groups_hold_as_many_rows_of_each()
    {
        Frame table = Frame.Of(new IntegerColumn("g", [.. Enumerable.Range(0, 100).Select(row => row < 97 ? (long)(row % 2) : 2)]));
        Assert.Equal([10L, 10, 3], ((IntegerColumn)table.GroupBy("g").Sample(10, 5).ValueCounts("g", new ValueCountOptions { Sort = false })["count"]).Values.ToArray());
    }

    [Theory]
    [InlineData("15min", "15min")]
    [InlineData("1h", "h")]
    [InlineData("W", "W-SUN")]
    [InlineData("2Q", "2Q-DEC")]
    [InlineData("AS-APR", "YS-APR")]
    public void Rules_are_read_and_written(string text, string written) => Assert.Equal(written, TimeRule.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("0D")]
    [InlineData("fortnight")]
    [InlineData("W-XYZ")]
    [InlineData("M-JAN")]
    [InlineData("99999999999D")]
    public void What_is_no_rule_is_refused(string text) => Assert.Throws<FormatException>(() => TimeRule.Parse(text));

    [Theory]
    [InlineData("us", 10L)]
    [InlineData("7s", 70_000_000L)]
    [InlineData("h", 36_000_000_000L)]
    [InlineData("2D", 1_728_000_000_000L)]
    public void The_period_of_a_time_is_its_distance_divided_by_the_length(string rule, long length)
    {
        // Times at the beginning of periods, at their last tick, and anywhere; from so late a beginning that doubles do not tell the ticks apart.
        long origin = new DateTime(2024, 5, 6).Ticks;
        var random = new Modelyard.Numerics.RandomStream(11);
        long[] distances = [0, .. Enumerable.Range(0, 200_000).Select(row => (random.NextInt(1_000_000) * length) + (row % 3 == 0 ? 0 : row % 3 == 1 ? length - 1 : (long)(random.NextDouble() * length)))];
        var table = Frame.Of(new TimestampColumn("t", [.. distances.Select(distance => origin + distance)]));
        ResampledFrame periods = table.Resample("t", rule, new ResampleOptions { Origin = ResampleOrigin.First });
        Assert.Equal(distances.Select(distance => (int)(distance / length)), periods.Groups.GroupOfRow.ToArray());
    }

    [Fact]
    public void Periods_beyond_number_are_refused_before_they_are_made()
    {
        Frame table = Frame.Of(new TimestampColumn("t", [0, new DateTime(2020, 1, 1).Ticks]));
        Assert.Contains("longer periods", Assert.Throws<ModelyardException>(() => table.Resample("t", "s")).Message, StringComparison.Ordinal);
        Assert.Throws<ModelyardException>(() => Frame.Of(new IntegerColumn("t", [1])).Resample("t", "s"));
    }

    [Fact]
    public void Times_that_fall_are_refused_where_windows_need_their_order()
    {
        var times = new TimestampColumn("t", [30, 20]);
        var column = new DoubleColumn("x", [1, 2]);
        Assert.Contains("data row 2 ", Assert.Throws<ModelyardException>(() => column.Rolling(times, TimeSpan.FromHours(1))).Message, StringComparison.Ordinal);
        Assert.Throws<ModelyardException>(() => column.Exponential(times, TimeSpan.FromHours(1)));
        Assert.Throws<ModelyardException>(() => column.Interpolate(times));
    }

    [Fact]
    public void Windows_in_time_are_those_of_each_group()
    {
        long hour = TimeSpan.TicksPerHour;
        Frame table = Frame.Of(
            new TextColumn("g", ["a", "b", "a", "b", "a"]), new TimestampColumn("t", [0, hour, hour, 2 * hour, 5 * hour]), new DoubleColumn("x", [1, 10, 2, 20, 4]));
        Column sums = table.GroupBy("g").TransformRows("sum", rows => rows["x"].Rolling(rows["t"], TimeSpan.FromHours(2)).Sum());
        Assert.Equal([1, 10, 3, 30, 4.0], sums.ToDoubles());
    }

    [Fact]
    public void Weighted_means_of_windows_leave_missing_cells_out()
    {
        DoubleColumn means = new DoubleColumn("x", [1, 2, double.NaN, 4]).Rolling(3, least: 1).WeightedMean([1, 2, 4]);
        Assert.Equal([1, (2 + 8) / 6.0, (1 + 4) / 3.0, (2 + 16) / 5.0], means.Values.ToArray());
    }

    [Fact]
    public void Aggregates_of_the_whole_table_are_one_row()
    {
        Frame result = Prices.Aggregate(Aggregate.Count(), Aggregate.Mean("price"), Aggregate.Maximum("at"));
        Assert.Equal(1, result.RowCount);
        Assert.Equal(["3", "5.5", "9"], result.Columns.Select(column => column.FormatCell(0)));
    }

    [Theory]
    [InlineData(50, 1)]
    [InlineData(40_000, 2)]
    [InlineData(40_000, 1_000_000_000)]
    public void Rows_stand_as_a_comparison_puts_them(int rows, int spread)
    {
        var random = new RandomStream(7, (ulong)spread);
        double[] numbers = new double[rows];
        long[] integers = new long[rows];
        bool[] present = new bool[rows];
        for (int row = 0; row < rows; row++)
        {
            // Doubles of many bits do not fit beside the integers, so that the keys are then sorted one after the other.
            numbers[row] = random.NextInt(8) == 0 ? double.NaN : spread > 2 ? random.NextGaussian() : random.NextInt(3);
            integers[row] = random.NextInt(spread) - (spread / 2);
            present[row] = random.NextInt(9) > 0;
        }

        Frame table = Frame.Of(new DoubleColumn("x", numbers), new IntegerColumn("n", integers, new Validity(present)), new IntegerColumn("row", [.. Enumerable.Range(0, rows).Select(row => (long)row)]));
        foreach ((bool descending, bool first) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            IOrderedEnumerable<int> expected = Enumerable.Range(0, rows)
                .OrderBy(row => present[row] != first ? 0 : 1).ThenBy(row => !present[row] ? 0 : descending ? -integers[row] : integers[row])
                .ThenBy(row => double.IsNaN(numbers[row]) ? 1 : 0).ThenBy(row => numbers[row]);
            Frame sorted = table.SortBy(new SortColumn("n", descending, first), "x");
            Assert.Equal(expected.Select(row => (long)row), ((IntegerColumn)sorted["row"]).Values.ToArray());
        }
    }

    [Fact]
    public void A_merge_that_keeps_every_left_row_once_is_that_of_the_rows_taken()
    {
        Frame left = Frame.Of(new IntegerColumn("k", [3, 1, 2, 1]), new TextColumn("v", ["a", "b", "c", "d"])), right = Frame.Of(new IntegerColumn("k", [1, 2]), new TextColumn("v", ["x", "y"]));
        Frame merged = left.Merge(right, ["k"], MergeHow.Left);
        Assert.Equal(["k", "v_x", "v_y"], merged.Columns.Select(column => column.Name));
        Assert.Equal(["", "x", "y", "x"], Enumerable.Range(0, 4).Select(merged["v_y"].FormatCell));
        Assert.Equal(["a", "b", "c", "d"], Enumerable.Range(0, 4).Select(merged["v_x"].FormatCell));
    }
}
