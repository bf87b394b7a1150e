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
