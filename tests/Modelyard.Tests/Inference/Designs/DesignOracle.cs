using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Inference;
using Modelyard.Tests.Frames;
using static Modelyard.Tests.Inference.InferenceOracle;

namespace Modelyard.Tests.Inference.Designs;

/// <summary>Gives what statsmodels says of interactions, as tests/Oracles/designs.py wrote it.</summary>
internal static class DesignOracle
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("designs"))).RootElement;

    public static Frame Simulated { get; } = Frame.Of(Root.GetProperty("table").EnumerateObject().Select(column => column.Value[0].ValueKind == JsonValueKind.String
        ? (Column)CategoryColumn.From(column.Name, column.Value.EnumerateArray().Select(cell => cell.GetString()))
        : new DoubleColumn(column.Name, [.. column.Value.EnumerateArray().Select(cell => cell.GetDouble())])));

    public static IEnumerable<JsonElement> Cases(string kind)
    {
        JsonElement[] cases = [.. Root.GetProperty("cases").EnumerateArray().Where(one => Text(one, "kind") == kind)];
        Assert.NotEmpty(cases);
        return cases;
    }

    public static RegressionFit Fit(JsonElement one)
    {
        RegressionTerms terms = RegressionTerms.Parse(Texts(one, "terms"), Simulated);
        RegressionMethod method = Text(one, "method") switch
        {
            "logit" => new GlmRegression { Family = RegressionFamily.Binomial },
            "poisson" => new GlmRegression { Family = RegressionFamily.Poisson },
            "gamma" => new GlmRegression { Family = RegressionFamily.Gamma, Link = RegressionLink.Log },
            "multinomial" => new MultinomialRegression(),
            _ => new OlsRegression(),
        };
        CovarianceKind kind = Text(one, "robust") is "hc3" ? CovarianceKind.HC3 : Covariance(one);
        return (method with { Covariance = kind }).Fit(RegressionData.Of(Simulated, new RegressionColumns
        {
            Target = Text(one, "target")!,
            Features = terms.Features,
            Interactions = terms.Interactions,
            Intercept = !one.TryGetProperty("intercept", out JsonElement intercept) || intercept.GetBoolean(),
            Weights = Text(one, "weights"),
            Clusters = kind == CovarianceKind.Cluster ? "group" : null,
        }));
    }

    /// <summary>Writes the parts of a name in the order of their names, as the oracle does.</summary>
    public static string Ordered(string name) => string.Join(':', name.Split(':').Order(StringComparer.Ordinal));

    public static string Label(JsonElement one) => $"{Describe(one)} {string.Join('+', Texts(one, "terms"))} {Text(one, "method")} {(one.TryGetProperty("type", out JsonElement type) ? type.GetInt32() : 0)}";
}
