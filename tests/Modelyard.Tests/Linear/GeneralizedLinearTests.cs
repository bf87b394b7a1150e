using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Tests.Linear;

public sealed class GeneralizedLinearTests
{
    [Theory]
    [InlineData("PoissonRegression")]
    [InlineData("GammaRegression")]
    [InlineData("TweedieRegression")]
    [InlineData("BinomialRegression")]
    public void Coefficients_agree_with_statsmodels_and_scikit_learn(string name)
    {
        foreach (JsonElement one in GeneralizedOracle.Cases(name))
        {
            string what = $"{one.GetProperty("settings")} of {one.GetProperty("target")}";
            Dataset data = GeneralizedOracle.Data(one);
            var model = (GeneralizedLinearModel)GeneralizedOracle.Estimator(one).FitModel(data, new FitContext { Warning = warning => Assert.Fail($"{what}: {warning}") });
            LearnedOracle.Near(GeneralizedOracle.Numbers(one, "coefficients"), model.Coefficients, 1e-6, what);
            LearnedOracle.Near(one.GetProperty("intercept").GetDouble(), model.Intercept, 1e-6, what);
            double[] expected = GeneralizedOracle.Numbers(one, "predictions"), all = new double[data.RowCount];
            model.Predict(data.Features, all, 2);
            LearnedOracle.Near(expected, all.AsSpan(0, expected.Length), 1e-6, what);
            Assert.InRange(model.Deviance, 0, model.NullDeviance + 1e-12);
        }
    }

    [Fact]
    public void Many_features_and_rows_give_what_few_would_by_the_other_way_to_the_minimum()
    {
        // More than two thousand features and rows are fitted by L-BFGS: at its end the derivatives of the objective must be 0.
        var random = new RandomStream(3);
        int rows = 2100, columns = 2060;
        var features = new Matrix(rows, columns);
        double[] target = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            foreach (ref double value in features.Row(row))
            {
                value = random.NextGaussian();
            }

            target[row] = Math.Floor(Math.Exp(0.5 + (0.3 * features[row, 0])) + random.NextDouble());
        }

        Dataset data = Dataset.ForRegression(features, target);
        GeneralizedLinearModel model = new PoissonRegression { Alpha = 0.5, Tolerance = 1e-10 }.Fit(data);
        double[] gradient = new double[columns];
        double constant = 0;
        for (int row = 0; row < rows; row++)
        {
            double error = (model.Predict(features.Row(row)) - target[row]) / rows;
            VectorKernels.Axpy(error, features.Row(row), gradient);
            constant += error;
        }

