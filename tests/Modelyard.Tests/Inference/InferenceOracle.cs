using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Inference;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Inference;

/// <summary>Gives what statsmodels and SciPy say of regressions, as tests/Oracles/inference.py wrote it.</summary>
internal static class InferenceOracle
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("inference"))).RootElement;
    private static readonly Dictionary<string, Frame> Tables = new(StringComparer.Ordinal)
    {
        ["concrete"] = CsvReader.Read(RepositoryFiles.Table("concrete")).Frame,
        ["penguins"] = CsvReader.Read(RepositoryFiles.Table("penguins")).Frame,
        ["telco"] = CsvReader.Read(RepositoryFiles.Table("telco-churn")).Frame,
        ["simulated"] = Own("simulated"),
        ["longley"] = Own("longley"),
    };

    public static IEnumerable<JsonElement> Cases(string kind)
    {
        JsonElement[] cases = [.. Root.GetProperty("cases").EnumerateArray().Where(one => one.GetProperty("kind").GetString() == kind)];
        Assert.NotEmpty(cases);
        return cases;
    }

    public static Frame Table(JsonElement one) => Tables[one.GetProperty("table").GetString()!];

    public static Frame Table(string name) => Tables[name];

    public static string[] Texts(JsonElement one, string name) => [.. one.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];

    public static double[] Numbers(JsonElement one, string name) => [.. one.GetProperty(name).EnumerateArray().Select(number => number.ValueKind == JsonValueKind.Number ? number.GetDouble() : double.NaN)];

    public static string? Text(JsonElement one, string name) => one.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    public static RegressionData Data(JsonElement one) => RegressionData.Of(Table(one), new RegressionColumns
    {
        Target = Text(one, "target")!,
        Features = Texts(one, "features"),
        Intercept = !one.TryGetProperty("intercept", out JsonElement intercept) || intercept.GetBoolean(),
        Weights = Text(one, "weights"),
        Clusters = Text(one, "cluster"),
        Exposure = Text(one, "exposure"),
    });

    public static CovarianceKind Covariance(JsonElement one) => Text(one, "robust") switch
    {
        null or "nonrobust" => CovarianceKind.Classical,
        "cluster" => CovarianceKind.Cluster,
        { } name => Enum.Parse<CovarianceKind>(name),
    };

    public static void SameCoefficients(JsonElement one, RegressionFit fit, double tolerance = 1e-8)
    {
        JsonElement expected = one.GetProperty("coefficients");
        Assert.Equal(Texts(expected, "names"), fit.Coefficients.Select(coefficient => coefficient.Name));
        Near(Numbers(expected, "estimate"), [.. fit.Coefficients.Select(coefficient => coefficient.Estimate)], tolerance, $"{Describe(one)} estimate");
        Near(Numbers(expected, "standardError"), [.. fit.Coefficients.Select(coefficient => coefficient.StandardError)], tolerance, $"{Describe(one)} standard error");
        Near(Numbers(expected, "statistic"), [.. fit.Coefficients.Select(coefficient => coefficient.Statistic)], tolerance, $"{Describe(one)} statistic");
        Near(Numbers(expected, "pValue"), [.. fit.Coefficients.Select(coefficient => coefficient.PValue)], 10 * tolerance, $"{Describe(one)} p-value");
        Near(Numbers(expected, "low"), [.. fit.Coefficients.Select(coefficient => coefficient.Low)], tolerance, $"{Describe(one)} low");
        Near(Numbers(expected, "high"), [.. fit.Coefficients.Select(coefficient => coefficient.High)], tolerance, $"{Describe(one)} high");
    }

    public static void SameFigures(JsonElement one, RegressionFit fit, double tolerance = 1e-8)
    {
        foreach (JsonProperty figure in one.GetProperty("figures").EnumerateObject())
        {
            Near([figure.Value.GetDouble()], [fit[figure.Name]], figure.Name.EndsWith("PValue", StringComparison.Ordinal) ? 10 * tolerance : tolerance, $"{Describe(one)} {figure.Name}");
        }
    }

    public static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double scale = Math.Max(Math.Abs(expected[i]), 1e-300);
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * scale, $"{what}[{i}] is '{actual[i]:R}' and must be '{expected[i]:R}'.");
        }
    }

    public static string Describe(JsonElement one) =>
        string.Join(' ', new[] { "kind", "table", "target", "family", "link", "robust", "weights", "cluster", "exposure" }.Select(name => Text(one, name)).OfType<string>());

    private static Frame Own(string name) => Frame.Of(Root.GetProperty(name).EnumerateObject().Select(column => column.Value[0].ValueKind == JsonValueKind.String
        ? (Column)CategoryColumn.From(column.Name, column.Value.EnumerateArray().Select(cell => cell.GetString()))
        : new DoubleColumn(column.Name, [.. column.Value.EnumerateArray().Select(cell => cell.GetDouble())])));
}
