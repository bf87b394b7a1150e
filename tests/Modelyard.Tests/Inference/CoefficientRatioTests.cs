using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Inference;
using Modelyard.Numerics;
using Modelyard.Probability;
using static Modelyard.Tests.Inference.InferenceOracle;

namespace Modelyard.Tests.Inference;

public sealed class CoefficientRatioTests
{
    [Fact]
    public void Ratios_are_the_exponentials_of_what_statsmodels_says_of_coefficients()
    {
        int compared = 0;
        foreach (JsonElement one in Cases("glm").Where(one => Text(one, "link") is "Log" or "Logit"))
        {
            RegressionFit fit = GeneralizedFitTests.Method(one).Fit(Data(one));
            JsonElement expected = one.GetProperty("coefficients");
            IReadOnlyList<CoefficientRatio> ratios = fit.Ratios();
            Assert.Equal(Texts(expected, "names"), ratios.Select(ratio => ratio.Name));
            compared += Same(Numbers(expected, "estimate"), ratio => ratio.Ratio) + Same(Numbers(expected, "low"), ratio => ratio.Low) + Same(Numbers(expected, "high"), ratio => ratio.High);

            // An exponential has as many digits less as its exponent is great.
            int Same(double[] logarithms, Func<CoefficientRatio, double> part) => Enumerable.Range(0, ratios.Count).Where(i => Math.Abs(logarithms[i]) < 30).Count(i =>
            {
                Near([Math.Exp(logarithms[i])], [part(ratios[i])], 1e-6, $"{Describe(one)} {ratios[i].Name}");
                return true;
            });
        }

        Assert.True(compared > 100, $"{compared}");
    }

    [Fact]
    public void An_odds_ratio_of_two_groups_is_that_of_the_four_counts()
    {
        // Woolf (1955): the variance of the logarithm of the odds ratio is the sum of one over each count.
        double[] target = [.. Repeat(1, 30), .. Repeat(0, 70), .. Repeat(1, 45), .. Repeat(0, 15)], group = [.. Repeat(0, 100), .. Repeat(1, 60)];
        RegressionFit fit = new GlmRegression { Family = RegressionFamily.Binomial }.Fit(RegressionData.Of(DesignMatrix.Of(new Matrix(group, group.Length, 1)), target));
        double width = Normal.Quantile(0.975) * Math.Sqrt((1.0 / 30) + (1.0 / 70) + (1.0 / 45) + (1.0 / 15));
        CoefficientRatio ratio = fit.Ratios()[1];
        Near([7, 7 * Math.Exp(-width), 7 * Math.Exp(width)], [ratio.Ratio, ratio.Low, ratio.High], 1e-9, "odds ratio");
        Near([30.0 / 70], [fit.Ratios()[0].Ratio], 1e-9, "odds");
        Assert.Equal("odds ratio", fit.RatioName);
    }

