using System.Text.Json;
using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Tests.Linear;

namespace Modelyard.Tests.Ensembles;

public sealed class MultiTargetTests
{
    private static readonly LogisticRegression Tight = new() { Tolerance = 1e-10, MaxIterations = 1000 };

    [Theory]
    [InlineData(4, 2.0, false)]
    [InlineData(4, 0.0, true)]
    [InlineData(6, 0.0, false)]
    [InlineData(6, 1.0, true)]
    public void Least_squares_of_many_targets_at_once_are_those_of_each_target_alone(int degree, double alpha, bool weighted)
    {
        // The powers of one feature nearly depend on one another from the fifth on.
        const int Rows = 700, Targets = 5;
        var random = new RandomStream(11);
        Matrix features = new(Rows, degree), targets = new(Rows, Targets);
        double[] weights = new double[Rows];
        for (int row = 0; row < Rows; row++)
        {
            double x = 1 + (3 * random.NextDouble());
            weights[row] = random.NextInt(3);
            for (int power = 0; power < degree; power++)
            {
                features[row, power] = Math.Pow(x, power + 1);
            }

            for (int target = 0; target < Targets; target++)
            {
                targets[row, target] = (1000 * target) + Math.Sin((1 + target) * x) + (0.1 * random.NextGaussian());
            }
        }

        MultiTargetDataset data = MultiTargetDataset.ForRegression(features, targets, [.. Enumerable.Range(0, Targets).Select(target => $"y{target}")]).WithWeights(weighted ? weights : null);
        var estimator = new Ridge { Alpha = alpha };
        var model = (MultiTargetModel)new MultiOutputRegressor { Estimator = estimator }.FitTargets(data, FitContext.Default);
        Matrix together = new(Rows, Targets), onThreads = new(Rows, Targets), singly = new(Rows, Targets);
        model.PredictTargets(features, together);
        model.PredictTargets(features, onThreads, 3);
        for (int row = 0; row < Rows; row++)
        {
            model.PredictTargets(features.Row(row), singly.Row(row));
        }

        Assert.Equal(singly.AsSpan(), together.AsSpan());
        Assert.Equal(singly.AsSpan(), onThreads.AsSpan());
        for (int target = 0; target < Targets; target++)
        {
            LinearModel alone = estimator.Fit(data.Target(target)), own = (LinearModel)model.Members[target];
            for (int j = 0; j < degree; j++)
            {
                Assert.Equal(alone.Coefficients[j], own.Coefficients[j], 1e-9 * (1 + Math.Abs(alone.Coefficients[j])));
            }

            for (int row = 0; row < Rows; row++)
            {
                Assert.Equal(own.Predict(features.Row(row)), together[row, target], 1e-8 * (1 + Math.Abs(together[row, target])));
            }
        }
    }

    [Fact]
    public void Numbers_labels_and_chains_agree_with_scikit_learn()
    {
        MultiOutputOracle.Near(MultiOutputOracle.Matrix("multiOutput"), Predict(new MultiOutputRegressor().FitTargets(MultiOutputOracle.Numbers(), FitContext.Default)), 1e-9);
        MultiOutputOracle.Near(MultiOutputOracle.Matrix("multiLabel"), Predict(new MultiLabelClassifier { Estimator = Tight }.FitTargets(MultiOutputOracle.Labels(), FitContext.Default)), 1e-6);
        MultiOutputOracle.Near(MultiOutputOracle.Matrix("chain"), Predict(new ClassifierChain { Estimator = Tight }.FitTargets(MultiOutputOracle.Labels(), FitContext.Default)), 1e-6);
    }

    [Fact]
    public void A_chain_learns_that_labels_go_together_where_separate_models_cannot()
    {
        // The second label is the opposite of the first, which is a coin: only who reads the first knows the second.
        var random = new RandomStream(3);
        var features = new Matrix(400, 1);
        var labels = new Matrix(400, 2);
        for (int row = 0; row < 400; row++)
        {
            features[row, 0] = random.NextGaussian();
            labels[row, 0] = random.NextInt(2);
            labels[row, 1] = 1 - labels[row, 0];
        }

        MultiTargetDataset data = MultiTargetDataset.ForLabels(features, labels, ["heads", "tails"]);
        Matrix chained = Predict(new ClassifierChain().FitTargets(data, FitContext.Default), features);
        Assert.All(Enumerable.Range(0, 400), row => Assert.True(chained[row, 0] > 0.5 != chained[row, 1] > 0.5));
        Assert.Equal(MultiLabelScores.SubsetAccuracy(labels, chained), Enumerable.Range(0, 400).Average(row => chained[row, 0] > 0.5 == labels[row, 0] > 0.5 ? 1.0 : 0), 1e-12);
    }

