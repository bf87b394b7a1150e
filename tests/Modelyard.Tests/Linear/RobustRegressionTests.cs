using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Tests.Linear;

public sealed class RobustRegressionTests
{
    [Fact]
    public void A_scale_that_vanishes_while_rows_are_missed_is_told()
    {
        // Twelve rows and eight parameters: a plane through eight rows has so few residuals left that a scale of 0 is best.
        Dataset data = LinearEstimatorsTests.Large(12, 7);
        string? warning = null;
        HuberModel model = new HuberRegression { Epsilon = 1.05, Alpha = 0 }.Fit(data, new FitContext { Warning = message => warning = message });
        Assert.Contains("Raise Epsilon", warning, StringComparison.Ordinal);
        Assert.All(model.Coefficients.ToArray(), coefficient => Assert.True(double.IsFinite(coefficient)));
    }

    [Theory]
    [InlineData(12, 7, 1.05)]
    [InlineData(30, 12, 1.1)]
    [InlineData(60, 30, 1.2)]
    public void Without_a_scale_the_residuals_are_those_of_least_absolute_size(int rows, int features, double epsilon)
    {
        Dataset data = LinearEstimatorsTests.Large(rows, features);
        HuberModel model = new HuberRegression { Epsilon = epsilon, Alpha = 0 }.Fit(data, new FitContext { Warning = message => Assert.Contains("Raise Epsilon", message, StringComparison.Ordinal) });
        LinearModel least = new QuantileRegression().Fit(data, NoWarnings());
        double Sum(IRegressionModel one) => Enumerable.Range(0, rows).Sum(row => Math.Abs(data.Target[row] - one.Predict(data.Features.Row(row))));
        Assert.Equal(0, model.NoiseScale);
        Assert.InRange(Sum(model) / Sum(least), 1 - 1e-9, 1 + 1e-8);
    }

    [Fact]
    public void Huber_coefficients_and_scale_agree_with_scikit_learn()
    {
        foreach (JsonElement one in GeneralizedOracle.Cases("HuberRegression"))
        {
            var model = (HuberModel)GeneralizedOracle.Estimator(one).FitModel(GeneralizedOracle.Data(one), NoWarnings());
            LearnedOracle.Near(GeneralizedOracle.Numbers(one, "coefficients"), model.Coefficients, 1e-6, one.GetProperty("settings").ToString());
            LearnedOracle.Near(one.GetProperty("intercept").GetDouble(), model.Intercept, 1e-6, "intercept");
            LearnedOracle.Near(one.GetProperty("scale").GetDouble(), model.NoiseScale, 1e-6, "scale");
        }
    }

    [Fact]
    public void Outliers_do_not_bend_a_robust_line()
    {
        var random = new RandomStream(2);
        var features = new Matrix(100, 1);
        double[] target = new double[100];
        for (int row = 0; row < 100; row++)
        {
            features[row, 0] = random.NextGaussian();
            target[row] = row % 10 == 0 ? 1000 : (2 * features[row, 0]) + 1 + (0.1 * random.NextGaussian());
        }

        Dataset data = Dataset.ForRegression(features, target);
        HuberModel huber = new HuberRegression().Fit(data, NoWarnings());
        LinearModel median = new QuantileRegression().Fit(data, NoWarnings());
        Assert.Equal(2, huber.Coefficients[0], 0.1);
        Assert.Equal(1, huber.Intercept, 0.1);
        Assert.Equal(2, median.Coefficients[0], 0.1);
        Assert.Equal(1, median.Intercept, 0.1);
        Assert.True(Math.Abs(new LinearRegression().Fit(data).Intercept - 1) > 50);
    }

