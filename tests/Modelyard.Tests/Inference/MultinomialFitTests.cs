using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Inference;
using Modelyard.Numerics;
using static Modelyard.Tests.Inference.InferenceOracle;

namespace Modelyard.Tests.Inference;

public sealed class MultinomialFitTests
{
    [Fact]
    public void Coefficients_errors_and_figures_agree_with_statsmodels()
    {
        foreach (JsonElement one in Cases("multinomial"))
        {
            RegressionFit fit = new MultinomialRegression().Fit(Data(one));

            // Its Hessian is that of scaled columns, far from orthogonal: seven digits.
            Near(Numbers(one, "estimate"), [.. fit.Coefficients.Select(coefficient => coefficient.Estimate)], 1e-7, "estimate");
            Near(Numbers(one, "standardError"), [.. fit.Coefficients.Select(coefficient => coefficient.StandardError)], 1e-7, "standard error");
            Near(Numbers(one, "pValue"), [.. fit.Coefficients.Select(coefficient => coefficient.PValue)], 1e-6, "p-value");
            SameFigures(one, fit);
            Assert.Equal("m: const", fit.Coefficients[0].Name);
        }
    }

    [Theory]
    [InlineData(CovarianceKind.Classical)]
    [InlineData(CovarianceKind.HC0)]
    [InlineData(CovarianceKind.HC1)]
    [InlineData(CovarianceKind.Cluster)]
    public void Two_classes_are_a_logistic_regression(CovarianceKind kind)
    {
        var columns = new RegressionColumns { Target = "answer", Features = ["small", "large", "year", "group"], Clusters = "cluster" };
        RegressionData data = RegressionData.Of(Table("simulated"), columns);
        RegressionFit multinomial = new MultinomialRegression { Covariance = kind }.Fit(data), logit = new GlmRegression { Family = RegressionFamily.Binomial, Covariance = kind }.Fit(data);
        Near([.. logit.Coefficients.Select(one => one.Estimate)], [.. multinomial.Coefficients.Select(one => one.Estimate)], 1e-8, "estimate");
        Near([.. logit.Coefficients.Select(one => one.StandardError)], [.. multinomial.Coefficients.Select(one => one.StandardError)], 1e-8, "standard error");
        Near([logit["logLikelihood"], logit["nullLogLikelihood"]], [multinomial["logLikelihood"], multinomial["nullLogLikelihood"]], 1e-11, "likelihood");
    }

    [Fact]
    public void Probabilities_without_features_are_the_shares_of_the_classes()
    {
        Frame penguins = Table("penguins");
        var fit = (MultinomialFit)new MultinomialRegression().Fit(RegressionData.Of(penguins, new RegressionColumns { Target = "island", Features = ["sex"] }));
        Matrix probabilities = fit.Predict(Frame.Of(CategoryColumn.From("sex", ["female", "male"])));
        Frame known = penguins.Filter(row => !penguins["sex"].IsMissing(row));
        for (int sex = 0; sex < 2; sex++)
        {
            Frame own = known.Filter(row => known["sex"].FormatCell(row) == (sex == 0 ? "female" : "male"));
            for (int island = 0; island < 3; island++)
            {
                double share = Enumerable.Range(0, own.RowCount).Count(row => own["island"].FormatCell(row) == fit.Levels[island]) / (double)own.RowCount;
                Near([share], [probabilities[sex, island]], 1e-10, "share");
            }
        }

        Assert.Equal(2, fit.Wald("sex").Degrees);
    }

    [Fact]
    public void Separation_names_the_class_that_a_level_rules_out()
    {
        ModelyardException fault = Assert.Throws<ModelyardException>(() => new MultinomialRegression().Fit(
            RegressionData.Of(Table("penguins"), new RegressionColumns { Target = "species", Features = ["island", "body_mass_g"] })));
        Assert.Contains("'species' is never 'Gentoo' where 'island[Dream]' is 1", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "'b' does.")]
    [InlineData(2, "together 'b', 'd' do.")]
    public void Separation_names_the_columns_that_separate_and_no_others(int separating, string said)
    {
        // The third class lies beyond a line in one column, or in two of them; of the others it is drawn by lot.
        var random = new RandomStream(5);
        var features = new Matrix(300, 5);
        int[] classes = new int[300];
        for (int row = 0; row < 300; row++)
        {
            for (int j = 0; j < 5; j++)
            {
                features[row, j] = random.NextGaussian() * (j + 1);
            }

            double side = separating == 1 ? features[row, 1] : features[row, 1] + (0.5 * features[row, 3]);
            classes[row] = side > 1.5 ? 2 : random.NextInt(2);
        }

        ModelyardException fault = Assert.Throws<ModelyardException>(() => new MultinomialRegression().Fit(RegressionData.Of(DesignMatrix.Of(features, ["a", "b", "c", "d", "e"]), Array.ConvertAll(classes, one => (double)one))));
        Assert.Contains($"no coefficient is finite: {said}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_that_need_a_leverage_are_refused() =>
        Assert.Contains("no single leverage", Assert.Throws<ModelyardException>(() => new MultinomialRegression { Covariance = CovarianceKind.HC3 }.Fit(
            RegressionData.Of(Table("penguins"), new RegressionColumns { Target = "island", Features = ["sex"] }))).Message, StringComparison.Ordinal);
}
