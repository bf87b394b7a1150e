using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Inference;
using Modelyard.Numerics;
using static Modelyard.Tests.Inference.Designs.DesignOracle;
using static Modelyard.Tests.Inference.InferenceOracle;

namespace Modelyard.Tests.Inference.Designs;

/// <summary>Holds analyses of variance and of deviance with interactions to statsmodels.</summary>
public sealed class AnovaTests
{
    [Fact]
    public void All_three_types_of_sums_of_squares_agree_with_statsmodels()
    {
        foreach (JsonElement one in DesignOracle.Cases("anova"))
        {
            Dictionary<string, AnovaRow> own = Rows(one);
            string[] names = Texts(one, "names");
            Near(Numbers(one, "degrees"), [.. names.Select(name => own[name].Degrees)], 1e-12, $"{Label(one)} degrees");
            if (one.GetProperty("squares").ValueKind == JsonValueKind.Array)
            {
                Near(Numbers(one, "squares"), [.. names.Select(name => own[name].SumOfSquares)], 1e-8, $"{Label(one)} squares");
            }

            Near(Numbers(one, "statistic").AsSpan()[..^1], [.. names[..^1].Select(name => own[name].Statistic)], 1e-8, $"{Label(one)} statistic");
            Near(Numbers(one, "pValue").AsSpan()[..^1], [.. names[..^1].Select(name => own[name].PValue)], 1e-7, $"{Label(one)} p-value");
        }
    }

    [Theory]
    [InlineData("number", "site*flag")]
    [InlineData("number*flag")]
    [InlineData("number*site*flag")]
    public void True_and_false_are_levels_like_those_of_a_category_in_an_analysis_of_type_III(params string[] terms)
    {
        var random = new RandomStream(5);
        string[] sites = ["bog", "fen", "moor"];
        int[] site = [.. Enumerable.Range(0, 200).Select(_ => random.NextInt(3))];
        bool[] flag = [.. site.Select(place => random.NextDouble() < 0.2 + (0.2 * place))];
        double[] number = [.. site.Select(_ => random.NextGaussian())], target = [.. site.Select((place, row) => number[row] + place + (flag[row] ? 2.0 * place : 0) + random.NextGaussian())];
        Frame numbers = Frame.Of(new DoubleColumn("y", target), new DoubleColumn("number", number), CategoryColumn.From("site", site.Select(place => sites[place])));
        AnovaTable booleans = Table(numbers.With(new BooleanColumn("flag", flag))), levels = Table(numbers.With(CategoryColumn.From("flag", flag.Select(one => one ? "yes" : "no"))));
        Assert.Equal(levels.Rows.Select(row => row.Term), booleans.Rows.Select(row => row.Term));
        Near([.. levels.Rows.Select(row => row.SumOfSquares)], [.. booleans.Rows.Select(row => row.SumOfSquares)], 1e-9, "squares");

        AnovaTable Table(Frame frame)
        {
            var parsed = RegressionTerms.Parse(terms, frame);
            return AnovaTable.Of(new OlsRegression().Fit(RegressionData.Of(frame, new RegressionColumns { Target = "y", Features = parsed.Features, Interactions = parsed.Interactions })), AnovaType.TypeIII);
        }
    }

    [Fact]
    public void Analyses_of_deviance_agree_with_the_likelihoods_of_smaller_models()
    {
        foreach (JsonElement one in DesignOracle.Cases("deviance"))
        {
            Dictionary<string, AnovaRow> own = Rows(one);
            string[] names = Texts(one, "names");
            Near(Numbers(one, "degrees"), [.. names.Select(name => own[name].Degrees)], 1e-12, $"{Label(one)} degrees");
            Near(Numbers(one, "statistic"), [.. names.Select(name => own[name].Statistic)], 1e-7, $"{Label(one)} statistic");
        }
    }

    [Theory]
    [InlineData(AnovaType.TypeI)]
    [InlineData(AnovaType.TypeII)]
    [InlineData(AnovaType.TypeIII)]
    public void The_last_of_all_terms_is_tested_as_by_Wald_with_the_errors_of_the_fit(AnovaType type)
    {
        RegressionTerms terms = RegressionTerms.Parse(["a*b"], Simulated);
        var columns = new RegressionColumns { Target = "answer", Features = terms.Features, Interactions = terms.Interactions };
        RegressionFit fit = new GlmRegression { Family = RegressionFamily.Binomial, Covariance = CovarianceKind.HC1 }.Fit(RegressionData.Of(Simulated, columns));
        AnovaRow last = AnovaTable.Of(fit, type).Rows.Single(row => row.Term == "a:b");
        HypothesisTest wald = fit.Wald("a:b");
        Near([wald.Statistic, wald.PValue, 2], [last.Statistic, last.PValue, last.Degrees], 1e-9, "a:b");
        Assert.True(double.IsNaN(last.SumOfSquares));
    }

    [Fact]
    public void The_table_says_its_type_and_its_errors()
    {
        RegressionData data = RegressionData.Of(Simulated, new RegressionColumns { Target = "y", Features = ["a", "x"] });
        string text = AnovaTable.Of(new OlsRegression { Covariance = CovarianceKind.HC3 }.Fit(data), AnovaType.TypeIII).ToString();
        Assert.Contains("type III", text, StringComparison.Ordinal);
        Assert.Contains("HC3", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_that_allow_no_analysis_are_refused_in_words()
    {
        RegressionData classes = RegressionData.Of(Simulated, new RegressionColumns { Target = "choice", Features = ["x"] });
        Assert.Contains("no errors of the kind 'HC0'", Fault(new MultinomialRegression { Covariance = CovarianceKind.HC0 }.Fit(classes)), StringComparison.Ordinal);
        RegressionData few = RegressionData.Of(Simulated, new RegressionColumns { Target = "y", Features = ["x", "z", "a"], Clusters = "b" });
        Assert.Contains("fewer clusters than coefficients", Fault(new OlsRegression { Covariance = CovarianceKind.Cluster }.Fit(few)), StringComparison.Ordinal);
    }

    private static string Fault(RegressionFit fit) => Assert.Throws<ModelyardException>(() => AnovaTable.Of(fit)).Message;

    private static Dictionary<string, AnovaRow> Rows(JsonElement one)
    {
        var type = (AnovaType)one.GetProperty("type").GetInt32();
        RegressionFit fit = Fit(one);
        if (type == AnovaType.TypeI)
        {
            // The first type depends on the order, and statsmodels puts categories before numbers.
            string[] order = [.. Texts(one, "names").Where(name => name is not ("const" or "Residual"))];
            fit = InOrder(one, fit, order);
        }

        return AnovaTable.Of(fit, type).Rows.ToDictionary(row => Ordered(row.Term));
    }

    private static RegressionFit InOrder(JsonElement one, RegressionFit fit, string[] order)
    {
        DesignMatrix design = fit.Data.Design;
        DesignTerm[] terms = [design.Terms[0], .. order.Select(name => design.Terms.Single(term => Ordered(term.Name) == name))];
        var values = new Modelyard.Numerics.Matrix(design.RowCount, design.Columns.Count);
        var placed = new List<DesignTerm>();
        foreach (DesignTerm term in terms)
        {
            int first = placed.Sum(other => other.Count);
            for (int row = 0; row < design.RowCount; row++)
            {
                design.Values.Row(row).Slice(term.First, term.Count).CopyTo(values.Row(row)[first..]);
            }

            placed.Add(term with { First = first });
        }

        return fit.Settings.Fit(fit.Data.WithDesign(new DesignMatrix(values, placed)));
    }
}
