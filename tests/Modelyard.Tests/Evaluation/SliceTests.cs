using Modelyard.Evaluation;
using Modelyard.Frames;
using Modelyard.Frames.Expressions;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Tests.Evaluation;

/// <summary>Holds the search for slices to tables in which the rows that err are known.</summary>
public sealed class SliceTests
{
    [Fact]
    public void A_planted_pair_of_conditions_is_found_and_its_condition_selects_its_rows()
    {
        Frame rows = Table(8000, 1);
        double[] ages = rows["age"].ToDoubles();
        double[] losses = Losses(8000, 2, row => ages[row] >= 60 && rows["region"].FormatCell(row) == "east" ? 1.5 : 0);
        IReadOnlyList<Slice> slices = SliceSearch.Find(rows, losses, FitContext.Default);
        Slice worst = slices[0];
        Frame own = rows.Filter(worst.Condition);
        Assert.Equal(worst.Rows, own.RowCount);
        Assert.InRange(own["age"].ToDoubles().Count(age => age >= 60) / (double)own.RowCount, 0.9, 1);
        Assert.All(Enumerable.Range(0, own.RowCount), row => Assert.Equal("east", own["region"].FormatCell(row)));
        Assert.InRange(worst.Loss - worst.OtherLoss, 1, 1.7);
        Assert.InRange(worst.PValue, 0, 1e-6);
        Assert.Equal(rows.Filter(Expression.Parse(worst.Condition.ToString())).RowCount, worst.Rows);
    }

