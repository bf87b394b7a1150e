using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Selection.Features;

namespace Modelyard.Tests.Selection.Features;

/// <summary>Holds stability selection to its bound, and to tables whose truth is known.</summary>
public sealed class StabilitySelectionTests
{
    [Fact]
    public void The_informative_are_selected_and_noise_is_not()
    {
        foreach (Dataset data in new[] { SelectionTables.Numbers(300, 1), SelectionTables.Classes(600, 2) })
        {
            FeatureChoice choice = new StabilitySelection { Pairs = 20, FalseSelections = 4 }.Select(data, FitContext.Default);
            Assert.Equal(SelectionTables.Informative, choice.Selected.Order());
        }
    }

    [Fact]
    public void Copies_share_their_votes()
    {
        Dataset data = WithNearCopy(SelectionTables.Numbers(400, 5, noise: 10), 0);
        FeatureChoice choice = new StabilitySelection { Pairs = 20, FalseSelections = 4 }.Select(data, FitContext.Default);
        Assert.Equal(["copy", .. SelectionTables.Informative], choice.Selected.Order());
        Assert.Contains("'x0' and 'copy'", choice.Summary, StringComparison.Ordinal);
        Assert.Equal("Lasso(Tolerance=1E-07)", choice.Learner);
        FeatureChoice split = new StabilitySelection { Pairs = 20, FalseSelections = 4, Likeness = 2 }.Select(data, FitContext.Default);
        Assert.True(split.Features.Single(one => one.Name == "x0").Score < choice.Features.Single(one => one.Name == "x0").Score);
    }

    [Fact]
    public void Over_two_hundred_tables_of_noise_false_selections_stay_below_the_bound()
    {
        var selection = new StabilitySelection { Selector = MostCorrelated, Pairs = 20, Threshold = 0.6, FalseSelections = 1 };
        double bound = selection.BoundOf(30);
        Assert.InRange(bound, 0.5, 1);
        int selected = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            selected += selection.Select(SelectionTables.Noise(80, 30, seed), new FitContext { Seed = seed, Parallelism = 2 }).Selected.Count;
        }

        Assert.InRange(selected / 200.0, 0.01, bound);
    }

    [Theory]
    [InlineData(100, 0.75, 1, 7)]
    [InlineData(25, 0.75, 4, 7)]
    [InlineData(3, 0.9, 0.1, 1)]
    [InlineData(4, 1, 100, 4)]
    public void As_many_are_taken_as_the_bound_allows(int features, double threshold, double falseSelections, int taken)
    {
        var selection = new StabilitySelection { Threshold = threshold, FalseSelections = falseSelections };
        Assert.Equal(taken, selection.TakenOf(features));
        Assert.Equal(taken * taken / (((2 * threshold) - 1) * features), selection.BoundOf(features), 1e-12);
    }

    [Fact]
    public void Halves_are_complementary_and_hold_each_class()
    {
        var seen = new List<(int Rows, int Positive)>();
        Dataset data = SelectionTables.Classes(41, 3, noise: 0);
        int positive = data.Labels.ToArray().Sum();
        new StabilitySelection { Pairs = 3, Selector = (half, _, _) => Note(seen, half) }.Select(data, new FitContext { Parallelism = 1 });
        Assert.Equal(6, seen.Count);
        Assert.All(seen, half => Assert.Equal(20, half.Rows));
        Assert.All(seen, half => Assert.InRange(half.Positive, (positive / 2) - 1, (positive / 2) + 1));
    }

    [Fact]
    public void A_selector_that_takes_too_many_is_refused()
    {
        var selection = new StabilitySelection { Selector = (_, _, _) => [0, 1, 2, 3, 4], Pairs = 1 };
        Assert.Contains("at most", Assert.Throws<ModelyardException>(() => selection.Select(SelectionTables.Numbers(40, 1, noise: 0), FitContext.Default)).Message, StringComparison.Ordinal);
        Assert.Contains("The table has 3 rows", Assert.Throws<ModelyardException>(() => new StabilitySelection().Select(SelectionTables.Numbers(3, 1), FitContext.Default)).Message, StringComparison.Ordinal);
    }

    private static Dataset WithNearCopy(Dataset data, int column)
    {
        var random = new RandomStream(9);
        var features = new Matrix(data.RowCount, data.FeatureCount + 1);
        for (int row = 0; row < data.RowCount; row++)
        {
            data.Features.Row(row).CopyTo(features.Row(row));
            features[row, data.FeatureCount] = data.Features[row, column] + (0.02 * random.NextGaussian());
        }

        return Dataset.ForRegression(features, data.Target.ToArray(), new FeatureSchema(data.Schema.Append(new Feature("copy"))));
    }

    private static int[] Note(List<(int Rows, int Positive)> seen, Dataset half)
    {
        seen.Add((half.RowCount, half.Labels.ToArray().Sum()));
        return [];
    }

    /// <summary>Takes the columns, of mean 0 and deviation 1, whose products with the target are greatest.</summary>
    private static int[] MostCorrelated(Dataset half, int count, FitContext context) => [.. Enumerable.Range(0, half.FeatureCount)
        .OrderByDescending(column =>
        {
            double[] values = new double[half.RowCount];
            half.Features.CopyColumnTo(column, values);
            return Math.Abs(VectorKernels.Dot(values, half.Target));
        })
        .Take(count)];
}