        VectorKernels.Axpy(0.5, model.Coefficients, gradient);
        Assert.InRange(gradient.Max(Math.Abs), 0, 1e-5);
        Assert.InRange(Math.Abs(constant), 0, 1e-5);
    }

    [Fact]
    public void Amounts_far_below_their_means_do_not_keep_the_fit_from_its_optimum()
    {
        // Most amounts are less than a hundredth of what is expected of them. At the optimum the derivatives of the objective are 0.
        var random = new RandomStream(8);
        var features = new Matrix(300, 4);
        double[] target = new double[300];
        for (int row = 0; row < 300; row++)
        {
            for (int j = 0; j < 4; j++)
            {
                features[row, j] = 1 + (0.5 * random.NextGaussian());
            }

            target[row] = Math.Exp(features[row, 0] - (3 * Math.Abs(random.NextGaussian() * random.NextGaussian() * random.NextGaussian())));
        }

        Dataset data = Dataset.ForRegression(features, target);
        GeneralizedLinearModel model = new GammaRegression { Alpha = 0.01, Intercept = false }.Fit(data);
        double[] slopes = Array.ConvertAll(model.Coefficients.ToArray(), coefficient => 0.01 * coefficient);
        for (int row = 0; row < 300; row++)
        {
            VectorKernels.Axpy((1 - (target[row] / model.Predict(features.Row(row)))) / 300, features.Row(row), slopes);
        }

        Assert.All(slopes, slope => Assert.InRange(Math.Abs(slope), 0, 1e-9));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_feature_without_an_intercept_gives_the_coefficients_that_can_be_written_down(bool weighted)
    {
        // From small to large by thousands: a least-squares fit to the inverse of the target is far from the optimum.
        var random = new RandomStream(12);
        var features = new Matrix(90, 1);
        double[] target = new double[90], weights = new double[90];
        for (int row = 0; row < 90; row++)
        {
            features[row, 0] = Math.Exp(2 * random.NextGaussian());
            target[row] = features[row, 0] * (0.2 + random.NextDouble());
            weights[row] = weighted ? 0.1 + random.NextDouble() : 1;
        }

        double Mean(Func<double, double, double> of) => Enumerable.Range(0, 90).Sum(row => weights[row] * of(features[row, 0], target[row])) / weights.Sum();
        Dataset data = Dataset.ForRegression(features, target).WithWeights(weighted ? weights : null);
        Near(1 / Mean((x, y) => x * y), new GammaRegression { Link = GammaLink.Inverse, Alpha = 0, Intercept = false }.Fit(data));
        Near(Mean((x, y) => y / x), new GammaRegression { Link = GammaLink.Identity, Alpha = 0, Intercept = false }.Fit(data));
        Near(Mean((_, y) => y) / Mean((x, _) => x), new PoissonRegression { Link = PoissonLink.Identity, Alpha = 0, Intercept = false }.Fit(data));

        static void Near(double expected, GeneralizedLinearModel model) => Assert.Equal(expected, model.Coefficients[0], 1e-9 * expected);
    }

    [Theory]
    [InlineData(GammaLink.Inverse)]
    [InlineData(GammaLink.Identity)]
    public void Without_an_intercept_means_are_positive_though_a_least_squares_fit_would_not_have_them_so(GammaLink link)
    {
        // A few rows have next to nothing of the first feature: coefficients that fit the others give these a sum below 0.
        var random = new RandomStream(13);
        var features = new Matrix(200, 2);
        double[] target = new double[200];
        for (int row = 0; row < 200; row++)
        {
            (features[row, 0], features[row, 1]) = row < 4 ? (0.01, 1 + random.NextDouble()) : (1 + random.NextDouble(), -0.2 * random.NextDouble());
            target[row] = row < 4 ? 0.02 + (0.01 * random.NextDouble()) : Math.Exp(2 * random.NextGaussian());
        }

        Dataset data = Dataset.ForRegression(features, target);
        GeneralizedLinearModel model = new GammaRegression { Link = link, Alpha = 0, Intercept = false, MaxIterations = 1000 }.Fit(data);
        double[] slopes = new double[2], sizes = new double[2];
        for (int row = 0; row < 200; row++)
        {
            double mean = model.Predict(features.Row(row));
            Assert.True(mean > 0);
            double slope = (target[row] - mean) * (link == GammaLink.Inverse ? 1 : 1 / (mean * mean));
            for (int j = 0; j < 2; j++)
            {
                slopes[j] += slope * features[row, j];
                sizes[j] += Math.Abs(slope * features[row, j]);
            }
        }

        Assert.All(slopes.Zip(sizes), pair => Assert.InRange(Math.Abs(pair.First), 0, 1e-8 * pair.Second));
    }

    [Fact]
    public void Steps_that_leave_a_like_share_of_the_error_go_on_to_its_end()
    {
        // Many amounts are less than half of their means: there the curvature that the data shows is below 0, and the expected one takes its place.
        var random = new RandomStream(14);
        var features = new Matrix(200, 3);
        double[] target = new double[200];
        for (int row = 0; row < 200; row++)
        {
            for (int j = 0; j < 3; j++)
            {
                features[row, j] = random.NextDouble();
            }

            target[row] = (1 + features[row, 0] + (2 * features[row, 1])) * Math.Exp(1.2 * random.NextGaussian());
        }

        GeneralizedLinearModel model = new GammaRegression { Link = GammaLink.Identity, Alpha = 0 }.Fit(Dataset.ForRegression(features, target));
        double[] slopes = new double[4], sizes = new double[4];
        for (int row = 0; row < 200; row++)
        {
            double mean = model.Predict(features.Row(row)), slope = (target[row] - mean) / (mean * mean);
            for (int j = 0; j < 4; j++)
            {
                double part = slope * (j == 3 ? 1 : features[row, j]);
                slopes[j] += part;
                sizes[j] += Math.Abs(part);
            }
        }

        Assert.All(slopes.Zip(sizes), pair => Assert.InRange(Math.Abs(pair.First), 0, 1e-8 * pair.Second));
    }

    [Fact]
    public void Means_that_are_best_at_the_end_of_their_range_are_told()
    {
        Assert.Contains("lie at 0, where the link 'Identity'", Assert.Single(Warned(new PoissonRegression { Link = PoissonLink.Identity, Alpha = 0 }, Line([0, 0, 0, 3, 8, 9])).Warnings), StringComparison.Ordinal);
        Assert.Empty(Warned(new PoissonRegression { Link = PoissonLink.Identity, Alpha = 0 }, Line([1, 2, 2, 3, 5, 6])).Warnings);
    }

    [Fact]
    public void A_row_without_weight_may_have_any_mean()
    {
        Matrix features = Matrix.From(new double[,] { { 1 }, { 2 }, { 3 }, { 4 }, { -5 } });
        var estimator = new GammaRegression { Link = GammaLink.Identity, Alpha = 0, Intercept = false };
        GeneralizedLinearModel all = estimator.Fit(Dataset.ForRegression(features, [1, 3, 2, 5, 4]).WithWeights([1, 1, 1, 1, 0])), four = estimator.Fit(Dataset.ForRegression(features.RowRange(0, 4), [1, 3, 2, 5]));
        Assert.Equal(four.Coefficients[0], all.Coefficients[0], 1e-14);
        Assert.Contains("no coefficients for which every mean is positive", Assert.Throws<ModelyardException>(() => estimator.Fit(Dataset.ForRegression(features, [1, 3, 2, 5, 4]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_least_squares_fit_is_the_tweedie_regression_of_power_0()
    {
        JsonElement one = GeneralizedOracle.Cases("HuberRegression").First();
        Dataset data = GeneralizedOracle.Data(one);
        GeneralizedLinearModel model = new TweedieRegression { Power = 0, Alpha = 0 }.Fit(data);
        LearnedOracle.Near(new LinearRegression().Fit(data).Coefficients, model.Coefficients, 1e-10, "coefficients");
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1.5)]
    [InlineData(2.0)]
    public void Rates_with_exposures_as_weights_solve_the_equations_of_an_offset(double power)
    {
        var random = new RandomStream(6);
        var features = new Matrix(300, 3);
        double[] target = new double[300], exposures = new double[300];
        for (int row = 0; row < 300; row++)
        {
            exposures[row] = 0.2 + (5 * random.NextDouble());
            for (int j = 0; j < 3; j++)
            {
                features[row, j] = random.NextGaussian();
            }

            target[row] = Math.Round(exposures[row] * Math.Exp(0.5 + (0.4 * features[row, 0])) * (0.3 + random.NextDouble())) + 1;
        }

        double[] rates = [.. target.Zip(exposures, (amount, exposure) => amount / exposure)];
        Dataset data = Dataset.ForRegression(features, rates).WithWeights(Array.ConvertAll(exposures, exposure => Math.Pow(exposure, 2 - power)));
        IRegressor<GeneralizedLinearModel> estimator = power == 1 ? new PoissonRegression { Alpha = 0, Tolerance = 0 } : new TweedieRegression { Power = power, Link = TweedieLink.Log, Alpha = 0, Tolerance = 0 };
        GeneralizedLinearModel model = estimator.Fit(data, FitContext.Default);

        // Of the amounts y with means e · rate the derivative of the likelihood by each coefficient is the sum of (y − mean) x / mean^(power − 1).
        for (int j = 0; j <= 3; j++)
        {
            double sum = 0, size = 0;
            for (int row = 0; row < 300; row++)
            {
                double mean = exposures[row] * model.Predict(features.Row(row)), part = (target[row] - mean) * Math.Pow(mean, 1 - power) * (j == 3 ? 1 : features[row, j]);
                sum += part;
                size += Math.Abs(part);
            }

            Assert.True(Math.Abs(sum) < 1e-9 * size, $"the equation of coefficient '{j}' is off by '{sum}' of '{size}'.");
        }
    }

    [Fact]
    public void Shares_that_a_plane_parts_are_called_separable_and_the_fit_ends()
    {
        Dataset data = Line([0, 0, 0, 1, 1, 1]);
        (GeneralizedLinearModel model, List<string> warnings) = Warned(new BinomialRegression(), data);
        Assert.Contains("separable", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Contains("Set Alpha above 0", warnings[0], StringComparison.Ordinal);
        Assert.InRange(Math.Abs(model.Coefficients[0]), 0.1, 1000);
        (model, warnings) = Warned(new BinomialRegression { Alpha = 0.01 }, data);
        Assert.Empty(warnings);
        Assert.True(model.Coefficients[0] > 0);
    }

    [Fact]
    public void A_group_without_a_single_event_is_called_separable_though_the_others_are_not()
    {
        // The second feature marks two rows, both 0: its coefficient goes to minus infinity, the first one's is finite.
        Matrix features = Matrix.From(new double[,] { { 1, 0 }, { 2, 0 }, { 3, 0 }, { 4, 0 }, { 2.5, 1 }, { 3.5, 1 } });
        Assert.Contains("separable", Assert.Single(Warned(new BinomialRegression(), Dataset.ForRegression(features, [0, 1, 0, 1, 0, 0])).Warnings), StringComparison.Ordinal);
        Assert.Contains("no mean but 0", Assert.Single(Warned(new PoissonRegression { Alpha = 0 }, Dataset.ForRegression(features, [1, 2, 1, 3, 0, 0])).Warnings), StringComparison.Ordinal);
        Assert.Empty(Warned(new PoissonRegression { Alpha = 0 }, Dataset.ForRegression(features, [1, 2, 1, 3, 0, 1])).Warnings);
    }

    [Theory]
    [InlineData(-1, "'-1' in data row 3 and must be 0 or greater")]
    public void A_target_out_of_range_is_refused_by_its_row(double bad, string words)
    {
        Dataset data = Line([0, 1, bad, 1, 0, 2]);
        Assert.Contains(words, Assert.Throws<ModelyardException>(() => new PoissonRegression().Fit(data)).Message, StringComparison.Ordinal);
        Assert.Contains("must be greater than 0", Assert.Throws<ModelyardException>(() => new GammaRegression().Fit(Line([1, 0, 1, 1, 1, 1]))).Message, StringComparison.Ordinal);
        Assert.Contains("must be from 0 to 1", Assert.Throws<ModelyardException>(() => new BinomialRegression().Fit(Line([1, 0, 1.5, 1, 1, 1]))).Message, StringComparison.Ordinal);
        Assert.Contains("between 0 and 1 there is no distribution", Assert.Throws<ModelyardException>(() => new TweedieRegression { Power = 0.5 }.Fit(Line([1, 2, 1, 1, 1, 1]))).Message, StringComparison.Ordinal);
        Assert.Contains("can only come near to", Assert.Throws<ModelyardException>(() => new PoissonRegression().Fit(Line([0, 0, 0, 0, 0, 0]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_steps_are_told()
    {
        JsonElement one = GeneralizedOracle.Cases("GammaRegression").First();
        Assert.Contains("did not converge in '1' steps", Assert.Single(Warned((IRegressor<GeneralizedLinearModel>)GeneralizedOracle.Estimator(one, ("MaxIterations", 1)), GeneralizedOracle.Data(one)).Warnings), StringComparison.Ordinal);
    }

    private static Dataset Line(double[] target) => Dataset.ForRegression(new Matrix([.. Enumerable.Range(0, target.Length).Select(i => (double)i)], target.Length, 1), target);

    private static (GeneralizedLinearModel Model, List<string> Warnings) Warned(IRegressor<GeneralizedLinearModel> estimator, Dataset data)
    {
        var warnings = new List<string>();
        return (estimator.Fit(data, new FitContext { Warning = warnings.Add }), warnings);
    }
}
