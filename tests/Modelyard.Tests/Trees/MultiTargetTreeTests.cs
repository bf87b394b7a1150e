using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Tests.Trees.Boosting;
using Modelyard.Trees;

namespace Modelyard.Tests.Trees;

public sealed class MultiTargetTreeTests
{
    public static TheoryData<IMultiTargetEstimator> Estimators() =>
    [
        new DecisionTreeClassifier(), new DecisionTreeRegressor(), new RandomForestClassifier { Trees = 8 }, new RandomForestRegressor { Trees = 8 },
        new ExtraTreesClassifier { Trees = 8 }, new ExtraTreesRegressor { Trees = 8 }, new DecisionTreeRegressor { MaxLeafNodes = 9, CostComplexityAlpha = 0.01 },
    ];

    [Theory]
    [MemberData(nameof(Estimators))]
    public void The_number_of_threads_changes_nothing_and_a_row_alone_is_predicted_as_in_a_batch(IMultiTargetEstimator estimator)
    {
        MultiTargetDataset data = Mixed(estimator);
        IMultiTargetModel one = estimator.FitTargets(data, new FitContext { Parallelism = 1 }), many = estimator.FitTargets(data, new FitContext { Parallelism = 4 });
        Matrix batch = Predict(one, data.Features);
        Assert.Equal(batch.AsSpan().ToArray(), Predict(many, data.Features).AsSpan().ToArray());
        double[] single = new double[data.TargetCount];
        for (int row = 0; row < data.RowCount; row++)
        {
            one.PredictTargets(data.Features.Row(row), single);
            Assert.Equal(single, batch.Row(row).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void A_model_stored_and_read_back_is_the_same(IMultiTargetEstimator estimator)
    {
        MultiTargetDataset data = Mixed(estimator);
        var model = (MultiTargetTreeModel)estimator.FitTargets(data, FitContext.Default);
        var state = new MemoryState();
        model.Save(state);
        var again = MultiTargetTreeModel.Load(state.Reader);
        Assert.Equal(Predict(model, data.Features).AsSpan().ToArray(), Predict(again, data.Features).AsSpan().ToArray());
        Assert.Equal(model.TargetNames, again.TargetNames);
        Assert.Equal(model.Task, again.Task);
        Assert.Contains(MultiTargetTreeModel.TypeName, ModelTypes.Names);
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void The_wrong_kind_of_targets_is_refused(IMultiTargetEstimator estimator)
    {
        MultiTargetDataset other = estimator is IEstimator { Task: TaskKind.Regression } ? TreeGrowthTests.Tags() : TreeGrowthTests.Several();
        Assert.Throws<ModelyardException>(() => estimator.FitTargets(other, FitContext.Default));
        Assert.ThrowsAny<OperationCanceledException>(() => estimator.FitTargets(Mixed(estimator), new FitContext { Cancellation = new CancellationToken(canceled: true) }));
    }

    [Fact]
    public void One_target_alone_gives_the_tree_of_one_target()
    {
        Dataset data = TreeTables.MixedRegression(300, 3, weighted: true);
        var targets = MultiTargetDataset.ForRegression(data.Features, new Matrix(data.Target.ToArray(), 300, 1), ["one"], data.Schema).WithWeights(data.Weights.ToArray());
        var tree = new DecisionTreeRegressor { MinSamplesLeaf = 3 };
        Matrix together = Predict(tree.FitTargets(targets, FitContext.Default), data.Features);
        TreeRegressionModel alone = tree.Fit(data);
        for (int row = 0; row < 300; row++)
        {
            Assert.Equal(alone.Predict(data.Features.Row(row)), together[row, 0], 1e-12);
        }
    }

    [Fact]
    public void Forests_of_several_targets_score_as_scikit_learns_do()
    {
        Dataset concrete = TreeTables.Concrete();
        int columns = concrete.FeatureCount;
        var features = new Matrix(concrete.RowCount, columns - 1);
        var pair = new Matrix(concrete.RowCount, 2);
        for (int row = 0; row < concrete.RowCount; row++)
        {
            concrete.Features.Row(row)[1..].CopyTo(features.Row(row));
            pair[row, 0] = concrete.Target[row];
            pair[row, 1] = concrete.Features[row, 0];
        }

        var data = MultiTargetDataset.ForRegression(features, pair, ["strength", "cement"]);
        AssertScore("forest_pair", 0.006, seed => Score(new RandomForestRegressor(), data, seed));
        AssertScore("extra_pair", 0.006, seed => Score(new ExtraTreesRegressor(), data, seed));
    }

    [Fact]
    public void Forests_of_labels_score_as_scikit_learns_do_and_know_it_out_of_bag()
    {
        Dataset letters = TreeTables.Letters(4000);
        var tags = new Matrix(letters.RowCount, 3);
        for (int row = 0; row < letters.RowCount; row++)
        {
            char letter = letters.Classes[letters.Labels[row]][0];
            tags[row, 0] = "AEIOU".Contains(letter, StringComparison.Ordinal) ? 1 : 0;
            tags[row, 1] = letter < 'N' ? 1 : 0;
            tags[row, 2] = "BCDGOPQRSU".Contains(letter, StringComparison.Ordinal) ? 1 : 0;
        }

        var data = MultiTargetDataset.ForLabels(letters.Features, tags, ["vowel", "early", "round"]);
        AssertScore("forest_tags", 0.008, seed => Score(new RandomForestClassifier(), data, seed));
        MultiTargetTreeModel model = new RandomForestClassifier { OutOfBagScore = true }.FitTargets(data, FitContext.Default);
        Assert.Equal(TreeGrowthTests.Expected.GetProperty("scores").GetProperty("forest_tags").GetDouble(), model.OutOfBagScore!.Value, 0.012);
    }

    [Fact]
    public void A_tree_of_several_targets_is_told_as_rules()
    {
        var data = MultiTargetDataset.ForRegression(new Matrix([0, 1, 2, 3], 4, 1), new Matrix([1, 5, 1, 5, 2, 7, 2, 7], 4, 2), ["a", "b"], new FeatureSchema(new Feature("x")));
        Assert.Equal("x <= 1.5 or missing: a 1, b 5  (2)\nx > 1.5: a 2, b 7  (2)\n", new DecisionTreeRegressor().FitTargets(data, FitContext.Default).ToText());
    }

    private static void AssertScore(string name, double tolerance, Func<ulong, double> score)
    {
        double expected = TreeGrowthTests.Expected.GetProperty("scores").GetProperty(name).GetDouble();
        Assert.InRange(Enumerable.Range(0, 4).Average(seed => score((ulong)seed)), expected - tolerance, expected + tolerance);
    }

    private static double Score(IMultiTargetEstimator estimator, MultiTargetDataset data, ulong seed)
    {
        MultiTargetDataset train = data.Rows([.. Enumerable.Range(0, data.RowCount).Where(row => row % 5 != 0)]);
        MultiTargetDataset test = data.Rows([.. Enumerable.Range(0, data.RowCount).Where(row => row % 5 == 0)]);
        Matrix predicted = Predict(estimator.FitTargets(train, new FitContext { Seed = seed }), test.Features);
        double score = 0;
        for (int target = 0; target < data.TargetCount; target++)
        {
            double[] actual = new double[test.RowCount];
            test.Targets.CopyColumnTo(target, actual);
            double mean = actual.Average();
            double miss = data.Task == TaskKind.Classification
                ? actual.Where((value, row) => (predicted[row, target] > 0.5) != (value == 1)).Count() / (double)test.RowCount
                : actual.Select((value, row) => Math.Pow(value - predicted[row, target], 2)).Sum() / actual.Sum(value => Math.Pow(value - mean, 2));
            score += (1 - miss) / data.TargetCount;
        }

        return score;
    }

    private static MultiTargetDataset Mixed(IMultiTargetEstimator estimator)
    {
        Dataset first = TreeTables.MixedRegression(250, 41), second = TreeTables.MixedRegression(250, 42);
        bool numbers = estimator is IEstimator { Task: TaskKind.Regression };
        var targets = new Matrix(250, 2);
        for (int row = 0; row < 250; row++)
        {
            targets[row, 0] = numbers ? first.Target[row] : first.Target[row] > 4 ? 1 : 0;
            targets[row, 1] = numbers ? second.Target[row] : first.Features[row, 3] is 1 or 4 ? 1 : 0;
        }

        return numbers
            ? MultiTargetDataset.ForRegression(first.Features, targets, ["a", "b"], first.Schema)
            : MultiTargetDataset.ForLabels(first.Features, targets, ["a", "b"], first.Schema);
    }

    private static Matrix Predict(IMultiTargetModel model, Matrix rows)
    {
        var targets = new Matrix(rows.Rows, model.TargetNames.Count);
        model.PredictTargets(rows, targets, 2);
        return targets;
    }
}
