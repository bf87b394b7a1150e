using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Selection.Features;

namespace Modelyard.Tests.Selection.Features;

/// <summary>Holds the comparison of chosen features with all of them to tables whose truth is known.</summary>
public sealed class SelectionComparisonTests
{
    [Fact]
    public void A_choice_that_leaves_out_what_matters_is_worse_and_says_by_how_much()
    {
        // Without x0, whose weight is 1.5, the error of deviation 1 becomes one of the root of 3.25.
        Dataset data = SelectionTables.Numbers(600, 4, noise: 3);
        SelectionComparison comparison = SelectionComparison.Compute(new Without("x0"), data, FitContext.Default, new Ridge())!;
        Assert.True(comparison.IsWorse);
        Assert.InRange(comparison.All, 0.9, 1.1);
        Assert.InRange(comparison.Chosen, 1.6, 2);
        Assert.InRange(comparison.Difference, comparison.Low, comparison.High);
        Assert.EndsWith(": the choice makes it worse.", comparison.Summary, StringComparison.Ordinal);
        Assert.StartsWith("RMSE of 'Ridge' on new rows: ", comparison.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_choice_that_leaves_out_noise_is_not_worse()
    {
        SelectionComparison comparison = SelectionComparison.Compute(new Without("x5"), SelectionTables.Classes(300, 4, noise: 3), FitContext.Default)!;
        Assert.False(comparison.IsWorse);
        Assert.StartsWith("ROC AUC of 'RandomForestClassifier(", comparison.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void No_row_judges_a_choice_to_which_it_added()
    {
        // Chosen among many columns of noise by the rows that judge, a few would seem to predict.
        double ratios = 0;
        const int Tables = 10;
        for (ulong seed = 0; seed < Tables; seed++)
        {
            Dataset noise = SelectionTables.Noise(60, 100, seed);
            SelectionComparison comparison = SelectionComparison.Compute(new MostCorrelated(), noise, new FitContext { Seed = seed }, new Ridge())!;
            ratios += comparison.Chosen / Math.Sqrt(noise.Target.ToArray().Average(value => value * value));
        }

        Assert.True(ratios / Tables > 1);
    }

    [Fact]
    public void Without_time_there_is_no_comparison() =>
        Assert.Null(SelectionComparison.Compute(new Without("x0"), SelectionTables.Numbers(100, 1), new FitContext { Budget = TimeSpan.Zero }));

    [Fact]
    public void A_linear_model_warns_of_the_curve_that_it_leaves_out_and_boosting_keeps_it()
    {
        var random = new RandomStream(7);
        var features = new Matrix(600, 5);
        double[] target = new double[features.Rows];
        for (int row = 0; row < target.Length; row++)
        {
            for (int feature = 0; feature < features.Columns; feature++)
            {
                features[row, feature] = random.NextGaussian();
            }

            target[row] = features[row, 0] + (2 * Math.Abs(features[row, 1])) + (0.5 * random.NextGaussian());
        }

        Dataset data = Dataset.ForRegression(features, target);
        foreach (IFeatureSelector selector in new IFeatureSelector[] { new RecursiveElimination { Estimator = new Ridge() }, new SequentialSelection { Estimator = new Ridge() }, new StabilitySelection { Pairs = 5 } })
        {
            var warnings = new List<string>();
            FeatureChoice choice = selector.Select(data, new FitContext { Warning = warnings.Add });
            Assert.DoesNotContain("x1", choice.Selected);
            Assert.Contains(warnings, warning => warning.StartsWith("'x1' says more than chance of 'target', but not along a line", StringComparison.Ordinal));
        }

        foreach (IFeatureSelector selector in new IFeatureSelector[] { new RecursiveElimination(), new SequentialSelection() })
        {
            FeatureChoice choice = selector.Select(data, FitContext.Default);
            Assert.Equal(["x0", "x1"], choice.Selected.Order());
            Assert.Equal("GradientBoostingRegressor(Iterations=60, MaxLeafNodes=8)", choice.Learner);
        }
    }

    private static FeatureChoice Choice(Dataset data, Func<string, bool> isKept) =>
        new("test", [.. data.Schema.Select(one => new FeatureVerdict(one.Name, isKept(one.Name) ? FeatureDecision.Selected : FeatureDecision.Rejected, 1, 0))], "score", "");

    private sealed record Without(string Name) : IFeatureSelector
    {
        public FeatureChoice Select(Dataset data, FitContext context) => Choice(data, name => name != Name);
    }

    /// <summary>Keeps the five columns that go with the target of its rows most.</summary>
    private sealed record MostCorrelated : IFeatureSelector
    {
        public FeatureChoice Select(Dataset data, FitContext context)
        {
            string[] best = [.. FeatureRanking.Compute(data, FeatureMeasure.F, context).Features.Take(5).Select(one => one.Name)];
            return Choice(data, best.Contains);
        }
    }
}
