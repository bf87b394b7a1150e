using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Boosting;

namespace Modelyard.Tests.Trees.Boosting;

public sealed class GradientBoostingTests
{
    [Theory]
    [InlineData(BoostingLoss.SquaredError)]
    [InlineData(BoostingLoss.AbsoluteError)]
    [InlineData(BoostingLoss.Poisson)]
    public void Any_number_of_threads_gives_the_same_model(BoostingLoss loss)
    {
        Dataset data = BoostingTables.Regression(30_000, noise: 0);
        var estimator = new GradientBoostingRegressor { Loss = loss, Iterations = 8, RowShare = 0.8, FeatureShare = 0.7 };
        double[][] predictions = [.. new[] { 1, 2, 4 }.Select(degree => Predict(estimator.Fit(data, new FitContext { Parallelism = degree, Seed = 3 }), data.Features, degree))];
        Assert.Equal(predictions[0], predictions[1]);
        Assert.Equal(predictions[0], predictions[2]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Any_number_of_threads_gives_the_same_classifier(int classes)
    {
        Dataset data = BoostingTables.Classification(12_000, classes);
        var estimator = new GradientBoostingClassifier { Iterations = 5, EarlyStopping = EarlyStopping.On };
        GradientBoostingClassificationModel[] models = [.. new[] { 1, 2, 4 }.Select(degree => estimator.Fit(data, new FitContext { Parallelism = degree }))];
        Assert.Equal(models[0].Trees.Values, models[1].Trees.Values);
        Assert.Equal(models[0].Trees.Values, models[2].Trees.Values);
        Assert.Equal(models[0].ValidationLoss.ToArray(), models[2].ValidationLoss.ToArray());
    }

    [Theory]
    [InlineData(2, 12)]
    [InlineData(4, 12)]
    [InlineData(3, 1000)]
    public void A_row_alone_is_predicted_as_among_others(int classes, int levels)
    {
        Dataset data = BoostingTables.Classification(3000, classes, levels);
        IClassificationModel model = new GradientBoostingClassifier { Iterations = 7 }.Fit(data);
        var together = new Matrix(data.RowCount, classes);
        model.PredictProbability(data.Features, together, 2);
        double[] alone = new double[classes];
        for (int row = 0; row < data.RowCount; row++)
        {
            model.PredictProbability(data.Features.Row(row), alone);
            Assert.Equal(alone, together.Row(row).ToArray());
            Assert.Equal(1, alone.Sum(), 1e-12);
        }
    }

    [Fact]
    public void A_trained_tree_leads_every_row_to_the_leaf_it_was_counted_in()
    {
        Dataset data = BoostingTables.Regression(5000);
        GradientBoostingRegressionModel model = new GradientBoostingRegressor { Iterations = 1, LearningRate = 1 }.Fit(data);
        double[] predictions = Predict(model, data.Features, 1);
        foreach (IGrouping<double, int> leaf in Enumerable.Range(0, data.RowCount).GroupBy(row => predictions[row]))
        {
            double[] targets = data.Target.ToArray();
            Assert.Equal(leaf.Average(row => targets[row]), leaf.Key, 1e-5);
        }

        double loss = Enumerable.Range(0, data.RowCount).Average(row => Math.Pow(data.Target[row] - predictions[row], 2));
        Assert.Equal(loss, model.TrainingLoss[^1], 1e-9);
    }

    [Fact]
    public void Levels_in_any_order_are_learned()
    {
        Dataset data = BoostingTables.Regression(8000, levels: 40, noise: 0.1);
        GradientBoostingRegressionModel model = new GradientBoostingRegressor { EarlyStopping = EarlyStopping.Off }.Fit(data);
        Assert.True(model.TrainingLoss[^1] < 0.06, $"The loss is {model.TrainingLoss[^1]}.");
        Assert.All(model.FeatureImportances.ToArray(), share => Assert.True(share > 0.05));
    }

    [Theory]
    [InlineData(2, 500)]
    [InlineData(31, 1001)]
    [InlineData(64, 9000)]
    [InlineData(65, 1001)]
    public void Many_rows_get_the_same_bits_as_each_alone(int leaves, int rows)
    {
        // Trees of up to 64 leaves find them by sets of leaves, greater ones and single rows by walking.
        Dataset data = BoostingTables.Regression(4000, levels: 40), other = BoostingTables.Regression(rows, levels: 60, seed: 2);
        GradientBoostingRegressionModel model = new GradientBoostingRegressor { Iterations = 12, MaxLeafNodes = leaves, MinSamplesLeaf = 1 }.Fit(data);
        Assert.Equal(Array.ConvertAll(Enumerable.Range(0, rows).ToArray(), row => model.Predict(other.Features.Row(row))), Predict(model, other.Features, 2));

        Dataset classes = BoostingTables.Classification(2000, 3);
        GradientBoostingClassificationModel classifier = new GradientBoostingClassifier { Iterations = 6, MaxLeafNodes = leaves, MinSamplesLeaf = 1 }.Fit(classes);
        var probabilities = new Matrix(rows, 3);
        classifier.PredictProbability(other.Features, probabilities, 2);
        double[] alone = new double[3];
        for (int row = 0; row < rows; row++)
        {
            classifier.PredictProbability(other.Features.Row(row), alone);
            Assert.Equal(alone, probabilities.Row(row).ToArray());
        }
    }

    [Fact]
    public void A_level_that_was_never_seen_is_as_good_as_missing()
    {
        Dataset data = BoostingTables.Regression(3000);
        GradientBoostingRegressionModel model = new GradientBoostingRegressor { Iterations = 20 }.Fit(data);
        double missing = model.Predict([0.5, 0.1, double.NaN]);
        Assert.Equal(missing, model.Predict([0.5, 0.1, -1]));
        Assert.Equal(missing, model.Predict([0.5, 0.1, 400]));
    }

    [Fact]
    public void A_weight_of_two_is_a_row_twice()
    {
        Dataset data = BoostingTables.Regression(600, noise: 0.5);
        for (int row = 0; row < data.RowCount; row++)
        {
            data.Features[row, 0] = Math.Round(data.Features[row, 0], 2);
            data.Features[row, 1] = Math.Round(data.Features[row, 1], 1);
        }

        var random = new RandomStream(4);
        double[] weights = [.. Enumerable.Range(0, 600).Select(_ => (double)random.NextInt(3))];
        int[] repeated = [.. Enumerable.Range(0, 600).SelectMany(row => Enumerable.Repeat(row, (int)weights[row]))];
        foreach (BoostingLoss loss in new[] { BoostingLoss.SquaredError, BoostingLoss.AbsoluteError })
        {
            var estimator = new GradientBoostingRegressor { Loss = loss, Iterations = 10, MinSamplesLeaf = 1, MaxLeafNodes = 6, CategorySmoothing = 0 };
            double[] weighted = Predict(estimator.Fit(data.WithWeights(weights)), data.Features, 1);
            double[] twice = Predict(estimator.Fit(data.Rows(repeated)), data.Features, 1);
            for (int row = 0; row < 600; row++)
            {
                Assert.Equal(twice[row], weighted[row], 1e-4);
            }
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_quantile_lies_above_its_share_of_new_rows(double level)
    {
        var estimator = new GradientBoostingRegressor { Loss = BoostingLoss.Quantile, QuantileLevel = level, Iterations = 150, MaxLeafNodes = 8 };
        GradientBoostingRegressionModel model = estimator.Fit(BoostingTables.Regression(6000, noise: 1));
        Dataset test = BoostingTables.Regression(6000, noise: 1, seed: 2);
        double[] predictions = Predict(model, test.Features, 2);
        double covered = Enumerable.Range(0, test.RowCount).Average(row => test.Target[row] <= predictions[row] ? 1.0 : 0);
        Assert.InRange(covered, level - 0.03, level + 0.03);
    }

    [Fact]
    public void The_absolute_error_is_not_moved_by_outliers()
    {
        Dataset clean = BoostingTables.Regression(3000, noise: 0.1);
        double[] spoiled = clean.Target.ToArray();
        for (int row = 0; row < spoiled.Length; row += 50)
        {
            spoiled[row] = 1e6;
        }

        GradientBoostingRegressionModel model = new GradientBoostingRegressor { Loss = BoostingLoss.AbsoluteError, Iterations = 200 }
            .Fit(Dataset.ForRegression(clean.Features, spoiled, clean.Schema));
        double[] predictions = Predict(model, clean.Features, 1);
        double error = Enumerable.Range(0, clean.RowCount).Average(row => Math.Abs(clean.Target[row] - predictions[row]));
        Assert.True(error < 0.3, $"The error is {error}.");
    }

    [Fact]
    public void Poisson_means_add_up_to_the_targets()
    {
        Dataset plain = BoostingTables.Regression(4000, noise: 0);
        var random = new RandomStream(8);
        double[] counts = Array.ConvertAll(plain.Target.ToArray(), value => Math.Floor(Math.Exp(value / 3) - (2 * Math.Log(1 - random.NextDouble()))));
        GradientBoostingRegressionModel model = new GradientBoostingRegressor { Loss = BoostingLoss.Poisson }.Fit(Dataset.ForRegression(plain.Features, counts, plain.Schema));
        double[] predictions = Predict(model, plain.Features, 1);
        Assert.Equal(counts.Average(), predictions.Average(), 0.01 * counts.Average());
        Assert.All(predictions, prediction => Assert.True(prediction > 0));
    }

    [Theory]
    [InlineData(1, BoostingLoss.SquaredError)]
    [InlineData(-1, BoostingLoss.SquaredError)]
    [InlineData(1, BoostingLoss.AbsoluteError)]
    public void Predictions_follow_a_monotonic_constraint_everywhere(int direction, BoostingLoss loss)
    {
        Dataset data = BoostingTables.Regression(2000, noise: 2);
        var estimator = new GradientBoostingRegressor
        {
            Loss = loss, MinSamplesLeaf = 3, MonotonicConstraints = new Dictionary<string, int>(StringComparer.Ordinal) { ["z"] = direction },
        };
        GradientBoostingRegressionModel model = estimator.Fit(data);
        for (int other = 0; other < 60; other++)
        {
            double before = double.NegativeInfinity;
            for (int step = -40; step <= 40; step++)
            {
                double prediction = direction * model.Predict([other / 60.0, step / 10.0, other % 12]);
                Assert.True(prediction >= before - 1e-12);
                before = prediction;
            }
        }
    }

    [Fact]
    public void Constraints_that_cannot_be_kept_are_refused_together()
    {
        Dataset data = BoostingTables.Regression(100);
        var constraints = new Dictionary<string, int>(StringComparer.Ordinal) { ["nowhere"] = 1, ["level"] = 1, ["x"] = 2 };
        ModelyardException fault = Assert.Throws<ModelyardException>(() => new GradientBoostingRegressor { MonotonicConstraints = constraints }.Fit(data));
        Assert.Contains("'nowhere'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'level'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'2'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Early_stopping_keeps_the_iterations_up_to_the_least_loss_on_held_out_rows()
    {
        Dataset data = BoostingTables.Regression(1500, noise: 2);
        GradientBoostingRegressionModel model = new GradientBoostingRegressor { Iterations = 500, LearningRate = 0.3, EarlyStopping = EarlyStopping.On }.Fit(data);
        double[] losses = model.ValidationLoss.ToArray();
        Assert.InRange(model.TreeCount, 1, 100);
        Assert.Equal(losses.Min(), losses[model.TreeCount], 1e-6);
        Assert.Equal(model.TreeCount + 1, model.TrainingLoss.Length);
    }

    [Fact]
    public void Groups_are_held_out_whole()
    {
        Dataset data = BoostingTables.Regression(400).WithGroups([.. Enumerable.Range(0, 400).Select(row => row % 20)]);
        GradientBoostingRegressionModel model = new GradientBoostingRegressor { EarlyStopping = EarlyStopping.On }.Fit(data);
        Assert.NotEmpty(model.ValidationLoss.ToArray());
        Assert.Equal(360, model.Trees.Counts[0]);
    }

    [Fact]
    public void Little_or_dull_data_gives_the_constant_that_fits_best()
    {
        var schema = new FeatureSchema(new Feature("nothing"), new Feature("one", FeatureKind.Categorical) { Levels = ["only"] }, new Feature("same"));
        var features = new Matrix(60, 3);
        for (int row = 0; row < 60; row++)
        {
            features[row, 0] = double.NaN;
            features[row, 2] = 5;
        }

        double[] target = [.. Enumerable.Range(0, 60).Select(row => (double)row)];
        Assert.Equal(29.5, new GradientBoostingRegressor().Fit(Dataset.ForRegression(features, target, schema)).Predict([1, 0, 5]), 1e-12);
        Assert.Equal(7, new GradientBoostingRegressor().Fit(Dataset.ForRegression(features.RowRange(0, 1), [7], schema)).Predict([1, 0, 5]), 1e-12);
        Dataset flat = BoostingTables.Regression(500);
        double[] constant = new double[500];
        Array.Fill(constant, 3);
        Assert.Equal(3, new GradientBoostingRegressor().Fit(Dataset.ForRegression(flat.Features, constant, flat.Schema)).Predict([1, 0, 5]), 1e-12);
    }

    [Fact]
    public void Zero_weights_take_rows_away_and_balanced_classes_weigh_the_same()
    {
        Dataset data = BoostingTables.Classification(1000, 2);
        double[] weights = [.. data.Labels.ToArray().Select(label => label == 0 ? 0.2 : 1)];
        GradientBoostingClassificationModel weighted = new GradientBoostingClassifier { ClassWeight = ClassWeight.Balanced, Iterations = 1, LearningRate = 1e-9 }.Fit(data.WithWeights(weights));
        double[] probabilities = new double[2];
        weighted.PredictProbability(data.Features.Row(0), probabilities);
        Assert.Equal(0.5, probabilities[0], 1e-6);
    }

    [Fact]
    public void Out_of_time_keeps_what_there_is_and_cancellation_ends_the_fit()
    {
        Dataset data = BoostingTables.Regression(20_000);
        string? warning = null;
        var context = new FitContext { Budget = TimeSpan.FromSeconds(0.3), Warning = text => warning = text };
        GradientBoostingRegressionModel model = new GradientBoostingRegressor { Iterations = 100_000, EarlyStopping = EarlyStopping.Off }.Fit(data, context);
        Assert.InRange(model.TreeCount, 1, 99_999);
        Assert.NotNull(warning);
        Assert.Throws<OperationCanceledException>(() => new GradientBoostingRegressor().Fit(data, new FitContext { Cancellation = new CancellationToken(true) }));
    }

    [Fact]
    public void Changing_a_hyperparameter_keeps_the_constraints()
    {
        var estimator = new GradientBoostingRegressor { MonotonicConstraints = new Dictionary<string, int>(StringComparer.Ordinal) { ["x"] = 1 } };
        GradientBoostingRegressor changed = Hyperparameters.With(estimator, KeyValuePair.Create<string, object?>("Iterations", 7));
        Assert.Equal(7, changed.Iterations);
        Assert.Same(estimator.MonotonicConstraints, changed.MonotonicConstraints);
    }

    private static double[] Predict(IRegressionModel model, Matrix rows, int degree)
    {
        double[] predictions = new double[rows.Rows];
        model.Predict(rows, predictions, degree);
        return predictions;
    }
}
