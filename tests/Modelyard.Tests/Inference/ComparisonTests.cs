using System.Text.Json;
using Modelyard.Inference;
using Modelyard.Numerics;
using static Modelyard.Tests.Inference.InferenceOracle;

namespace Modelyard.Tests.Inference;

public sealed class ComparisonTests
{
    [Fact]
    public void Analyses_of_variance_agree_with_statsmodels()
    {
        foreach (JsonElement one in Cases("anova"))
        {
            var type = (AnovaType)one.GetProperty("type").GetInt32();
            var fit = (LinearFit)new OlsRegression().Fit(Data(one));
            AnovaTable table = AnovaTable.Of(fit, type);

            // Its formula puts categories before numbers.
            string[] order = [.. Texts(one, "terms").Select(term => term.Replace("C(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal))];
            if (type == AnovaType.TypeI)
            {
                table = AnovaTable.Of((LinearFit)new OlsRegression().Fit(RegressionData.Of(Table(one), new RegressionColumns { Target = Text(one, "target")!, Features = order[..^1] })), type);
            }

            AnovaRow[] rows = [.. order.Select(name => table.Rows.Single(row => row.Term == name))];
            Near(Numbers(one, "degrees"), [.. rows.Select(row => row.Degrees)], 1e-12, "degrees");
            Near(Numbers(one, "squares"), [.. rows.Select(row => row.SumOfSquares)], 1e-8, "squares");
            Near(Numbers(one, "statistic"), [.. rows[..^1].Select(row => row.Statistic)], 1e-8, "statistic");
            Near(Numbers(one, "pValue"), [.. rows[..^1].Select(row => row.PValue)], 1e-6, "p-value");
        }
    }

    [Fact]
    public void Sequential_deviances_add_up_to_what_all_features_explain()
    {
        var fit = (GeneralizedFit)new GlmRegression { Family = RegressionFamily.Binomial }.Fit(
            RegressionData.Of(Table("telco"), new RegressionColumns { Target = "churn", Features = ["tenure", "contract", "payment_method"] }));
        AnovaTable table = AnovaTable.Of(fit, AnovaType.TypeI);
        Near([fit["nullDeviance"] - fit["deviance"]], [table.Rows.Take(3).Sum(row => row.SumOfSquares)], 1e-9, "sum");
        Assert.Equal([1, 2, 3], table.Rows.Take(3).Select(row => (int)row.Degrees));
        Near([AnovaTable.Of(fit).Rows[2].SumOfSquares], [table.Rows[2].SumOfSquares], 1e-9, "last term");
    }

    [Fact]
    public void Likelihood_ratio_score_and_Wald_tests_agree_with_statsmodels()
    {
        foreach (JsonElement one in Cases("comparison"))
        {
            GeneralizedFit Fit(string features) => (GeneralizedFit)new GlmRegression { Family = RegressionFamily.Binomial }.Fit(
                RegressionData.Of(Table(one), new RegressionColumns { Target = Text(one, "target")!, Features = Texts(one, features) }));
            GeneralizedFit small = Fit("small"), large = Fit("large");
            HypothesisTest ratio = NestedRegressions.LikelihoodRatio(small, large), score = NestedRegressions.Score(small, large.Data.Design), wald = large.Wald("contract");
            Near([one.GetProperty("likelihoodRatio").GetDouble()], [ratio.Statistic], 1e-8, "likelihood ratio");
            Near([one.GetProperty("score").GetDouble(), one.GetProperty("scorePValue").GetDouble()], [score.Statistic, score.PValue], 1e-5, "score");
            Near([one.GetProperty("wald").GetDouble(), one.GetProperty("waldPValue").GetDouble()], [wald.Statistic, wald.PValue], 1e-5, "Wald");
            Assert.Equal(2, ratio.Degrees);
        }

        foreach (JsonElement one in Cases("nested"))
        {
            LinearFit Fit(string features) => (LinearFit)new OlsRegression().Fit(RegressionData.Of(Table(one), new RegressionColumns { Target = Text(one, "target")!, Features = Texts(one, features) }));
            HypothesisTest f = NestedRegressions.F(Fit("small"), Fit("large")), ratio = NestedRegressions.LikelihoodRatio(Fit("small"), Fit("large"));
            Near([one.GetProperty("f").GetDouble(), one.GetProperty("fPValue").GetDouble()], [f.Statistic, f.PValue], 1e-6, "F");
            Near([one.GetProperty("likelihoodRatio").GetDouble(), one.GetProperty("likelihoodRatioPValue").GetDouble()], [ratio.Statistic, ratio.PValue], 1e-6, "likelihood ratio");
        }
    }

    [Fact]
    public void Regressions_that_are_not_nested_are_refused()
    {
        (Matrix features, double[] target) = InferenceTables.Linear(40, 3, seed: 1);
        LinearFit Fit(params string[] names) => (LinearFit)new OlsRegression().Fit(RegressionData.Of(DesignMatrix.Of(features.View(0, 40, 0, names.Length).Copy(), names), target));
        Assert.Contains("lacks 'c'", Assert.Throws<ModelyardException>(() => NestedRegressions.F(Fit("a", "c"), Fit("a", "b", "d"))).Message, StringComparison.Ordinal);
        Assert.Contains("must have more than '3'", Assert.Throws<ModelyardException>(() => NestedRegressions.F(Fit("a", "b"), Fit("a", "b"))).Message, StringComparison.Ordinal);
    }
}
