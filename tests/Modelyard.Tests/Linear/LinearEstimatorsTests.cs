using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Tests.Linear;

public sealed class LinearEstimatorsTests
{
    [Theory]
    [InlineData("LinearRegression", 1e-9)]
    [InlineData("Ridge", 1e-9)]
    [InlineData("ElasticNet", 1e-9)]
    public void Coefficients_agree_with_scikit_learn(string name, double tolerance)
    {
        foreach (JsonElement one in LearnedOracle.Cases(name))
        {
            JsonElement settings = one.GetProperty("settings");
            bool intercept = settings.GetProperty("Intercept").GetBoolean();
            double alpha = settings.TryGetProperty("Alpha", out JsonElement value) ? value.GetDouble() : 0;
            IRegressor<LinearModel> estimator = name switch
            {
                "Ridge" => new Ridge { Alpha = alpha, Intercept = intercept },
                "ElasticNet" => new ElasticNet { Alpha = alpha, L1Ratio = settings.GetProperty("L1Ratio").GetDouble(), Intercept = intercept },
                _ => new LinearRegression { Intercept = intercept },
            };
            Dataset data = LearnedOracle.Regression(one.GetProperty("table").GetString()!, one.GetProperty("weighted").GetBoolean());
            LinearModel model = estimator.Fit(data);
            LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("coefficients")), model.Coefficients, tolerance, one.GetRawText()[..120]);
            LearnedOracle.Near(one.GetProperty("intercept").GetDouble(), model.Intercept, tolerance, "intercept");
            LearnedOracle.PredictEveryWay(model, data.Features);
        }
    }

    [Theory]
    [InlineData("diabetes", 5, 1.0)]
    [InlineData("diabetes", 0.5, 0.5)]
    [InlineData("wide", 0.05, 0.9)]
    public void The_elastic_net_satisfies_its_optimality_conditions(string table, double alpha, double ratio)
    {
        Dataset data = LearnedOracle.Regression(table);
        LinearModel model = new ElasticNet { Alpha = alpha, L1Ratio = ratio }.Fit(data);
        double[] predictions = LearnedOracle.PredictEveryWay(model, data.Features);
        double[] column = new double[data.RowCount];
        for (int j = 0; j < data.FeatureCount; j++)
        {
            data.Features.CopyColumnTo(j, column);
            double slope = 0;
            for (int row = 0; row < data.RowCount; row++)
            {
                slope += column[row] * (data.Target[row] - predictions[row]) / data.RowCount;
            }

            double w = model.Coefficients[j];
            slope -= alpha * (1 - ratio) * w;
            if (w == 0)
            {
                Assert.True(Math.Abs(slope) <= (alpha * ratio) + 1e-8);
            }
            else
            {
                LearnedOracle.Near(Math.CopySign(alpha * ratio, w), slope, 1e-6, "slope");
            }
        }
    }

    [Theory]
    [InlineData(60, 1, 1e-3)]
    [InlineData(60, 0.9, 1e-2)]
    [InlineData(9, 1, 1e-2)]
    public void A_lasso_of_features_that_depend_on_one_another_ends_at_a_minimum(int rows, double ratio, double alpha)
    {
        // One feature is the sum of two, one is another once more; of nine rows the features are more than the rows too.
        Dataset data = Large(rows, 12);
        for (int row = 0; row < rows; row++)
        {
            Span<double> features = data.Features.Row(row);
            features[5] = features[0] + features[1];
            features[6] = features[2];
        }

        LinearModel model = new ElasticNet { Alpha = alpha, L1Ratio = ratio }.Fit(data, new FitContext { Warning = warning => Assert.Fail(warning) });
        double[] predictions = LearnedOracle.PredictEveryWay(model, data.Features);
        for (int j = 0; j < data.FeatureCount; j++)
        {
            double slope = -alpha * (1 - ratio) * model.Coefficients[j];
            for (int row = 0; row < rows; row++)
            {
                slope += data.Features[row, j] * (data.Target[row] - predictions[row]) / rows;
            }

            Assert.True(model.Coefficients[j] == 0 ? Math.Abs(slope) <= (alpha * ratio) + 1e-10 : Math.Abs(slope - Math.CopySign(alpha * ratio, model.Coefficients[j])) <= 1e-10, $"the slope at '{j}' is '{slope}'.");
        }
    }

    [Fact]
    public void Columns_and_the_Gram_matrix_give_the_same_lasso()
    {
        Dataset data = LearnedOracle.Regression("diabetes", weighted: true);
        double[] byGram = new double[data.FeatureCount], byColumns = new double[data.FeatureCount];
        GramMatrix gram = FitContext.Default.Aggregate(data, new GramMatrix(data.FeatureCount));
        Assert.True(CoordinateDescent.Minimise(GramView.Of(gram, true), 2, 0.1, byGram, 1e-13, 100_000, FitContext.Default));
        Assert.True(CoordinateDescent.Minimise(new ColumnView(CentredColumns.Of(data, true)), 2, 0.1, byColumns, 1e-13, 100_000, FitContext.Default));
        LearnedOracle.Near(byColumns, byGram, 1e-10, "coefficients");
    }

    [Fact]
    public void Ridge_shrinks_to_nothing_as_the_penalty_grows()
    {
        LinearModel model = new Ridge { Alpha = 1e12 }.Fit(LearnedOracle.Regression("diabetes"));
        Assert.All(model.Coefficients.ToArray(), w => Assert.True(Math.Abs(w) < 1e-6));
    }

    [Fact]
    public void Least_squares_with_more_features_than_rows_meets_every_row_with_the_shortest_coefficients()
    {
        Dataset data = LearnedOracle.Regression("wide");
        LinearModel model = new LinearRegression().Fit(data);
        LearnedOracle.Near(data.Target, LearnedOracle.PredictEveryWay(model, data.Features), 1e-8, "prediction");
        double[] moved = new double[data.FeatureCount];
        new Ridge { Alpha = 1e-7 }.Fit(data).Coefficients.CopyTo(moved);
        LearnedOracle.Near(moved, model.Coefficients, 1e-5, "limit of ridge");
    }

    [Fact]
    public void A_doubled_feature_shares_its_coefficient()
    {
        Dataset data = LearnedOracle.Regression("diabetes");
        var doubled = new Matrix(data.RowCount, data.FeatureCount + 1);
        for (int row = 0; row < data.RowCount; row++)
        {
            data.Features.Row(row).CopyTo(doubled.Row(row));
            doubled[row, data.FeatureCount] = data.Features[row, 2];
        }

        ReadOnlySpan<double> w = new LinearRegression().Fit(Dataset.ForRegression(doubled, data.Target.ToArray())).Coefficients;
        ReadOnlySpan<double> single = new LinearRegression().Fit(data).Coefficients;
        LearnedOracle.Near(w[2], w[data.FeatureCount], 1e-6, "share");
        LearnedOracle.Near(single[2], 2 * w[2], 1e-6, "sum");
    }

    [Theory]
    [InlineData(1e-5)]
    [InlineData(1e-6)]
    public void Nearly_equal_features_keep_their_coefficients(double difference)
    {
        RandomStream random = FitContext.Default.Random();
        var features = new Matrix(500, 2);
        double[] target = new double[500];
        for (int row = 0; row < 500; row++)
        {
            double x = random.NextGaussian();
            features[row, 0] = x;
            features[row, 1] = x + (difference * random.NextGaussian());
            target[row] = 3 + (2 * features[row, 0]) - features[row, 1];
        }

        LinearModel model = new LinearRegression().Fit(Dataset.ForRegression(features, target));
        LearnedOracle.Near([2, -1], model.Coefficients, 1e-7, "coefficients");
    }

    [Fact]
    public void Fits_are_the_same_bits_on_any_number_of_threads()
    {
        Dataset data = Large(9000, 70);
        foreach (IRegressor<LinearModel> estimator in new IRegressor<LinearModel>[] { new LinearRegression(), new Ridge(), new Lasso { Alpha = 0.01 } })
        {
            LinearModel expected = estimator.Fit(data, new FitContext { Parallelism = 1 });
            foreach (int degree in new[] { 2, 4 })
            {
                LinearModel actual = estimator.Fit(data, new FitContext { Parallelism = degree });
                Assert.Equal(expected.Coefficients.ToArray(), actual.Coefficients.ToArray());
                Assert.Equal(expected.Intercept, actual.Intercept);
            }
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(90)]
    public void The_Gram_matrix_of_parts_is_that_of_the_whole(int features)
    {
        Dataset data = Large(3000, features);
        double[] weights = new double[data.RowCount];
        for (int row = 0; row < weights.Length; row++)
        {
            weights[row] = row % 4;
        }

        data = data.WithWeights(weights);
        var whole = new GramMatrix(features);
        whole.Add(data.Block(0, data.RowCount));
        GramMatrix parts = whole.Empty(), second = whole.Empty();
        parts.Add(data.Block(0, 7));
        parts.Add(data.Block(7, 1500));
        second.Add(data.Block(1507, data.RowCount - 1507));
        parts.Merge(second);
        Assert.Equal(whole.Count, parts.Count);
        Assert.Equal(whole.Weight, parts.Weight);
        LearnedOracle.Near(whole.Means, parts.Means, 1e-12, "means");
        LearnedOracle.Near(whole.TargetProducts(), parts.TargetProducts(), 1e-10, "target");
        Matrix centred = whole.Products(), raw = whole.Products(centred: false), merged = parts.Products();
        LearnedOracle.Near(centred.AsSpan(), merged.AsSpan(), 1e-10, "products");
        double direct = 0, directCentred = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            direct += weights[row] * data.Features[row, 1] * data.Features[row, 2];
            directCentred += weights[row] * (data.Features[row, 1] - whole.Means[1]) * (data.Features[row, 2] - whole.Means[2]);
        }

        LearnedOracle.Near(direct, raw[1, 2], 1e-9, "raw product");
        LearnedOracle.Near(directCentred, centred[1, 2], 1e-9, "centred product");
    }

    [Fact]
    public void A_fit_that_is_cancelled_or_out_of_time_says_so()
    {
        Dataset data = Large(9000, 20);
        Assert.Throws<OperationCanceledException>(() => new Ridge().Fit(data, new FitContext { Cancellation = new CancellationToken(true) }));
        Assert.Throws<FitBudgetException>(() => new LinearRegression().Fit(data, new FitContext { Budget = TimeSpan.Zero }));
        string? warning = null;
        new Lasso { Alpha = 1e-6, MaxIterations = 1, Tolerance = 1e-12 }.Fit(data, new FitContext { Warning = message => warning = message });
        Assert.Contains("did not converge", warning, StringComparison.Ordinal);
    }

    internal static Dataset Large(int rows, int features)
    {
        RandomStream random = FitContext.Default.Random(7);
        var matrix = new Matrix(rows, features);
        double[] target = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            for (int j = 0; j < features; j++)
            {
                matrix[row, j] = random.NextGaussian() + (j * 0.5);
            }

            target[row] = matrix[row, 0] - (2 * matrix[row, 1]) + random.NextGaussian();
        }

        return Dataset.ForRegression(matrix, target);
    }
}
