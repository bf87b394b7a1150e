using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Inference;
using Modelyard.Learning;
using Modelyard.Numerics;
using static Modelyard.Tests.Inference.InferenceOracle;

namespace Modelyard.Tests.Inference;

public sealed class LinearFitTests
{
    // Numbers of statsmodels on Longley's table have eight digits or so, as its condition number is 4.9e9.
    private static double Tolerance(JsonElement one) => Text(one, "table") == "longley" ? 1e-7 : 1e-8;

    [Fact]
    public void Coefficients_errors_tests_and_figures_agree_with_statsmodels()
    {
        foreach (JsonElement one in Cases("ols"))
        {
            RegressionFit fit = Method(one).Fit(Data(one));
            SameCoefficients(one, fit, Tolerance(one));
            SameFigures(one, fit, Tolerance(one));
        }
    }

    [Fact]
    public void Prediction_intervals_agree_with_statsmodels()
    {
        foreach (JsonElement one in Cases("ols").Where(one => one.GetProperty("predictions").ValueKind == JsonValueKind.Object))
        {
            RegressionData data = Data(one);
            var fit = (LinearFit)Method(one).Fit(data);
            var rows = new Matrix(5, data.Design.Columns.Count);
            for (int row = 0; row < rows.Rows; row++)
            {
                data.Design.Values.Row(row).CopyTo(rows.Row(row));
            }

            IReadOnlyList<PredictionInterval> predicted = fit.Predict(Table(one).Take(data.SourceRows.IsEmpty ? [0, 1, 2, 3, 4] : data.SourceRows[..5]));
            JsonElement expected = one.GetProperty("predictions");
            Near(Numbers(expected, "mean"), [.. predicted.Select(row => row.Mean)], Tolerance(one), Describe(one));
            Near(Numbers(expected, "standardError"), [.. predicted.Select(row => row.StandardError)], Tolerance(one), Describe(one));
            Near(Numbers(expected, "low"), [.. predicted.Select(row => row.Low)], Tolerance(one), Describe(one));
            Near(Numbers(expected, "high"), [.. predicted.Select(row => row.High)], Tolerance(one), Describe(one));
            Near(Numbers(expected, "observationLow"), [.. predicted.Select(row => row.ObservationLow)], Tolerance(one), Describe(one));
            Near(Numbers(expected, "observationHigh"), [.. predicted.Select(row => row.ObservationHigh)], Tolerance(one), Describe(one));
        }
    }

    [Fact]
    public void Generalised_least_squares_agrees_with_statsmodels()
    {
        foreach (JsonElement one in Cases("gls"))
        {
            RegressionData data = Data(one);
            int rows = data.Design.RowCount;
            var covariance = new Matrix(rows, rows);
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < rows; j++)
                {
                    covariance[i, j] = Math.Pow(one.GetProperty("correlation").GetDouble(), Math.Abs(i - j));
                }
            }

