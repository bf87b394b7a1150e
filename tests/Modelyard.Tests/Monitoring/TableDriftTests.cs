using Modelyard.Drift;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Monitoring;

namespace Modelyard.Tests.Monitoring;

/// <summary>Holds the comparison of tables to what is true of them.</summary>
public sealed class TableDriftTests
{
    private const int Repeats = 300;

    // At most 2.58 standard errors above 5 % of so many tables.
    private static readonly double s_most = 0.05 + (2.58 * Math.Sqrt(0.05 * 0.95 / Repeats));

    [Theory]
    [InlineData(2000, 300)]
    [InlineData(300, 2000)]
    [InlineData(5000, 40)]
    public void Tables_of_one_law_alarm_no_more_often_than_is_stated(int rows, int others)
    {
        int byRows = 0, byCounts = 0, byQuality = 0;
        var strict = new DriftOptions { LeastEffect = 0, LeastMissing = 0 };
        for (ulong repeat = 0; repeat < Repeats; repeat++)
        {
            Frame reference = WatchedTables.Of(2 * repeat, rows), current = WatchedTables.Of((2 * repeat) + 1, others);
            TableDrift drift = TableDrift.Compare(reference, current, strict);
            byRows += drift.HasDrifted ? 1 : 0;
            byQuality += drift.Quality.Count > 0 ? 1 : 0;
            byCounts += TableDrift.Compare(TableTally.Of(reference), current, strict).HasDrifted ? 1 : 0;
        }

        Assert.InRange(byRows / (double)Repeats, 0.005, s_most);
        Assert.InRange(byCounts / (double)Repeats, 0.005, s_most);
        Assert.InRange(byQuality / (double)Repeats, 0, s_most);
    }

    [Theory]
    [InlineData("normal", 0.3, 1, 0.02, 0.5)]
    [InlineData("normal", 0, 1.5, 0.02, 0.5)]
    [InlineData("gaps", 0, 1, 0.06, 0.5)]
    [InlineData("level", 0, 1, 0.02, 0.4)]
    public void What_was_changed_is_found_and_nothing_else(string column, double shift, double scale, double missing, double common)
    {
        int found = 0, others = 0;
        const int Tables = 40;
        for (ulong repeat = 0; repeat < Tables; repeat++)
        {
            Frame reference = WatchedTables.Of(2 * repeat, 3000), current = WatchedTables.Of((2 * repeat) + 1, 2000, shift, scale, missing, common);
            TableDrift drift = TableDrift.Compare(TableTally.Of(reference), current);
            found += drift.Columns.Any(one => one.Name == column && one.Drifted) ? 1 : 0;
            others += drift.Columns.Count(one => one.Name != column && one.Drifted);
        }

        Assert.InRange(found, 36, Tables);
        Assert.InRange(others, 0, 4);
    }

    [Fact]
    public void What_a_later_window_of_the_reference_had_is_not_said_to_be_beyond_it()
    {
        // The first window of the reference goes to 99 and the second to 199.
        static Frame Numbers(int from, int count) => Frame.Of(new DoubleColumn("amount", [.. Enumerable.Range(from, count).Select(one => (double)one)]));
        TableTally reference = TableTally.Of(Numbers(0, 100)), second = new(reference.Grid), within = new(reference.Grid), beyond = new(reference.Grid);
        second.Add(Frame.Of(new DoubleColumn("amount", [.. Enumerable.Range(0, 1000).Select(one => one == 999 ? 199.0 : one % 100)])));
        reference.Merge(second);
        within.Add(Numbers(60, 100));
        beyond.Add(Numbers(60, 150));

        Assert.Empty(TableDrift.Compare(reference, within).Quality);
        QualityFinding finding = Assert.Single(TableDrift.Compare(reference, beyond).Quality);
        Assert.Equal((QualityIssue.AboveRange, 110L), (finding.Issue, finding.Rows));
        Assert.Equal("'amount' is above 99 in 110 rows (73 %), up to 209, and in < 0.1 % of the reference, which goes less far.", finding.Summary);
    }

    [Fact]
    public void A_number_of_few_values_is_not_new_that_a_later_part_of_the_reference_has()
    {
        // The first day, which chooses the grid, knows one weekday; the reference is a week, and so is what is compared with it.
        static Frame Day(int weekday) => Frame.Of(new IntegerColumn("weekday", [.. Enumerable.Repeat((long)weekday, 200)]));
        TableTally reference = TableTally.Of(Day(4)), current = new(reference.Grid);
        for (int weekday = 0; weekday < 7; weekday++)
        {
            current.Add(Day(weekday));
            if (weekday != 4)
            {
                reference.Add(Day(weekday));
            }
        }

        var drift = TableDrift.Compare(reference, current);
        Assert.False(drift.HasDrifted);
        Assert.Empty(drift.Quality);
        var later = new TableTally(reference.Grid);
        later.Add(Day(9));
        Assert.Equal(["9"], Assert.Single(TableDrift.Compare(reference, later).Quality).Examples);
    }

