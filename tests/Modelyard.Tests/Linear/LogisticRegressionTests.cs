using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Tests.Linear;

public sealed class LogisticRegressionTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(9)]
    public void A_class_is_the_first_of_the_most_probable_even_where_scores_nearly_tie_or_are_no_numbers(int classes)
    {
        // Each score is a feature; the features of a row are equal but for steps as small as a rounding, so that only the exact rule tells them apart.
        int scores = classes == 2 ? 1 : classes;
        var coefficients = Matrix.Identity(scores);
        var model = new LogisticModel(
            new FeatureSchema([.. Enumerable.Range(0, scores).Select(j => new Feature($"x{j}"))]),
            [.. Enumerable.Range(0, classes).Select(label => $"c{label}")],
            coefficients,
            new double[scores],
            new double[scores]);
        double[] steps = [0, 0, 1e-17, -1e-16, 1e-15, -3e-13, 1e-12, 2e-12, -1e-9, 0.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue];
        var random = new RandomStream(5);
        var rows = new Matrix(4000, scores);
        for (int row = 0; row < rows.Rows; row++)
        {
            double level = row % 3 == 0 ? 0 : 20 * random.NextGaussian();
            int used = row % 2 == 0 ? 10 : steps.Length;
            for (int j = 0; j < scores; j++)
            {
                rows[row, j] = level + steps[random.NextInt(used)];
            }
        }

        int[] found = new int[rows.Rows];
        model.Predict(rows, found, 2);
        for (int row = 0; row < rows.Rows; row++)
        {
            Assert.Equal(((IClassificationModel)model).Predict(rows.Row(row)), found[row]);
        }
    }

    [Fact]
    public void Coefficients_agree_with_scikit_learn()
    {
        foreach (JsonElement one in LearnedOracle.Cases("LogisticRegression"))
        {
            JsonElement settings = one.GetProperty("settings");
            int columns = settings.TryGetProperty("Columns", out JsonElement value) ? value.GetInt32() : -1;
            Dataset data = LearnedOracle.Classification(one.GetProperty("table").GetString()!, one.GetProperty("weighted").GetBoolean(), columns);
            LogisticModel model = new LogisticRegression
            {
                C = settings.GetProperty("C").GetDouble(),
                Penalty = Enum.Parse<LogisticPenalty>(settings.GetProperty("Penalty").GetString()!),
                ClassWeight = settings.GetProperty("Balanced").GetBoolean() ? ClassWeight.Balanced : ClassWeight.None,
            }.Fit(data);
            string what = one.GetProperty("table").GetString() + settings.GetRawText();
            LearnedOracle.Near(LearnedOracle.Rows(one.GetProperty("coefficients")).AsSpan(), model.Coefficients.AsSpan(), 1e-7, what);
            LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("intercept")), model.Intercepts, 1e-7, what);
            Matrix probabilities = LearnedOracle.PredictEveryWay(model, data.Features);
            LearnedOracle.Near(LearnedOracle.Rows(one.GetProperty("probabilities")).AsSpan(), probabilities.RowRange(0, 8).AsSpan(), 1e-6, what);
        }
    }

    [Theory]
    [InlineData(10, 90)]
    [InlineData(2, 800)]
    public void Many_parameters_satisfy_the_optimality_conditions_in_few_steps(int classes, int features)
    {
        // More parameters than the whole curvature is computed for, and features that lean on one another, of very different units.
        var random = new RandomStream(7);
        var table = new Matrix(600, features);
        int[] labels = new int[table.Rows];
        for (int row = 0; row < table.Rows; row++)
        {
            double common = random.NextGaussian();
            labels[row] = random.NextInt(classes);
            for (int j = 0; j < features; j++)
            {
                table[row, j] = (common + random.NextGaussian() + (j % classes == labels[row] ? 0.5 : 0)) * (1 + (j % 7));
            }
        }

        Dataset data = Dataset.ForClassification(table, labels, [.. Enumerable.Range(0, classes).Select(label => $"c{label}")])
            .WithWeights([.. Enumerable.Range(0, table.Rows).Select(row => 0.5 + (row % 3))]);
        LogisticModel model = new LogisticRegression { C = 0.1, Tolerance = 1e-8, MaxIterations = 150 }.Fit(data);
        Matrix gradient = Gradient(model, data), coefficients = model.Coefficients;
        for (int i = 0; i < coefficients.Rows; i++)
        {
            for (int j = 0; j < features; j++)
            {
                Assert.True(Math.Abs((0.1 * gradient[i, j]) + coefficients[i, j]) < 1e-6, $"the slope at '{i}', '{j}' is '{(0.1 * gradient[i, j]) + coefficients[i, j]}'.");
            }
        }
    }

    [Theory]
    [InlineData("wine", 1.0, 0.5)]
    [InlineData("cancer", 1.0, 1.0)]
    [InlineData("iris", 0.5, 0.3)]
    public void An_absolute_penalty_satisfies_its_optimality_conditions(string table, double c, double ratio)
    {
        Dataset data = LearnedOracle.Classification(table, weighted: true);
        LogisticModel model = new LogisticRegression { C = c, Penalty = LogisticPenalty.ElasticNet, L1Ratio = ratio }.Fit(data);
        Matrix gradient = Gradient(model, data);
        Matrix coefficients = model.Coefficients;
        int zeros = 0;
        for (int i = 0; i < coefficients.Rows; i++)
        {
            for (int j = 0; j < coefficients.Columns; j++)
            {
                double w = coefficients[i, j];
                double slope = -(c * gradient[i, j]) - ((1 - ratio) * w);
                zeros += w == 0 ? 1 : 0;
                if (w == 0)
                {
                    Assert.True(Math.Abs(slope) <= ratio + 1e-7, $"{slope}");
                }
                else
                {
                    LearnedOracle.Near(Math.CopySign(ratio, w), slope, 1e-7, "slope");
                }
            }
        }

        Assert.True(zeros > 0);
    }

    [Fact]
    public void The_gradient_and_the_curvature_are_those_of_the_loss()
    {
        foreach (string table in new[] { "iris", "cancer" })
        {
            Dataset data = LearnedOracle.Classification(table, weighted: true);
            LogisticObjective objective = LogisticObjective.Of(data, data.Weights.ToArray(), 0.5, true, FitContext.Default);
            double[] point = objective.Parameters, gradient = new double[point.Length], ahead = new double[point.Length], behind = new double[point.Length];
            RandomStream random = FitContext.Default.Random();
            for (int i = 0; i < point.Length; i++)
            {
                point[i] = random.NextGaussian() * 0.1;
            }

            objective.Evaluate(point, gradient);
            objective.Spread(point);
            Matrix curvature = objective.Curvature(1);
            int lines = point.Length / objective.Scores;
            for (int i = 0; i < point.Length; i++)
            {
                double old = point[i];
                point[i] = old + 1e-5;
                double up = objective.Evaluate(point, ahead);
                point[i] = old - 1e-5;
                double down = objective.Evaluate(point, behind);
                point[i] = old;
                LearnedOracle.Near((up - down) / 2e-5, gradient[i], 1e-4, "gradient");

                // The curvature carries an addition along the shift of all classes; a difference of two classes does not feel it.
                for (int line = 0; line < lines && objective.Scores > 1; line++)
                {
                    double expected = (ahead[line * objective.Scores] - ahead[(line * objective.Scores) + 1] - behind[line * objective.Scores] + behind[(line * objective.Scores) + 1]) / 2e-5;
                    LearnedOracle.Near(expected, curvature[i, line * objective.Scores] - curvature[i, (line * objective.Scores) + 1], 1e-4, "curvature");
                }

                if (objective.Scores == 1)
                {
                    LearnedOracle.Near((ahead[i] - behind[i]) / 2e-5, curvature[i, i], 1e-4, "curvature");
                }
            }
        }
    }

    [Fact]
    public void The_units_of_the_features_do_not_matter_without_a_penalty()
    {
        Dataset data = LearnedOracle.Classification("cancer", columns: 3);
        Matrix scaled = data.Features.Copy();
        for (int row = 0; row < scaled.Rows; row++)
        {
            scaled[row, 0] *= 1e9;
            scaled[row, 2] *= 1e-9;
            scaled[row, 1] = (scaled[row, 1] * 1e-4) + 0.5;
        }

        var estimator = new LogisticRegression { Penalty = LogisticPenalty.None, Tolerance = 1e-9, MaxIterations = 500 };
        Matrix expected = LearnedOracle.PredictEveryWay(estimator.Fit(data), data.Features);
        Matrix actual = LearnedOracle.PredictEveryWay(estimator.Fit(data.WithFeatures(scaled, data.Schema)), scaled);
        LearnedOracle.Near(expected.AsSpan(), actual.AsSpan(), 1e-5, "probability");
    }

    [Fact]
    public void A_class_that_does_not_occur_gets_no_probability()
    {
        Dataset data = LearnedOracle.Classification("wine");
        Dataset four = Dataset.ForClassification(data.Features, data.Labels.ToArray(), ["a", "b", "c", "never"]);
        Matrix expected = LearnedOracle.PredictEveryWay(new LogisticRegression().Fit(data), data.Features);
        Matrix actual = LearnedOracle.PredictEveryWay(new LogisticRegression().Fit(four), data.Features);
        for (int row = 0; row < data.RowCount; row++)
        {
            Assert.Equal(0, actual[row, 3]);
            LearnedOracle.Near(expected.Row(row), actual.Row(row)[..3], 1e-9, "probability");
        }
    }

    [Fact]
    public void Fits_are_the_same_bits_on_any_number_of_threads()
    {
        Dataset large = LinearEstimatorsTests.Large(3000, 12);
        int[] labels = [.. large.Target.ToArray().Select(y => y < -4 ? 0 : y < 1 ? 1 : 2)];
        Dataset data = Dataset.ForClassification(large.Features, labels, ["low", "middle", "high"]);
        foreach (LogisticPenalty penalty in Enum.GetValues<LogisticPenalty>())
        {
            var estimator = new LogisticRegression { Penalty = penalty };
            double[] expected = estimator.Fit(data, new FitContext { Parallelism = 1 }).Coefficients.AsSpan().ToArray();
            foreach (int degree in new[] { 2, 4 })
            {
                Assert.Equal(expected, estimator.Fit(data, new FitContext { Parallelism = degree }).Coefficients.AsSpan().ToArray());
            }
        }
    }

    [Fact]
    public void Too_few_steps_are_said()
    {
        string? warning = null;
        new LogisticRegression { MaxIterations = 1 }.Fit(LearnedOracle.Classification("wine"), new FitContext { Warning = message => warning = message });
        Assert.Contains("did not converge", warning, StringComparison.Ordinal);
    }

    private static Matrix Gradient(LogisticModel model, Dataset data)
    {
        Matrix gradient = new(model.DecisionCount, data.FeatureCount);
        double[] probabilities = new double[data.ClassCount];
        for (int row = 0; row < data.RowCount; row++)
        {
            model.PredictProbability(data.Features.Row(row), probabilities);
            for (int i = 0; i < gradient.Rows; i++)
            {
                int label = model.DecisionCount == 1 ? 1 : i;
                double residual = data.Weights[row] * (probabilities[label] - (data.Labels[row] == label ? 1 : 0));
                VectorKernels.Axpy(residual, data.Features.Row(row), gradient.Row(i));
            }
        }

        return gradient;
    }
}
