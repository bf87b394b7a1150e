using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Metrics;
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
        Assert.Contains(": the choice makes it worse. Guessing has 2.", comparison.Summary, StringComparison.Ordinal);
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

    /// <summary>The score of guessing is the standard deviation of the target, by definition of RMSE and but for the mean of each fold.</summary>
    [Fact]
    public void On_noise_no_choice_beats_guessing_and_on_a_signal_each_does()
    {
        IFeatureSelector[] selectors =
        [
            new RecursiveElimination { Estimator = new Ridge() },
            .. Enum.GetValues<SelectionDirection>().Select(direction => new SequentialSelection { Direction = direction, Estimator = new Ridge() }),
        ];
        foreach (IFeatureSelector selector in selectors)
        {
            Dataset noise = SelectionTables.Noise(200, 6, 3), signal = SelectionTables.Numbers(200, 3, noise: 1);
            FeatureChoice useless = selector.Select(noise, FitContext.Default), useful = selector.Select(signal, FitContext.Default);
            double deviation = Math.Sqrt(noise.Target.ToArray().Average(value => value * value));
            Assert.Equal(deviation, useless.Guess!.Mean, 0.05 * deviation);
            Assert.True(useful.BeatsGuessing);
            Assert.False(useless.BeatsGuessing);
            Assert.Contains("not better than guessing beyond chance", useless.Summary, StringComparison.Ordinal);
            Assert.DoesNotContain("beyond chance", useful.Summary, StringComparison.Ordinal);
            SelectionComparison comparison = SelectionComparison.Compute(selector, noise, FitContext.Default, new Ridge())!;
            Assert.False(comparison.BeatsGuessing);
            Assert.Equal(deviation, comparison.Guess, 0.05 * deviation);
            Assert.EndsWith("the choice is not better than that beyond chance.", comparison.Summary, StringComparison.Ordinal);
            Assert.True(SelectionComparison.Compute(selector, signal, FitContext.Default, new Ridge())!.BeatsGuessing);
        }
    }

    [Fact]
    public void A_metric_that_guessing_has_no_score_of_leaves_guessing_out()
    {
        FeatureChoice choice = new RecursiveElimination { Metric = new Correlation() }.Select(SelectionTables.Numbers(100, 3, noise: 1), FitContext.Default);
        Assert.Null(choice.Guess);
        Assert.Null(choice.BeatsGuessing);
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

    /// <summary>Scores as Pearson's correlation does, which has no value where all answers are the same.</summary>
    private sealed class Correlation : IMetric
    {
        public string Name => "correlation";

        public string Title => "Correlation";

        public TaskKind Task => TaskKind.Regression;

        public bool HigherIsBetter => true;

        public bool ScoresLabels => false;

        public double Score(Predictions predictions)
        {
            double[] predicted = predictions.Predicted.ToArray(), truth = predictions.Target.ToArray();
            return predicted.Distinct().Count() == 1 ? double.NaN : Math.Sqrt(UnivariateTests.CorrelationF(predicted, truth).Effect);
        }
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