    [Fact]
    public void Quantile_regressions_reach_the_optimum_of_the_linear_programme()
    {
        foreach (JsonElement one in GeneralizedOracle.Cases("QuantileRegression"))
        {
            string what = $"{one.GetProperty("settings")} of {one.GetProperty("target")}";
            Dataset data = GeneralizedOracle.Data(one);
            var estimator = (QuantileRegression)GeneralizedOracle.Estimator(one);
            LinearModel model = estimator.Fit(data, NoWarnings());
            double expected = one.GetProperty("objective").GetDouble();
            Assert.True(Math.Abs(Objective(estimator, model, data) - expected) <= 1e-9 * expected, $"{what}: {Objective(estimator, model, data)} and must be {expected}");
            if (one.GetProperty("target").GetString() == "numbers")
            {
                LearnedOracle.Near(GeneralizedOracle.Numbers(one, "coefficients"), model.Coefficients, 1e-6, what);
                LearnedOracle.Near(one.GetProperty("intercept").GetDouble(), model.Intercept, 1e-6, what);
            }
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void As_many_rows_lie_on_the_plane_as_there_are_coefficients_and_the_wanted_share_below(double quantile)
    {
        var random = new RandomStream(8);
        int rows = 3000;
        var features = new Matrix(rows, 6);
        double[] target = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            foreach (ref double value in features.Row(row))
            {
                value = random.NextGaussian();
            }

            target[row] = features[row, 0] + (Math.Exp(features[row, 1]) * random.NextGaussian());
        }

        LinearModel model = new QuantileRegression { Quantile = quantile }.Fit(Dataset.ForRegression(features, target), NoWarnings());
        double[] residuals = [.. Enumerable.Range(0, rows).Select(row => target[row] - model.Predict(features.Row(row)))];
        Assert.Equal(7, residuals.Count(residual => Math.Abs(residual) < 1e-9));
        Assert.InRange(residuals.Count(residual => residual < -1e-9), (quantile * rows) - 7, quantile * rows);
    }

    [Fact]
    public void Columns_that_depend_on_one_another_do_not_spoil_a_quantile_regression()
    {
        JsonElement one = GeneralizedOracle.Cases("QuantileRegression").First();
        Dataset data = GeneralizedOracle.Data(one);
        var wide = new Matrix(data.RowCount, 7);
        for (int row = 0; row < wide.Rows; row++)
        {
            data.Features.Row(row).CopyTo(wide.Row(row));
            wide[row, 4] = wide[row, 0];
            wide[row, 5] = wide[row, 1] + wide[row, 2];
            wide[row, 6] = 5;
        }

        var estimator = (QuantileRegression)GeneralizedOracle.Estimator(one);
        Dataset dependent = GeneralizedOracle.Data(one, wide);
        LinearModel model = estimator.Fit(dependent, NoWarnings());
        double expected = one.GetProperty("objective").GetDouble();
        Assert.InRange(Objective(estimator, model, dependent), expected * (1 - 1e-9), expected * (1 + 1e-9));
        Assert.Equal([0, 0, 0], model.Coefficients[4..].ToArray());
    }

    [Fact]
    public void Isotonic_curves_agree_with_scikit_learn_ties_directions_and_beyond_the_ends()
    {
        foreach (JsonElement one in GeneralizedOracle.Cases("IsotonicRegression"))
        {
            Matrix all = GeneralizedOracle.Features;
            var column = new Matrix(all.Rows, 1);
            for (int row = 0; row < all.Rows; row++)
            {
                column[row, 0] = Math.Round(all[row, one.GetProperty("column").GetInt32()], 1, MidpointRounding.ToEven);
            }

            var model = (IsotonicModel)GeneralizedOracle.Estimator(one).FitModel(GeneralizedOracle.Data(one, column), NoWarnings());
            double[] asked = GeneralizedOracle.Numbers(one, "asked");
            double[] predicted = [.. asked.Select(place => ((IRegressionModel)model).Predict([place]))];
            LearnedOracle.Near(GeneralizedOracle.Numbers(one, "predictions"), predicted, 1e-9, one.GetProperty("settings").ToString());
        }
    }

    [Fact]
    public void Several_isotonic_curves_find_the_curves_that_made_the_target()
    {
        var random = new RandomStream(4);
        var features = new Matrix(400, 2);
        double[] target = new double[400];
        for (int row = 0; row < 400; row++)
        {
            features[row, 0] = random.NextDouble();
            features[row, 1] = random.NextDouble();
            target[row] = (features[row, 0] > 0.5 ? 3 : 0) - (5 * features[row, 1]);
        }

        IsotonicModel model = new IsotonicRegression { MaxIterations = 2000 }.Fit(Dataset.ForRegression(features, target), NoWarnings());
        for (int row = 0; row < 400; row++)
        {
            Assert.Equal(target[row], model.Predict(features.Row(row)), 0.02);
        }

        Assert.True(Rises(model.Heights(0), 1));
        Assert.True(Rises(model.Heights(1), -1));
    }

    private static bool Rises(ReadOnlySpan<double> heights, double sign)
    {
        for (int i = 1; i < heights.Length; i++)
        {
            if (sign * (heights[i] - heights[i - 1]) < -1e-12)
            {
                return false;
            }
        }

        return true;
    }

    private static double Objective(QuantileRegression estimator, LinearModel model, Dataset data)
    {
        double loss = 0, total = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            double weight = data.HasWeights ? data.Weights[row] : 1, residual = data.Target[row] - model.Predict(data.Features.Row(row));
            loss += weight * Math.Max(estimator.Quantile * residual, (estimator.Quantile - 1) * residual);
            total += weight;
        }

        return (loss / total) + (estimator.Alpha * model.Coefficients.ToArray().Sum(Math.Abs));
    }

    private static FitContext NoWarnings() => new() { Warning = warning => Assert.Fail(warning) };
}