    [Fact]
    public void A_label_that_never_varies_needs_no_model()
    {
        MultiTargetDataset oracle = MultiOutputOracle.Labels();
        Matrix labels = oracle.Targets.Copy();
        for (int row = 0; row < labels.Rows; row++)
        {
            (labels[row, 1], labels[row, 2]) = (0, 1);
        }

        MultiTargetDataset data = MultiTargetDataset.ForLabels(oracle.Features, labels, oracle.TargetNames);
        foreach (IMultiTargetEstimator estimator in new IMultiTargetEstimator[] { new MultiLabelClassifier(), new ClassifierChain(), new ClassifierChain { ShuffleOrder = true } })
        {
            Matrix predicted = Predict(estimator.FitTargets(data, FitContext.Default));
            Assert.All(Enumerable.Range(0, labels.Rows), row => Assert.Equal((0.0, 1.0), (predicted[row, 1], predicted[row, 2])));
        }
    }

    [Fact]
    public void One_target_of_several_is_stored_and_read_back_with_its_model()
    {
        IMultiTargetModel model = new ClassifierChain().FitTargets(MultiOutputOracle.Labels(), FitContext.Default);
        var single = new SingleTargetModel(model, 3);
        using var bytes = new MemoryStream();
        ModelFile.Write(new ModelPackage { Name = "labels", Estimator = "ClassifierChain", Predictor = new Predictor(single, single.TargetName) }, bytes);
        bytes.Position = 0;
        var again = (SingleTargetModel)ModelFile.Read(bytes).Predictor.Model;
        Assert.Equal("s", again.TargetName);
        Matrix before = Predict(model), after = Predict(again.Model);
        Assert.Equal(before.AsSpan().ToArray(), after.AsSpan().ToArray());
        Assert.Equal(before[5, 3], again.Predict(MultiOutputOracle.Matrix("features").Row(5)));
    }

    [Fact]
    public void What_does_not_suit_is_refused()
    {
        Assert.Contains("'MultiLabelClassifier' is for Classification", Assert.Throws<ModelyardException>(() => new MultiLabelClassifier().FitTargets(MultiOutputOracle.Numbers(), FitContext.Default)).Message, StringComparison.Ordinal);
        Assert.Contains("an estimator for Regression", Assert.Throws<ModelyardException>(() => new MultiOutputRegressor { Estimator = Tight }.FitTargets(MultiOutputOracle.Numbers(), FitContext.Default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_of_labels_agree_with_scikit_learn()
    {
        Matrix truth = MultiOutputOracle.Matrix("truth"), found = MultiOutputOracle.Matrix("found");
        foreach (JsonElement one in MultiOutputOracle.Root.GetProperty("metrics").EnumerateArray())
        {
            double[] weights = one.GetProperty("weighted").GetBoolean() ? LearnedOracle.Numbers(MultiOutputOracle.Root.GetProperty("weights")) : [];
            foreach (JsonProperty expected in one.GetProperty("values").EnumerateObject())
            {
                double actual = expected.Name switch
                {
                    "subset-accuracy" => MultiLabelScores.SubsetAccuracy(truth, found, weights),
                    "hamming" => MultiLabelScores.HammingLoss(truth, found, weights),
                    "jaccard-rows" => MultiLabelScores.RowJaccard(truth, found, weights),
                    "f1-micro" => MultiLabelScores.F1(truth, found, Average.Micro, weights),
                    "f1-macro" => MultiLabelScores.F1(truth, found, Average.Macro, weights),
                    "f1-weighted" => MultiLabelScores.F1(truth, found, Average.Weighted, weights),
                    "jaccard-micro" => MultiLabelScores.Jaccard(truth, found, Average.Micro, weights),
                    "jaccard-macro" => MultiLabelScores.Jaccard(truth, found, Average.Macro, weights),
                    _ => MultiLabelScores.Jaccard(truth, found, Average.Weighted, weights),
                };
                Assert.Equal(expected.Value.GetDouble(), actual, 1e-12);
            }
        }
    }

    private static Matrix Predict(IMultiTargetModel model) => Predict(model, MultiOutputOracle.Matrix("features"));

    private static Matrix Predict(IMultiTargetModel model, Matrix rows)
    {
        var targets = new Matrix(rows.Rows, model.TargetNames.Count);
        model.PredictTargets(rows, targets, 2);
        return targets;
    }
}