    [Theory]
    [InlineData("Poisson", null, "rate ratio", "logarithm of the mean of 'target'")]
    [InlineData("Poisson", RegressionLink.Identity, "", "What the mean of 'target' changes")]
    [InlineData("Binomial", RegressionLink.Logit, "odds ratio", "log-odds of 'target'")]
    [InlineData("Binomial", RegressionLink.Log, "risk ratio", "logarithm of the probability of 'target'")]
    [InlineData("Binomial", RegressionLink.Probit, "", "normal quantile of the probability of 'target'")]
    [InlineData("Binomial", RegressionLink.Cloglog, "", "complementary log-log of the probability")]
    [InlineData("Gamma", RegressionLink.Log, "mean ratio", "the mean ratio is what the mean itself is multiplied by")]
    [InlineData("Gamma", null, "", "one over the mean of 'target'")]
    [InlineData("InverseGaussian", null, "", "one over the square of the mean")]
    public void A_link_says_what_a_coefficient_changes(string family, RegressionLink? link, string ratio, string words)
    {
        double[] feature = [0, 0, 1, 1, 0, 1], target = family == "Binomial" ? [0, 1, 1, 0, 0, 1] : [1, 2, 3, 4, 2, 3];
        RegressionFit fit = new GlmRegression
        {
            Family = (RegressionFamily)typeof(RegressionFamily).GetProperty(family)!.GetValue(null)!,
            Link = link,
        }.Fit(RegressionData.Of(DesignMatrix.Of(new Matrix(feature, 6, 1)), target, targetName: "target"));
        Assert.Equal(ratio, fit.RatioName);
        Assert.Equal(ratio.Length > 0 ? 2 : 0, fit.Ratios().Count);
        Assert.Contains(words, CoefficientScale.Of(fit).Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_classes_have_odds_against_the_first_and_means_have_no_ratio()
    {
        Frame penguins = Table("penguins");
        RegressionFit several = new MultinomialRegression().Fit(RegressionData.Of(penguins, new RegressionColumns { Target = "island", Features = ["sex"] }));
        Assert.Equal("odds ratio", several.RatioName);
        Assert.Contains("of a class against 'Biscoe'", CoefficientScale.Of(several).Meaning, StringComparison.Ordinal);
        Near([Math.Exp(several.Coefficients[3].High)], [several.Ratios()[3].High], 1e-14, "high");
        RegressionFit linear = new OlsRegression().Fit(RegressionData.Of(penguins, new RegressionColumns { Target = "body_mass_g", Features = ["sex"] }));
        Assert.Equal("", linear.RatioName);
        Assert.Empty(linear.Ratios());
    }

    [Fact]
    public void A_summary_has_ratios_where_there_is_room()
    {
        var columns = new RegressionColumns { Target = "sex", Features = ["body_mass_g"] };
        SummaryTable narrow = new GlmRegression { Family = RegressionFamily.Binomial }.Fit(RegressionData.Of(Table("penguins"), columns)).Summary();
        Assert.Equal("odds ratio", narrow.Headers[^1]);
        double written = double.Parse(narrow.Rows[1][^1], System.Globalization.CultureInfo.InvariantCulture), estimate = double.Parse(narrow.Rows[1][1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(Math.Exp(estimate), written, 1e-4);
        Frame renamed = Table("penguins").Rename("bill_length_mm", new string('x', 60));
        SummaryTable wide = new GlmRegression { Family = RegressionFamily.Binomial }.Fit(RegressionData.Of(renamed, new RegressionColumns { Target = "sex", Features = [new string('x', 60)] })).Summary();
        Assert.Equal("high", wide.Headers[^1]);
    }

    [Fact]
    public void Ratios_of_badly_scaled_columns_are_written_to_the_digits_that_tell_them_from_one()
    {
        var columns = new RegressionColumns { Target = "sex", Features = ["body_mass_g"] };
        Frame penguins = Table("penguins");
        Frame milligrams = penguins.With(new DoubleColumn("body_mass_g", [.. penguins["body_mass_g"].ToDoubles().Select(grams => 1000 * grams)]));
        RegressionFit fit = new GlmRegression { Family = RegressionFamily.Binomial }.Fit(RegressionData.Of(milligrams, columns));
        CoefficientRatio ratio = fit.Ratios()[1];
        string[] written = [fit.Summary().Rows[1][^1], .. RegressionSummary.Ratios(fit)!.Rows[1].Skip(1).Take(3)];
        Assert.All(written.Zip([ratio.Ratio, ratio.Ratio, ratio.Low, ratio.High]), pair =>
            Assert.InRange((double.Parse(pair.First, System.Globalization.CultureInfo.InvariantCulture) - 1) / (pair.Second - 1), 0.99, 1.01));
        Assert.Equal(["1.00000124", "0.9999999000", "1", "1.0100", "0.50000"], new[] { 1 + 1.24e-6, 1 - 1e-7, 1, 1.01, 0.5 }.Select(SummaryNumber.Ratio));
    }

    private static IEnumerable<double> Repeat(double value, int count) => Enumerable.Repeat(value, count);
}
