using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Monitoring;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Tests.Monitoring;

/// <summary>Holds counts of tables to their rows.</summary>
public sealed class TableTallyTests
{
    [Fact]
    public void Parts_add_up_to_the_whole()
    {
        var grid = TallyGrid.Of(WatchedTables.Of(1, 1000));
        Frame rows = WatchedTables.Of(2, 900, shift: 1);
        TableTally whole = Counted(rows), merged = Counted(rows.Head(300));
        merged.Merge(Counted(rows.Take([.. Enumerable.Range(300, 600)])));
        Assert.Equal(900, merged.Rows);
        foreach ((ColumnTally expected, ColumnTally actual) in whole.Columns.Zip(merged.Columns))
        {
            Assert.Equal(expected.Counts, actual.Counts);
            Assert.Equal((expected.Missing, expected.Unknown, expected.Below, expected.Above, expected.Minimum, expected.Maximum), (actual.Missing, actual.Unknown, actual.Below, actual.Above, actual.Minimum, actual.Maximum));
            Assert.Equal(expected.Mean, actual.Mean, 1e-12);
            Assert.Equal(expected.StandardDeviation, actual.StandardDeviation, 1e-12);
            Assert.Equal(expected.Unseen, actual.Unseen);
        }

        TableTally Counted(Frame table)
        {
            var tally = new TableTally(grid);
            tally.Add(table);
            return tally;
        }
    }

    [Fact]
    public void Each_cell_is_counted_once_in_the_bin_that_holds_it()
    {
        var random = new RandomStream(3);
        double[] reference = [.. Enumerable.Range(0, 5000).Select(_ => random.NextGaussian())], cells = [.. Enumerable.Range(0, 3000).Select(i => i % 10 == 0 ? double.NaN : 1.5 * random.NextGaussian()), reference[7], double.PositiveInfinity];
        var tally = new TableTally(TallyGrid.Of(Frame.Of([new DoubleColumn("x", reference)])));
        tally.Add(Frame.Of([new DoubleColumn("x", cells)]));
        ColumnTally column = tally.Columns[0];
        IReadOnlyList<double> borders = column.Grid.Borders;
        Assert.Equal(99, borders.Count);
        Assert.Equal(
            Enumerable.Range(0, 100).Select(bin => (long)cells.Count(cell => double.IsFinite(cell) && (bin == 0 || cell > borders[bin - 1]) && (bin == 99 || cell <= borders[bin]))),
            column.Counts);
        double[] present = [.. cells.Where(double.IsFinite)];
        Assert.Equal((301, cells.Count(cell => cell < reference.Min()), present.Count(cell => cell > reference.Max())), (column.Missing, column.Below, column.Above));
        Assert.Equal(present.Average(), column.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(present.Sum(cell => Math.Pow(cell - present.Average(), 2)) / (present.Length - 1)), column.StandardDeviation, 1e-12);
    }

    [Fact]
    public void Levels_that_are_new_keep_their_names_whatever_the_order_of_the_parts()
    {
        var grid = TallyGrid.Of(Frame.Of([CategoryColumn.From("level", ["a", "b", "a", "b"])]));
        TableTally[] parts = [.. Enumerable.Range(0, 30).Select(part =>
        {
            var tally = new TableTally(grid);
            tally.Add(Frame.Of([CategoryColumn.From("level", Enumerable.Range(0, 100).Select(i => $"new {(part * 100) + (i % 70):0000}"))]));
            return tally;
        })];
        IReadOnlyDictionary<string, long> forward = Merged(parts), backward = Merged(parts.Reverse());
        Assert.Equal(1000, forward.Count);
        Assert.Equal(forward, backward);
        Assert.Equal(2, forward["new 0000"]);
        Assert.Equal(1, forward["new 0069"]);

        IReadOnlyDictionary<string, long> Merged(IEnumerable<TableTally> ordered)
        {
            var all = new TableTally(grid);
            foreach (TableTally part in ordered)
            {
                all.Merge(part);
            }

            Assert.Equal(3000, all.Columns[0].Unknown);
            return all.Columns[0].Unseen;
        }
    }

    [Fact]
    public void The_profile_of_a_model_file_counts_as_its_rows_do()
    {
        Frame rows = WatchedTables.Of(5, 2000);
        var inputs = new FeatureSchema(rows.Columns.Select(TablePlan.Describe));
        var data = Dataset.ForRegression(new RowEncoder(inputs).Encode(rows), [.. Enumerable.Range(0, 2000).Select(row => (double)(row % 37))], inputs, "y");
        var profile = TableTally.Of(TableProfiler.Profile(data));
        TableTally counted = new(profile.Grid);
        counted.Add(rows.With(new DoubleColumn("y", [.. Enumerable.Range(0, 2000).Select(row => (double)(row % 37))])));
        foreach ((ColumnTally expected, ColumnTally actual) in counted.Columns.Zip(profile.Columns))
        {
            Assert.Equal(expected.Counts, actual.Counts);
            Assert.Equal((expected.Rows, expected.Missing, expected.Unknown), (actual.Rows, actual.Missing, actual.Unknown));
            Assert.Equal(expected.Mean, actual.Mean, 1e-9);
            Assert.Equal(expected.StandardDeviation, actual.StandardDeviation, 1e-9);
        }
    }

    [Fact]
    public void A_number_of_two_values_is_told_by_its_shares_against_the_profile_of_a_model_file()
    {
        static double[] Numbers(int ones) => [.. Enumerable.Range(0, 2000).Select(row => row * 7 % 2000 < ones ? 1.0 : 0.0)];
        Frame rows = Frame.Of(new DoubleColumn("partner", Numbers(960)), new DoubleColumn("tenure", [.. Enumerable.Range(0, 2000).Select(row => (double)(row % 73))]));
        var inputs = new FeatureSchema(rows.Columns.Select(TablePlan.Describe));
        var profile = TableTally.Of(TableProfiler.Profile(Dataset.ForRegression(new RowEncoder(inputs).Encode(rows), new double[2000], inputs, "y")));
        Frame current = Frame.Of(new DoubleColumn("partner", Numbers(720)), new DoubleColumn("tenure", [.. Enumerable.Range(0, 2000).Select(row => (double)(row % 25))]), new DoubleColumn("y", new double[2000]));
        TableDrift drift = TableDrift.Compare(profile, current);
        Assert.Contains("up to 0 are 52 % of the reference and 64 % now", drift.Columns.Single(column => column.Name == "partner").Evidence, StringComparison.Ordinal);

        // Between the borders of hundredths, which here are a month or two wide.
        Assert.InRange(new TallyShape(profile.Columns.Single(column => column.Grid.Name == "tenure")).Quantile(0.5), 34.5, 37.5);
        Assert.Equal((0.0, 1.0), (new TallyShape(profile.Columns[0]).Quantile(0.5), new TallyShape(profile.Columns[0]).Quantile(0.6)));
    }
}