    [Fact]
    public void Numbers_are_tested_by_all_values_and_levels_by_the_table_of_both()
    {
        Frame reference = Frame.Of([new DoubleColumn("x", [.. Enumerable.Range(0, 90).Select(i => (double)(i * i % 97))]), CategoryColumn.From("level", Enumerable.Range(0, 90).Select(i => i % 2 == 0 ? "a" : "b"))]);
        Frame current = Frame.Of([new DoubleColumn("x", [.. Enumerable.Range(0, 70).Select(i => i == 3 ? double.NaN : (double)(i * 3 % 89))]), CategoryColumn.From("level", Enumerable.Range(0, 70).Select(i => i % 7 < 3 ? "a" : i % 7 < 5 ? "b" : "new"))]);
        TableDrift drift = TableDrift.Compare(reference, current);
        TwoSampleTest expected = SampleTests.KolmogorovSmirnov(reference["x"].ToDoubles(), current["x"].ToDoubles()), counts = CountTests.ChiSquared([45, 45, 0], [30, 20, 20]);
        Assert.Equal((expected.Name, expected.Statistic, expected.PValue), (drift.Columns[0].Test, drift.Columns[0].Statistic, drift.Columns[0].PValue));
        Assert.Equal((counts.Name, counts.Statistic, counts.PValue), (drift.Columns[1].Test, drift.Columns[1].Statistic, drift.Columns[1].PValue));
        Assert.Equal(20.0 / 70, drift.Columns[1].Effect, 1e-12);
        Assert.Equal("'level' has levels that the reference does not have in 20 rows (29 %): 'new'.", Assert.Single(drift.Quality).Summary);
        Assert.Equal(1.0 / 70, drift.Columns[0].Missing.Current, 1e-12);
    }

    [Fact]
    public void One_missing_cell_of_a_hundred_is_no_alarm_though_the_reference_has_none()
    {
        Frame reference = Frame.Of([new DoubleColumn("x", [.. Enumerable.Range(0, 10_000).Select(i => (double)i)])]);
        Frame current = Frame.Of([new DoubleColumn("x", [.. Enumerable.Range(0, 100).Select(i => i == 50 ? double.NaN : i * 100.0)])]);
        MissingDrift missing = TableDrift.Compare(reference, current, new DriftOptions { LeastMissing = 0 }).Columns[0].Missing;
        Assert.Equal(1.0 / 101, missing.PValue, 1e-12);
        Assert.True(TableDrift.Compare(reference, Frame.Of([new DoubleColumn("x", [.. Enumerable.Range(0, 100).Select(i => i < 5 ? double.NaN : i * 100.0)])])).Columns[0].Missing.Drifted);
    }

    [Fact]
    public void What_does_not_fit_is_told_in_words()
    {
        double[] numbers = [.. Enumerable.Range(0, 200).Select(i => (double)i)];
        Frame reference = Frame.Of([new DoubleColumn("x", numbers), new DoubleColumn("y", numbers), CategoryColumn.From("z", numbers.Select(value => value % 2 == 0 ? "even" : "odd"))]);
        Frame current = Frame.Of([CategoryColumn.From("x", numbers.Select(value => value < 20 ? "oops" : $"{value}")), new DoubleColumn("y", [.. numbers.Select(value => value * 2)]), new DoubleColumn("more", numbers)]);
        TableDrift drift = TableDrift.Compare(reference, current);
        Assert.Equal(
            ["'more' is new: the reference does not have it.", "'z' is not there, and the reference has it.", "'y' is above the greatest of the reference in 100 rows (50 %), up to 398.", "'x' cannot be read in 20 rows (10 %)."],
            drift.Quality.Select(finding => finding.Summary));
        Assert.Equal(["x", "y"], drift.Columns.Select(column => column.Name));
        Assert.Equal("median 99.5 in the reference and 199 now", drift.Columns[1].Evidence);
    }

    [Fact]
    public void Identifiers_are_left_out_and_times_go_on_by_themselves()
    {
        Frame Table(int from) => Frame.Of([
            new IntegerColumn("id", [.. Enumerable.Range(from, 100).Select(i => (long)i)]),
            new TimestampColumn("at", [.. Enumerable.Range(from, 100).Select(i => new DateTime(2026, 1, 1).AddDays(i).Ticks)]),
            new DoubleColumn("x", [.. Enumerable.Range(0, 100).Select(i => i * i % 101.0)])]);
        TableDrift drift = TableDrift.Compare(Table(1), Table(1001));
        Assert.Equal("id", Assert.Single(drift.Unwatched).Name);
        Assert.False(drift.HasDrifted);
        Assert.Empty(drift.Quality);
        Assert.Equal("2026-01-02 to 2026-04-11 in the reference, 2028-09-28 to 2029-01-05 now", drift.Columns[0].Evidence);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        Frame table = WatchedTables.Of(1, 50);
        Assert.Contains("no column in common", Assert.Throws<ModelyardException>(() => TableDrift.Compare(table, Frame.Of([new DoubleColumn("other", [1, 2])]))).Message, StringComparison.Ordinal);
        Assert.Contains("'0' to compare", Assert.Throws<ModelyardException>(() => TableDrift.Compare(table, table.Take([]))).Message, StringComparison.Ordinal);
        Assert.Contains("least effect is '2'", Assert.Throws<ModelyardException>(() => TableDrift.Compare(table, table, new DriftOptions { LeastEffect = 2 })).Message, StringComparison.Ordinal);
        Assert.Contains("needs an order", Assert.Throws<ModelyardException>(() => TableDrift.Compare(table, table, new DriftOptions { Levels = DriftMeasure.Energy })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TableDrift.Compare(TableTally.Of(table), TableTally.Of(WatchedTables.Of(2, 60))));
    }
}