            RegressionFit fit = new GlsRegression { ErrorCovariance = covariance }.Fit(data);
            SameCoefficients(one, fit);
            SameFigures(one, fit);
        }
    }

    [Fact]
    public void A_covariance_of_errors_that_is_not_symmetric_is_refused_with_both_entries()
    {
        (Matrix features, double[] target) = InferenceTables.Linear(20, 2, seed: 1);
        Matrix covariance = Matrix.Identity(20);
        (covariance[2, 7], covariance[7, 2]) = (0.25, 0.5);
        RegressionData data = RegressionData.Of(DesignMatrix.Of(features), target);
        string message = Assert.Throws<ModelyardException>(() => new GlsRegression { ErrorCovariance = covariance }.Fit(data)).Message;
        Assert.Contains("'0.25' in row '2', column '7' but '0.5' in row '7', column '2'", message, StringComparison.Ordinal);

        // What rounding leaves of a computed covariance is no asymmetry.
        covariance[2, 7] = Math.BitIncrement(0.5);
        new GlsRegression { ErrorCovariance = covariance }.Fit(data);
    }

    [Fact]
    public void Joint_tests_have_the_distribution_of_the_coefficients_as_in_statsmodels()
    {
        foreach (JsonElement one in Cases("wald"))
        {
            HypothesisTest test = Method(one).Fit(Data(one)).Wald(Texts(one, "tested"));
            Near([one.GetProperty("statistic").GetDouble()], [test.Statistic], 1e-8, Describe(one));
            Near([one.GetProperty("pValue").GetDouble()], [test.PValue], 1e-7, Describe(one));
            Assert.Equal(Text(one, "distribution") == "F" ? one.GetProperty("residualDegrees").GetDouble() : double.PositiveInfinity, test.ResidualDegrees);
        }
    }

    [Fact]
    public void Robust_F_is_the_same_with_the_constant_in_the_intercept_as_in_the_levels()
    {
        var columns = new RegressionColumns { Target = "body_mass_g", Features = ["species", "flipper_length_mm"] };
        var robust = new OlsRegression { Covariance = CovarianceKind.HC1 };
        RegressionFit with = robust.Fit(RegressionData.Of(Table("penguins"), columns)), without = robust.Fit(RegressionData.Of(Table("penguins"), columns with { Intercept = false }));
        Near([with["fStatistic"], with["fPValue"]], [without["fStatistic"], without["fPValue"]], 1e-8, "F");
    }

    [Fact]
    public void Few_clusters_have_a_note_and_too_few_for_F_another()
    {
        (Matrix features, double[] target) = InferenceTables.Linear(200, 4, seed: 8);
        RegressionData data = RegressionData.Of(DesignMatrix.Of(features), target);
        IReadOnlyList<string> Notes(int clusters) => new OlsRegression { Covariance = CovarianceKind.Cluster }.Fit(data.WithClusters([.. Enumerable.Range(0, 200).Select(row => row % clusters)])).Notes;
        Assert.DoesNotContain(Notes(25), note => note.Contains("clusters", StringComparison.Ordinal));
        Assert.Contains(Notes(12), note => note.Contains("There are 12 clusters", StringComparison.Ordinal) && note.Contains("too small", StringComparison.Ordinal));
        Assert.DoesNotContain(Notes(12), note => note.Contains("no F", StringComparison.Ordinal));
        Assert.Contains("There is no F: 4 clusters allow a joint test of 3 coefficients at most, and it would be one of 4.", Notes(4));
    }

    [Fact]
    public void Longleys_table_gives_the_certified_values_of_NIST()
    {
        RegressionFit fit = new OlsRegression().Fit(RegressionData.Of(Table("longley"), new RegressionColumns { Target = "TOTEMP" }));
        Near(
            [-3482258.63459582, 15.0618722713733, -0.358191792925910E-01, -2.02022980381683, -1.03322686717359, -0.511041056535807E-01, 1829.15146461355],
            [.. fit.Coefficients.Select(one => one.Estimate)], 1e-10, "estimate");
        Near(
            [890420.383607373, 84.9149257747669, 0.334910077722432E-01, 0.488399681651699, 0.214274163161675, 0.226073200069370, 455.478499142212],
            [.. fit.Coefficients.Select(one => one.StandardError)], 1e-10, "standard error");
        Near([0.995479004577296, 304.854073561965], [fit["rSquared"], fit["residualStandardError"]], 1e-12, "figures");
    }

    [Fact]
    public void Wamplers_polynomials_give_the_certified_values_of_NIST()
    {
        double[] errors = [759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048, 2048, -2048, 1838, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 759];
        double[] certified = [2152.3262467817, 2363.5517346968068, 779.3435243315833, 101.47550755035033, 5.645665121707521, 0.11232485467931214];
        foreach (double size in new double[] { 1, 100 })
        {
            Matrix powers = new(21, 5);
            double[] target = new double[21];
            for (int x = 0; x < 21; x++)
            {
                target[x] = 1 + (size * errors[x]);
                for (int power = 1; power <= 5; power++)
                {
                    powers[x, power - 1] = Math.Pow(x, power);
                    target[x] += Math.Pow(x, power);
                }
            }

            RegressionFit fit = new OlsRegression().Fit(RegressionData.Of(DesignMatrix.Of(powers), target));
            Near([1, 1, 1, 1, 1, 1], [.. fit.Coefficients.Select(one => one.Estimate)], 1e-8 * size, "estimate");
            Near([.. certified.Select(error => size * error)], [.. fit.Coefficients.Select(one => one.StandardError)], 1e-10, "standard error");
        }
    }

    [Theory]
    [InlineData(CovarianceKind.Classical)]
    [InlineData(CovarianceKind.HC3)]
    public void Many_rows_go_by_the_Gram_matrix_to_what_QR_of_few_columns_gives(CovarianceKind kind)
    {
        // The same rows once with all columns at once (the Gram matrix) and once with the means taken out by hand and one feature projected away (Frisch, Waugh and Lovell).
        const int Rows = 60_000, Features = 12;
        (Matrix features, double[] target) = InferenceTables.Linear(Rows, Features, seed: 3);
        var method = new OlsRegression { Covariance = kind };
        RegressionFit all = method.Fit(RegressionData.Of(DesignMatrix.Of(features), target));
        RegressionFit one = method.Fit(RegressionData.Of(DesignMatrix.Of(features), target), FitContext.Default with { Parallelism = 1 });
        Assert.Equal(all.Coefficients, one.Coefficients);

        double[] last = new double[Rows];
        features.CopyColumnTo(Features - 1, last);
        DesignMatrix others = DesignMatrix.Of(features.View(0, Rows, 0, Features - 1).Copy());
        double[] left = ((LinearFit)new OlsRegression().Fit(RegressionData.Of(others, target))).Residuals.ToArray();
        double[] own = ((LinearFit)new OlsRegression().Fit(RegressionData.Of(others, last))).Residuals.ToArray();
        RegressionFit alone = method.Fit(RegressionData.Of(DesignMatrix.Of(new Matrix(own, Rows, 1), intercept: false), left));
        Near([alone.Coefficients[0].Estimate], [all.Coefficients[^1].Estimate], 1e-10, "estimate");
        double factor = Math.Sqrt((Rows - 1.0) / (Rows - Features - 1));
        Near([alone.Coefficients[0].StandardError * (kind == CovarianceKind.Classical ? factor : 1)], [all.Coefficients[^1].StandardError], kind == CovarianceKind.Classical ? 1e-9 : 1e-3, "error");
    }

    [Fact]
    public void A_joint_test_of_one_coefficient_is_the_square_of_its_statistic()
    {
        JsonElement one = Cases("ols").First(one => Text(one, "table") == "penguins");
        RegressionFit fit = new OlsRegression().Fit(Data(one));
        HypothesisTest test = fit.Wald("flipper_length_mm");
        CoefficientEstimate flipper = fit.Coefficients.Single(coefficient => coefficient.Name == "flipper_length_mm");
        Near([flipper.Statistic * flipper.Statistic, flipper.PValue], [test.Statistic, test.PValue], 1e-9, "test");
        Assert.Equal(2, fit.Wald("species").Degrees);
        Assert.Contains("'species'", Assert.Throws<ModelyardException>(() => fit.Wald("specie")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_level_that_was_not_seen_is_refused_by_name()
    {
        Frame penguins = Table("penguins");
        var fit = (LinearFit)new OlsRegression().Fit(RegressionData.Of(penguins, new RegressionColumns { Target = "body_mass_g", Features = ["species"] }));
        ModelyardException fault = Assert.Throws<ModelyardException>(() => fit.Predict(Frame.Of(CategoryColumn.From("species", ["Adelie", "Emperor"]))));
        Assert.Contains("'Emperor' in data row 2", fault.Message, StringComparison.Ordinal);
    }

    private static OlsRegression Method(JsonElement one) => new()
    {
        Covariance = Covariance(one),
        UsesStudentT = one.GetProperty("useT").ValueKind == JsonValueKind.True ? true : null,
    };
}
