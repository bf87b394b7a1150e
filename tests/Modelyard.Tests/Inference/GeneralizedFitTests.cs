using System.Text.Json;
using Modelyard.Inference;
using Modelyard.Numerics;
using static Modelyard.Tests.Inference.InferenceOracle;

namespace Modelyard.Tests.Inference;

public sealed class GeneralizedFitTests
{
    [Fact]
    public void Coefficients_errors_tests_and_figures_agree_with_statsmodels()
    {
        foreach (JsonElement one in Cases("glm"))
        {
            RegressionFit fit = Method(one).Fit(Data(one));
            SameCoefficients(one, fit, Tolerance(one));
            SameFigures(one, fit, Tolerance(one));
        }
    }

    [Fact]
    public void Influence_agrees_with_statsmodels()
    {
        int compared = 0;
        foreach (JsonElement one in Cases("glm").Where(one => one.GetProperty("influence").ValueKind == JsonValueKind.Object))
        {
            InfluenceMeasures measures = ((GeneralizedFit)Method(one).Fit(Data(one))).Influence();
            JsonElement expected = one.GetProperty("influence");
            Near(Numbers(expected, "leverage"), measures.Leverages[..40], Tolerance(one), Describe(one) + " leverage");
            Near(Numbers(expected, "studentized"), measures.InternallyStudentized[..40], 10 * Tolerance(one), Describe(one) + " studentised");
            Near(Numbers(expected, "cooks"), measures.CooksDistances[..40], 10 * Tolerance(one), Describe(one) + " Cook's distance");

            // Many are near 0, where digits beside 1 count.
            Near([.. Numbers(expected, "dfbetas").Select(value => 1 + value)], [.. measures.Dfbetas.RowRange(0, 40).AsSpan().ToArray().Select(value => 1 + value)], 10 * Tolerance(one), Describe(one) + " DFBETAS");
            compared++;
        }

        Assert.True(compared >= 8);
    }

    [Fact]
    public void A_mean_of_two_groups_has_the_error_that_counting_gives()
    {
        // With one indicator the coefficient is the logarithm of the odds ratio, whose variance is the sum of one over each count (Woolf, 1955).
        (int Yes, int No) left = (30, 70), right = (45, 15);
        double[] target = [.. Repeat(1, left.Yes), .. Repeat(0, left.No), .. Repeat(1, right.Yes), .. Repeat(0, right.No)];
        double[] group = [.. Repeat(0, left.Yes + left.No), .. Repeat(1, right.Yes + right.No)];
        RegressionFit fit = new GlmRegression { Family = RegressionFamily.Binomial }.Fit(RegressionData.Of(DesignMatrix.Of(new Matrix(group, group.Length, 1)), target));
        Near([Math.Log(left.Yes / (double)left.No), Math.Log(45.0 * 70 / (15 * 30))], [.. fit.Coefficients.Select(one => one.Estimate)], 1e-12, "estimate");
        Near([Math.Sqrt((1.0 / 30) + (1.0 / 70) + (1.0 / 45) + (1.0 / 15))], [fit.Coefficients[1].StandardError], 1e-12, "error");
    }

    [Fact]
    public void Shares_with_their_trials_as_weights_agree_with_statsmodels_two_columns()
    {
        JsonElement one = Cases("trials").Single();
        double[] wins = Numbers(one, "wins"), trials = Numbers(one, "trials"), columns = Numbers(one, "columns");
        var design = DesignMatrix.Of(new Matrix(columns, wins.Length, columns.Length / wins.Length));
        RegressionFit fit = new GlmRegression { Family = RegressionFamily.Binomial }.Fit(RegressionData.Of(design, [.. wins.Zip(trials, (yes, all) => yes / all)], trials));
        Near(Numbers(one, "estimate"), [.. fit.Coefficients.Select(coefficient => coefficient.Estimate)], 1e-8, "estimate");
        Near(Numbers(one, "standardError"), [.. fit.Coefficients.Select(coefficient => coefficient.StandardError)], 1e-8, "standard error");
        SameFigures(one, fit);
        Assert.Empty(fit.Notes);
    }

    [Fact]
    public void Answers_with_frequencies_as_weights_have_the_likelihood_of_each_answer_written_out()
    {
        double[] x = [1, 2, 3, 1, 2, 3], y = [0, 0, 0, 1, 1, 1], frequencies = [5, 3, 1, 1, 4, 6];
        double[] longX = [.. x.SelectMany((value, row) => Repeat(value, (int)frequencies[row]))], longY = [.. y.SelectMany((value, row) => Repeat(value, (int)frequencies[row]))];
        var logit = new GlmRegression { Family = RegressionFamily.Binomial };
        RegressionFit brief = logit.Fit(RegressionData.Of(DesignMatrix.Of(new Matrix(x, 6, 1)), y, frequencies));
        RegressionFit full = logit.Fit(RegressionData.Of(DesignMatrix.Of(new Matrix(longX, longX.Length, 1)), longY));
        Near([full["logLikelihood"], full["nullLogLikelihood"], full["deviance"]], [brief["logLikelihood"], brief["nullLogLikelihood"], brief["deviance"]], 1e-12, "figures");
    }

    [Fact]
    public void Counts_that_are_not_whole_and_shares_that_no_trials_give_have_a_note()
    {
        double[] x = [1, 2, 3, 4, 5, 6];
        DesignMatrix design = DesignMatrix.Of(new Matrix(x, 6, 1));
        var poisson = new GlmRegression { Family = RegressionFamily.Poisson };
        Assert.Contains(poisson.Fit(RegressionData.Of(design, [1, 2.5, 2, 3, 4.25, 5])).Notes, note => note.StartsWith("2 of 6 rows have a 'target' that is no whole number, such as 2.5,", StringComparison.Ordinal));
        Assert.Empty(poisson.Fit(RegressionData.Of(design, [1, 2.0001, 2, 3, 4, 5])).Notes);
        var logit = new GlmRegression { Family = RegressionFamily.Binomial };
        Assert.Contains(logit.Fit(RegressionData.Of(design, [0, 0.5, 0.3, 0.6, 0.5, 1], [2.5, 2, 10, 3, 4, 2.5])).Notes, note => note.StartsWith("In 1 of 6 rows", StringComparison.Ordinal));
    }

    // What statsmodels' iterations leave: those of links that are not canonical end by the deviance.
    private static double Tolerance(JsonElement one) => Text(one, "link") is "Logit" || (Text(one, "link") is "Log" && Text(one, "family") is "Poisson") ? 1e-8 : 2e-7;

    private static IEnumerable<double> Repeat(double value, int count) => Enumerable.Repeat(value, count);

    private static GlmRegression Method(JsonElement one) => new()
    {
        Covariance = Covariance(one),
        Link = Enum.Parse<RegressionLink>(Text(one, "link")!),
        Family = Text(one, "family") switch
        {
            "Binomial" => RegressionFamily.Binomial,
            "Poisson" => RegressionFamily.Poisson,
            "Gamma" => RegressionFamily.Gamma,
            "InverseGaussian" => RegressionFamily.InverseGaussian,
            "Gaussian" => RegressionFamily.Gaussian,
            "Tweedie" => RegressionFamily.Tweedie(one.GetProperty("parameter").GetDouble()),
            _ => RegressionFamily.NegativeBinomial(one.GetProperty("parameter").GetDouble()),
        },
    };
}
