using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Metrics;
using Modelyard.Neighbors;
using Modelyard.Numerics;
using Modelyard.Selection.Features;
using Modelyard.Trees.Boosting;

namespace Modelyard.Tests.Selection.Features;

/// <summary>Holds recursive elimination to scikit-learn, and to tables whose truth is known.</summary>
public sealed class RecursiveEliminationTests
{
    [Fact]
    public void Ranks_are_those_of_scikit_learn()
    {
        JsonElement expected = FeatureOracle.Document.GetProperty("elimination");
        double[][] rows = [.. expected.GetProperty("features").EnumerateArray().Select(FeatureOracle.Numbers)];
        var features = new Matrix([.. rows.SelectMany(row => row)], rows.Length, rows[0].Length);
        Dataset data = Dataset.ForRegression(features, FeatureOracle.Numbers(expected.GetProperty("target")));
        FeatureChoice choice = new RecursiveElimination { Estimator = new LinearRegression() }.Select(data, FitContext.Default);
        double[] ranks = FeatureOracle.Numbers(expected.GetProperty("ranking"));
        Assert.Equal(ranks, data.Schema.Select(feature => (double)choice.Features.Single(one => one.Name == feature.Name).Rank));
    }

    [Fact]
    public void The_informative_are_kept_and_few_of_the_others()
    {
        foreach (Dataset data in new[] { SelectionTables.Numbers(300, 1), SelectionTables.Classes(500, 2) })
        {
            FeatureChoice choice = new RecursiveElimination().Select(data, FitContext.Default);
            Assert.Superset(SelectionTables.Informative.ToHashSet(), choice.Selected.ToHashSet());
            Assert.InRange(choice.Selected.Count, 5, 8);
            Assert.Equal(25, choice.Steps[0].Count);
            Assert.Equal(choice.Selected.Order(), choice.Steps.Single(step => step.Count == choice.Selected.Count).Features.Order());
        }
    }

    [Fact]
    public void Fewest_within_one_standard_error_of_the_best_are_kept()
    {
        Dataset data = SelectionTables.Numbers(200, 3);
        FeatureChoice least = new RecursiveElimination { Estimator = new Ridge() }.Select(data, FitContext.Default);
        FeatureChoice best = new RecursiveElimination { Estimator = new Ridge(), OneStandardError = false }.Select(data, FitContext.Default);
        double sign = least.Metric!.HigherIsBetter ? 1 : -1;
        SelectionStep top = least.Steps.MaxBy(step => sign * step.Mean)!;
        Assert.Equal(top.Count, best.Selected.Count);
        int expected = least.Steps.Where(step => sign * step.Mean >= (sign * top.Mean) - top.Error).Min(step => step.Count);
        Assert.Equal(expected, least.Selected.Count);
        Assert.Contains("chosen", least.ToCurve()!.Points[0].Label, StringComparison.Ordinal);
        Assert.Contains("<svg", least.ToChart().ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void Categories_and_missing_cells_are_judged_by_column()
    {
        Dataset plain = SelectionTables.Numbers(400, 4, noise: 3);
        var random = new RandomStream(4);
        var features = new Matrix(400, 9);
        double[] target = plain.Target.ToArray();
        for (int row = 0; row < 400; row++)
        {
            plain.Features.Row(row).CopyTo(features.Row(row));
            int level = random.NextInt(4);
            features[row, 8] = level;
            features[row, 0] = random.NextInt(10) == 0 ? double.NaN : features[row, 0];
            target[row] += level == 2 ? 3 : 0;
        }

        var schema = new FeatureSchema(plain.Schema.Append(new Feature("colour", FeatureKind.Categorical) { Levels = ["a", "b", "c", "d"] }));
        Dataset data = Dataset.ForRegression(features, target, schema);
        foreach (IEstimator estimator in new IEstimator[] { new Ridge(), new GradientBoostingRegressor { Iterations = 10 } })
        {
            FeatureChoice choice = new RecursiveElimination { Estimator = estimator }.Select(data, FitContext.Default);
            Assert.Contains("colour", choice.Selected);
            Assert.Contains("x0", choice.Selected);
            Assert.Equal(9, choice.Features.Count);
        }
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        Dataset data = SelectionTables.Classes(200, 5, noise: 6);
        foreach (IFeatureSelector selector in new IFeatureSelector[]
        {
            new RecursiveElimination { Step = 2 },
            new SequentialSelection { MostFeatures = 3 },
            new BorutaSelection { Rounds = 12 },
            new StabilitySelection { Pairs = 6 },
        })
        {
            FeatureChoice alone = selector.Select(data, new FitContext { Seed = 3, Parallelism = 1 }), together = selector.Select(data, new FitContext { Seed = 3, Parallelism = 4 });
            Assert.Equal(alone.Features, together.Features);
            Assert.Equal(alone.Steps.SelectMany(step => step.Scores), together.Steps.SelectMany(step => step.Scores));
            Assert.Equal(alone.ToString(), together.ToString());
        }
    }

    [Fact]
    public void What_does_not_suit_is_refused_in_words()
    {
        Dataset data = SelectionTables.Numbers(60, 6, noise: 1);
        string Message(IFeatureSelector selector, Dataset? other = null) => Assert.Throws<ModelyardException>(() => selector.Select(other ?? data, FitContext.Default)).Message;
        Assert.Contains("does not say how much it used", Message(new RecursiveElimination { Estimator = new KNeighborsRegressor() }), StringComparison.Ordinal);
        Assert.Contains("is for Classification", Message(new RecursiveElimination { Estimator = new LogisticRegression() }), StringComparison.Ordinal);
        Assert.Contains("has none", Message(new SequentialSelection(), Dataset.WithoutTarget(data.Features)), StringComparison.Ordinal);
        Assert.Contains("has none", Message(new StabilitySelection(), Dataset.WithoutTarget(data.Features)), StringComparison.Ordinal);
        Assert.Contains("'2'", Message(new BorutaSelection { Level = 2 }), StringComparison.Ordinal);
        Assert.Contains("'0.5'", Message(new StabilitySelection { Threshold = 0.5 }), StringComparison.Ordinal);
        Assert.Contains("ToDense", Message(new BorutaSelection(), Dataset.ForRegression(SparseMatrix.From(data.Features), data.Target.ToArray())), StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => new RecursiveElimination().Select(data, new FitContext { Cancellation = new CancellationToken(true) }));
        Assert.Throws<OperationCanceledException>(() => new BorutaSelection().Select(data, new FitContext { Cancellation = new CancellationToken(true) }));
        Assert.Throws<OperationCanceledException>(() => new StabilitySelection().Select(data, new FitContext { Cancellation = new CancellationToken(true) }));
        Assert.Throws<OperationCanceledException>(() => new SequentialSelection().Select(data, new FitContext { Cancellation = new CancellationToken(true) }));
    }

    [Fact]
    public void A_metric_that_a_fold_does_not_define_is_named()
    {
        Dataset one = Dataset.ForClassification(SelectionTables.Numbers(40, 7, noise: 1).Features, [.. Enumerable.Range(0, 40).Select(row => row == 3 ? 1 : 0)], ["no", "yes"]);
        Assert.Contains("'roc-auc' is not defined", Assert.Throws<ModelyardException>(() => new SequentialSelection { Metric = MetricCatalogue.Find("roc-auc", TaskKind.Classification) }.Select(one, FitContext.Default)).Message, StringComparison.Ordinal);
    }
}
