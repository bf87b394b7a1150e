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