    [Fact]
    public void A_pair_is_told_and_not_the_half_of_it_that_errs_for_the_pair_alone()
    {
        int pairs = 0;
        for (int i = 0; i < 20; i++)
        {
            Frame rows = Table(4000, (ulong)(700 + i));
            double[] losses = Losses(4000, (ulong)(800 + i), row => rows["member"].FormatCell(row) == "true" && rows["region"].FormatCell(row) == "east" ? 1 : 0);
            string told = SliceSearch.Find(rows, losses, new FitContext { Seed = (ulong)i })[0].Condition.ToString();
            pairs += told.Contains("member", StringComparison.Ordinal) && told.Contains("region", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.InRange(pairs, 19, 20);
    }

    [Fact]
    public void Rows_without_a_cell_and_truths_are_slices_too()
    {
        Frame rows = Table(4000, 3);
        double[] losses = Losses(4000, 4, row => rows["region"].IsMissing(row) ? 2 : rows["member"].FormatCell(row) == "true" ? 1 : 0);
        string[] told = [.. SliceSearch.Find(rows, losses, FitContext.Default, new SliceOptions { Depth = 1 }).Select(slice => slice.Condition.ToString())];
        Assert.Contains(told, text => text.Contains("region", StringComparison.Ordinal) && text.Contains("missing", StringComparison.Ordinal));
        Assert.Contains(told, text => text.Contains("member", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_errors_have_nothing_to_do_with_the_rows_few_slices_are_told()
    {
        int told = 0;
        for (int i = 0; i < 60; i++)
        {
            Frame rows = Table(1200, (ulong)(10 + i));
            told += SliceSearch.Find(rows, Losses(1200, (ulong)(500 + i), _ => 0), new FitContext { Seed = (ulong)i }).Count > 0 ? 1 : 0;
        }

        // A slice is told by chance in at most about one of twenty tables.
        Assert.InRange(told, 0, 8);
    }

    [Fact]
    public void One_cause_is_told_once_and_its_echoes_are_counted()
    {
        Frame rows = Table(8000, 21);
        double[] ages = rows["age"].ToDoubles();
        rows = rows.With(new BooleanColumn("retired", Array.ConvertAll(ages, age => age >= 64)));
        double[] losses = Losses(8000, 22, row => ages[row] >= 64 ? 1 : 0);
        IReadOnlyList<Slice> slices = SliceSearch.Find(rows, losses, FitContext.Default);
        Slice told = Assert.Single(slices);
        Assert.InRange(rows.Filter(told.Condition)["age"].ToDoubles().Min(), 63, 80);
        Assert.InRange(told.Echoes, 1, 60);
        Assert.True(double.IsNaN(told.Expected));
    }

    [Fact]
    public void Flipped_labels_are_worse_than_the_model_says_and_rows_near_one_half_are_hard_by_nature()
    {
        (Frame rows, double[] losses, double[] expected) = Calibrated(8000, 31, flips: true);
        IReadOnlyList<Slice> slices = SliceSearch.Find(rows, losses, FitContext.Default, expected: expected);
        Assert.Equal("region = 'east'", slices[0].Condition.ToString());
        Assert.True(slices[0].IsWorseThanExpected);
        Assert.InRange(slices[0].Loss / slices[0].Expected, 1.3, 10);
        Assert.Contains(slices, slice => !slice.IsWorseThanExpected && slice.Condition.ToString().Contains("age", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_calibrated_tables_no_slice_is_worse_than_the_model_says()
    {
        int hard = 0;
        for (ulong i = 0; i < 20; i++)
        {
            (Frame rows, double[] losses, double[] expected) = Calibrated(2000, 100 + i, flips: false);
            IReadOnlyList<Slice> slices = SliceSearch.Find(rows, losses, new FitContext { Seed = i }, expected: expected);
            Assert.DoesNotContain(slices, slice => slice.IsWorseThanExpected);
            hard += slices.Count > 0 ? 1 : 0;
        }

        Assert.Equal(20, hard);
    }

    [Fact]
    public void What_cannot_be_searched_is_told_and_columns_of_no_use_are_passed_over()
    {
        Frame rows = Table(100, 5);
        Assert.Contains("'100' rows and '3' losses", Assert.Throws<ModelyardException>(() => SliceSearch.Find(rows, [1, 2, 3], FitContext.Default)).Message, StringComparison.Ordinal);
        Assert.Contains("Depth 1 or 2", Assert.Throws<ModelyardException>(() => SliceSearch.Find(rows, new double[100], FitContext.Default, new SliceOptions { Depth = 3 })).Message, StringComparison.Ordinal);
        Assert.Empty(SliceSearch.Find(Frame.Of(new DoubleColumn("constant", new double[100])), Losses(100, 1, _ => 0), FitContext.Default));
        Assert.Empty(SliceSearch.Find(rows, new double[100], FitContext.Default));
    }

    /// <summary>Draws answers with the stated probabilities, which are near one half for the old; in the east most are flipped, if flips are asked for.</summary>
    private static (Frame Rows, double[] Losses, double[] Expected) Calibrated(int count, ulong seed, bool flips)
    {
        Frame rows = Table(count, seed);
        var random = new RandomStream(seed, 7);
        double[] ages = rows["age"].ToDoubles(), losses = new double[count], expected = new double[count];
        int[] labels = new int[count];
        var probabilities = new Matrix(count, 2);
        for (int row = 0; row < count; row++)
        {
            double own = ages[row] >= 48 ? 0.4 + (0.2 * random.NextDouble()) : random.NextInt(2) == 0 ? 0.1 : 0.9;
            (probabilities[row, 0], probabilities[row, 1]) = (1 - own, own);
            bool isFlipped = flips && rows["region"].FormatCell(row) == "east" && random.NextDouble() < 0.8;
            labels[row] = random.NextDouble() < own != isFlipped ? 1 : 0;
        }

        ProbabilityScores.LogLosses(labels, probabilities, losses);
        ProbabilityScores.ExpectedLogLosses(probabilities, expected);
        return (rows, losses, expected);
    }

    private static Frame Table(int count, ulong seed)
    {
        var random = new RandomStream(seed);
        double[] ages = new double[count], incomes = new double[count];
        string?[] regions = new string?[count];
        bool[] members = new bool[count];
        for (int row = 0; row < count; row++)
        {
            ages[row] = random.NextInt(80);
            incomes[row] = Math.Exp(random.NextGaussian());
            regions[row] = random.NextInt(5) switch { 0 => null, 1 => "east", 2 => "west", _ => "north" };
            members[row] = random.NextInt(4) == 0;
        }

        return Frame.Of(new DoubleColumn("age", ages), new DoubleColumn("income", incomes), CategoryColumn.From("region", regions), new BooleanColumn("member", members));
    }

    private static double[] Losses(int count, ulong seed, Func<int, double> excess)
    {
        var random = new RandomStream(seed, 1);
        double[] losses = new double[count];
        for (int row = 0; row < count; row++)
        {
            losses[row] = -Math.Log(1 - random.NextDouble()) + excess(row);
        }

        return losses;
    }
}
