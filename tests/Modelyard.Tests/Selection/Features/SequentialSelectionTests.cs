using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Selection;
using Modelyard.Selection.Features;

namespace Modelyard.Tests.Selection.Features;

/// <summary>Holds sequential selection to tables whose truth is known.</summary>
public sealed class SequentialSelectionTests
{
    [Theory]
    [InlineData(SelectionDirection.Forward)]
    [InlineData(SelectionDirection.Backward)]
    [InlineData(SelectionDirection.Floating)]
    public void The_informative_are_kept_and_few_of_the_others(SelectionDirection direction)
    {
        for (ulong seed = 1; seed <= 3; seed++)
        {
            FeatureChoice choice = new SequentialSelection { Direction = direction }.Select(SelectionTables.Numbers(300, seed), FitContext.Default);
            Assert.Superset(SelectionTables.Informative.ToHashSet(), choice.Selected.ToHashSet());
            Assert.InRange(choice.Selected.Count, 5, 10);
        }
    }

    [Fact]
    public void Forward_steps_are_cross_validated_scores_and_each_is_the_best_of_its_kind()
    {
        Dataset data = SelectionTables.Numbers(200, 8, noise: 3);
        var folds = new KFold { Stratified = true };
        FeatureChoice choice = new SequentialSelection { Estimator = new LinearRegression(), Splitter = folds, MostFeatures = 2 }.Select(data, FitContext.Default);
        Assert.Equal([0, 1, 2], choice.Steps.Select(step => step.Count));
        double[] alone = [.. Enumerable.Range(0, data.FeatureCount).Select(column => Scores(data, folds, choice, [column]).Average())];
        int best = Array.IndexOf(alone, choice.Metric!.HigherIsBetter ? alone.Max() : alone.Min());
        Assert.Equal([data.Schema[best].Name], choice.Steps[1].Features);
        Assert.All(Scores(data, folds, choice, [best]).Zip(choice.Steps[1].Scores), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
    }

    [Fact]
    public void Floating_search_drops_what_two_others_together_replace()
    {
        // The first is a noisy sum of the two that matter: the best alone, worth nothing beside both.
        var random = new RandomStream(21);
        var features = new Matrix(400, 3);
        double[] target = new double[400];
        for (int row = 0; row < 400; row++)
        {
            (features[row, 1], features[row, 2]) = (random.NextGaussian(), random.NextGaussian());
            features[row, 0] = features[row, 1] + features[row, 2] + (0.7 * random.NextGaussian());
            target[row] = features[row, 1] + features[row, 2] + (0.3 * random.NextGaussian());
        }

        Dataset data = Dataset.ForRegression(features, target);
        Assert.Contains("x0", new SequentialSelection { Direction = SelectionDirection.Forward }.Select(data, FitContext.Default).Selected);
        FeatureChoice floating = new SequentialSelection { Direction = SelectionDirection.Floating }.Select(data, FitContext.Default);
        Assert.Equal(["x1", "x2"], floating.Selected.Order());
    }

    [Fact]
    public void Of_noise_nothing_or_next_to_nothing_is_kept()
    {
        int kept = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            kept += new SequentialSelection().Select(SelectionTables.Noise(150, 10, seed), FitContext.Default).Selected.Count;
        }

        Assert.InRange(kept, 0, 20);
    }

    [Fact]
    public void A_selection_that_runs_out_of_time_returns_what_it_has()
    {
        var warnings = new List<string>();
        var context = new FitContext { Warning = warnings.Add, Budget = TimeSpan.FromSeconds(1) };
        FeatureChoice choice = new SequentialSelection { Estimator = new Spender(), Margin = 0 }.Select(SelectionTables.Numbers(60, 2, noise: 1), context);
        Assert.Equal("The time ended the selection", warnings[0][..28]);
        Assert.NotEmpty(choice.Steps);
        Assert.All(choice.Features, feature => Assert.Equal(double.NaN, feature.Score));
    }

    private static double[] Scores(Dataset data, ISplitter folds, FeatureChoice choice, int[] columns)
    {
        var chosen = new Matrix(data.RowCount, columns.Length);
        for (int row = 0; row < data.RowCount; row++)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                chosen[row, i] = data.Features[row, columns[i]];
            }
        }

        Dataset few = Dataset.ForRegression(chosen, data.Target.ToArray());
        return [.. CrossValidation.Run(new LinearRegression(), few, folds.Split(data), choice.Metric!, FitContext.Default).Select(fold => fold.Score)];
    }

    /// <summary>Spends a tenth of a second on each fit.</summary>
    private sealed record Spender : IRegressor<LinearModel>
    {
        public LearnerTraits Traits => new();

        public LinearModel Fit(Dataset data, FitContext context)
        {
            Thread.Sleep(100);
            return new LinearRegression().Fit(data, context with { Budget = null });
        }
    }
}
