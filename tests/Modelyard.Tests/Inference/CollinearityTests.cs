using System.Globalization;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Inference;
using Modelyard.Numerics;
using static Modelyard.Tests.Inference.InferenceOracle;

namespace Modelyard.Tests.Inference;

public sealed class CollinearityTests
{
    [Fact]
    public void Inflation_factors_agree_with_a_regression_of_each_column_on_the_others()
    {
        foreach (JsonElement one in Cases("vif"))
        {
            DesignMatrix design = DesignMatrix.Of(Table(one), Texts(one, "features"), one.GetProperty("intercept").GetBoolean());
            Assert.Equal(Texts(one, "names"), design.Columns);
            Near(Numbers(one, "vif"), VarianceInflationFactors.OfColumns(design), Text(one, "table") == "longley" ? 1e-6 : 1e-8, Describe(one));
        }
    }

    [Fact]
    public void A_generalised_factor_is_made_of_determinants_of_correlations()
    {
        foreach (JsonElement one in Cases("gvif"))
        {
            IReadOnlyList<VarianceInflation> terms = VarianceInflationFactors.OfTerms(DesignMatrix.Of(Table(one), Texts(one, "features")));
            Assert.Equal(["species", "island", "body_mass_g"], terms.Select(term => term.Name));
            Near([one.GetProperty("species").GetDouble()], [terms[0].Factor], 1e-9, "species");
            Near([Math.Pow(terms[0].Factor, 0.25)], [terms[0].Scaled], 1e-14, "scaled");
        }
    }

    [Fact]
    public void Condition_indices_and_proportions_are_those_of_Belsleys_definition()
    {
        foreach (JsonElement one in Cases("collinearity"))
        {
            CollinearityDiagnostics diagnostics = CollinearityDiagnostics.Of(DesignMatrix.Of(Table(one), Texts(one, "features")));
            Near(Numbers(one, "indices"), [.. diagnostics.ConditionIndices], 1e-9, "indices");
            Near(Numbers(one, "proportions"), diagnostics.Proportions.AsSpan(), 1e-7, "proportions");
        }
    }

    [Fact]
    public void Advice_says_what_each_remedy_changes()
    {
        (Matrix features, double[] target) = InferenceTables.Linear(300, 3, seed: 21);
        var random = new RandomStream(5);
        for (int row = 0; row < 300; row++)
        {
            features[row, 2] = features[row, 0] + (0.05 * random.NextGaussian());
        }

        DesignMatrix design = DesignMatrix.Of(features, ["a", "b", "c"]);
        IReadOnlyList<CollinearityRemedy> remedies = CollinearityAdvice.Of(design, target);
        double greatest = VarianceInflationFactors.OfTerms(design).Max(term => term.Factor);
        Assert.All(remedies, one => Near([greatest], [one.FactorBefore], 1e-10, one.Action));
        Assert.All(remedies, one => Assert.True(one.FactorAfter <= 10 && one.ConditionAfter < one.ConditionBefore && one.FitAfter < one.FitBefore + 1e-12, one.Action));

        CollinearityRemedy left = Assert.Single(remedies, one => one.Action.StartsWith("leave out", StringComparison.Ordinal));
        string name = left.Action.Split('\'')[1];
        Assert.Contains(name, new[] { "a", "c" });
        Near([VarianceInflationFactors.OfTerms(design.Without(name)).Max(term => term.Factor)], [left.FactorAfter], 1e-10, "after");
        Near([new OlsRegression().Fit(RegressionData.Of(design.Without(name), target))["rSquared"]], [left.FitAfter], 1e-10, "fit");

        Assert.Empty(CollinearityAdvice.Of(design.Without(name), target));
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.02)]
    [InlineData(0.0005)]
    public void A_share_near_the_whole_says_what_it_lacks(double noise)
    {
        (Matrix features, _) = InferenceTables.Linear(300, 2, seed: 21);
        var random = new RandomStream(5);
        for (int row = 0; row < 300; row++)
        {
            features[row, 1] = features[row, 0] + (noise * random.NextGaussian());
        }

        CollinearityRemedy first = CollinearityAdvice.Of(DesignMatrix.Of(features, ["a", "b"]))[0];
        double told = double.Parse(first.Evidence.Split(' ').SkipWhile(word => word != "tell").ElementAt(1), CultureInfo.InvariantCulture);
        Assert.InRange((100 - told) * first.FactorBefore / 100, 0.5, 1.5);
    }

    [Fact]
    public void Correlations_agree_with_pandas_and_SciPy()
    {
        foreach (JsonElement one in Cases("correlation"))
        {
            string[] names = Texts(one, "names");
            CorrelationMatrix matrix = CorrelationMatrix.Of(Table(one), names, Enum.Parse<CorrelationKind>(Text(one, "method")!, ignoreCase: true));
            Near(Numbers(one, "values"), matrix.Values.AsSpan(), 1e-12, Text(one, "method")!);
            Assert.Equal(Enumerable.Range(0, names.Length), matrix.Clustered.Order());
            Assert.StartsWith("<svg", matrix.ToChart().ToSvg(ChartTheme.Light), StringComparison.Ordinal);
        }

        foreach (JsonElement one in Cases("ratio"))
        {
            CorrelationMatrix matrix = CorrelationMatrix.Of(Table(one), Texts(one, "names"));
            Near([one.GetProperty("value").GetDouble()], [matrix.Values[0, 1]], 1e-12, "ratio");
        }
    }

    [Fact]
    public void Columns_that_go_together_stand_together()
    {
        var random = new RandomStream(7);
        double[] a = [.. Enumerable.Range(0, 200).Select(_ => random.NextGaussian())], b = [.. a.Select(_ => random.NextGaussian())];
        Frame frame = Frame.Of(
            new DoubleColumn("a", a), new DoubleColumn("b", b),
            new DoubleColumn("a2", [.. a.Select(x => -x + (0.1 * random.NextGaussian()))]), new DoubleColumn("b2", [.. b.Select(x => x + (0.1 * random.NextGaussian()))]));
        CorrelationMatrix matrix = CorrelationMatrix.Of(frame);
        string[] order = [.. matrix.Clustered.Select(place => matrix.Names[place])];
        Assert.Equal(1, Math.Abs(Array.IndexOf(order, "a") - Array.IndexOf(order, "a2")));
        Assert.Equal(1, Math.Abs(Array.IndexOf(order, "b") - Array.IndexOf(order, "b2")));
    }
}
