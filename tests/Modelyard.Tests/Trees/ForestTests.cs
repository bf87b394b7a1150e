using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees;

namespace Modelyard.Tests.Trees;

public sealed class ForestTests
{
    public static TheoryData<IEstimator> Estimators() =>
    [
        new DecisionTreeClassifier(), new DecisionTreeRegressor(), new RandomForestClassifier { Trees = 12 }, new RandomForestRegressor { Trees = 12 },
        new ExtraTreesClassifier { Trees = 12 }, new ExtraTreesRegressor { Trees = 12 }, new RandomForestClassifier { Trees = 5, MaxLeafNodes = 12 },
        new RandomForestClassifier { Trees = 5, Bootstrap = false, SampleShare = 0.5, Criterion = ImpurityCriterion.Entropy },
    ];

    [Theory]
    [MemberData(nameof(Estimators))]
    public void The_number_of_threads_changes_nothing(IEstimator estimator)
    {
        Dataset data = Data(estimator, 400, 3);
        double[] alone = Predict(estimator.FitModel(data, new FitContext { Parallelism = 1, Seed = 5 }), data.Features, 1);
        foreach (int degree in new[] { 2, 4 })
        {
            Assert.Equal(alone, Predict(estimator.FitModel(data, new FitContext { Parallelism = degree, Seed = 5 }), data.Features, degree));
        }
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void A_row_alone_is_predicted_as_in_a_batch(IEstimator estimator)
    {
        Dataset data = Data(estimator, 300, 4);
        IPredictiveModel model = estimator.FitModel(data, FitContext.Default);
        double[] batch = Predict(model, data.Features, 2);
        double[] single = [.. Enumerable.Range(0, data.RowCount).SelectMany(row => Predict(model, data.Features.RowRange(row, 1), 1))];
        Assert.Equal(batch, single);
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void Importances_sum_to_one_and_a_constant_has_none(IEstimator estimator)
    {
        var model = (IFeatureImportance)estimator.FitModel(Data(estimator, 300, 5), FitContext.Default);
        Assert.Equal(1, model.FeatureImportances.ToArray().Sum(), 1e-12);
        Assert.Equal(0, model.FeatureImportances[4]);
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void Unknown_and_missing_levels_are_predicted_alike(IEstimator estimator)
    {
        Dataset data = Data(estimator, 300, 6);
        IPredictiveModel model = estimator.FitModel(data, FitContext.Default);
        Matrix missing = data.Features.Copy(), unknown = data.Features.Copy(), later = data.Features.Copy();
        for (int row = 0; row < data.RowCount; row++)
        {
            (missing[row, 3], unknown[row, 3], later[row, 3]) = (double.NaN, -1, 1e9);
        }

        Assert.Equal(Predict(model, missing, 1), Predict(model, unknown, 1));
        Assert.Equal(Predict(model, missing, 1), Predict(model, later, 1));
    }

    [Fact]
    public void A_grown_tree_knows_the_rows_it_learned_from()
    {
        Dataset data = TreeTables.MixedRegression(500, 7);
        Assert.Equal(1, TreeOracleTests.RSquared(new DecisionTreeRegressor().Fit(data), data));
        Dataset classes = TreeTables.MixedClassification(500, 7, 4);
        Assert.Equal(1, TreeOracleTests.Accuracy(new DecisionTreeClassifier().Fit(classes), classes));
        Assert.Equal(1, TreeOracleTests.Accuracy(new ExtraTreesClassifier { Trees = 3 }.Fit(classes), classes));
    }

    [Fact]
    public void A_monotone_change_of_a_feature_changes_no_training_prediction()
    {
        Dataset data = TreeTables.MixedRegression(300, 8);
        Matrix changed = data.Features.Copy();
        for (int row = 0; row < data.RowCount; row++)
        {
            changed[row, 1] = Math.Exp(3 * changed[row, 1]);
        }

        var forest = new RandomForestRegressor { Trees = 10, MinSamplesLeaf = 3, Bootstrap = false, MaxFeatures = MaxFeatures.Third };
        Dataset other = data.WithFeatures(changed, data.Schema);
        Assert.Equal(Predict(forest.Fit(data), data.Features, 1), Predict(forest.Fit(other), changed, 1));
    }

    [Fact]
    public void A_row_of_weight_two_counts_as_two_rows()
    {
        Dataset data = TreeTables.MixedClassification(200, 9, 3);
        double[] weights = [.. Enumerable.Range(0, 200).Select(row => row % 3 == 0 ? 2.0 : 1.0)];
        Dataset repeated = data.Rows([.. Enumerable.Range(0, 200), .. Enumerable.Range(0, 200).Where(row => row % 3 == 0)]);
        var tree = new DecisionTreeClassifier { MaxDepth = 5 };
        Assert.Equal(Predict(tree.Fit(data.WithWeights(weights)), data.Features, 1), Predict(tree.Fit(repeated), data.Features, 1));
    }

    [Fact]
    public void The_out_of_bag_score_tells_the_score_on_unseen_rows()
    {
        Dataset data = TreeTables.MixedRegression(800, 10), unseen = TreeTables.MixedRegression(800, 1010);
        ForestRegressionModel model = new RandomForestRegressor { OutOfBagScore = true }.Fit(data);
        Assert.Equal(TreeOracleTests.RSquared(model, unseen), model.OutOfBagScore!.Value, 0.04);
        Assert.Null(new RandomForestRegressor { Trees = 2 }.Fit(data).OutOfBagScore);
        Assert.Throws<ModelyardException>(() => new ExtraTreesRegressor { OutOfBagScore = true }.Fit(data));
    }

    [Fact]
    public void A_forest_out_of_time_returns_the_trees_it_has()
    {
        Dataset data = TreeTables.MixedRegression(500, 11);
        var warnings = new List<string>();
        TimeSpan budget = TimeSpan.FromSeconds(2);
        var context = new FitContext { Budget = budget, Warning = warnings.Add, Parallelism = 1, Progress = new Spender(budget) };
        ForestRegressionModel model = new RandomForestRegressor().Fit(data, context);
        Assert.Equal(1, model.TreeCount);
        Assert.Single(warnings);
    }

    [Fact]
    public void A_forest_without_time_for_a_tree_says_so() => Assert.Throws<FitBudgetException>(
        () => new RandomForestRegressor().Fit(TreeTables.MixedRegression(500, 11), new FitContext { Budget = TimeSpan.Zero }));

    [Fact]
    public void A_cancelled_fit_ends() => Assert.ThrowsAny<OperationCanceledException>(
        () => new RandomForestRegressor().Fit(TreeTables.MixedRegression(100, 12), new FitContext { Cancellation = new CancellationToken(canceled: true) }));

    [Fact]
    public void Many_different_values_and_missing_ones_are_ranked_by_sorting()
    {
        var random = new RandomStream(13);
        var features = new Matrix(9000, 2);
        double[] target = new double[9000];
        for (int row = 0; row < target.Length; row++)
        {
            features[row, 0] = row % 50 == 7 ? double.NaN : random.NextGaussian();
            features[row, 1] = random.NextGaussian();
            target[row] = double.IsNaN(features[row, 0]) ? 9 : Math.Sign(features[row, 0]);
        }

        TreeRegressionModel model = new DecisionTreeRegressor().Fit(Dataset.ForRegression(features, target));
        Assert.Equal(3, model.LeafCount);
        Assert.Equal(9, model.Predict([double.NaN, 0]));
        Assert.Equal(-1, model.Predict([-0.5, 0]));
        Assert.Equal(1, model.Predict([0.5, 0]));
    }

    [Fact]
    public void A_tree_is_told_as_rules()
    {
        var features = new Matrix([0, 1, 2, 3, double.NaN, double.NaN], 6, 1);
        Dataset data = Dataset.ForClassification(features, [0, 0, 1, 1, 1, 1], ["no", "yes"], new FeatureSchema(new Feature("age")));
        Assert.Equal("age <= 1.5: no  (2)\nage > 1.5 or missing: yes  (4)\n", new DecisionTreeClassifier().Fit(data).ToText());
    }

    private static Dataset Data(IEstimator estimator, int rows, ulong seed) =>
        estimator.Task == TaskKind.Regression ? TreeTables.MixedRegression(rows, seed) : TreeTables.MixedClassification(rows, seed, 3);

    private static double[] Predict(IPredictiveModel model, Matrix rows, int degree)
    {
        if (model is IRegressionModel regression)
        {
            double[] predictions = new double[rows.Rows];
            regression.Predict(rows, predictions, degree);
            return predictions;
        }

        var classification = (IClassificationModel)model;
        var probabilities = new Matrix(rows.Rows, classification.Classes.Count);
        classification.PredictProbability(rows, probabilities, degree);
        return probabilities.AsSpan().ToArray();
    }
}
