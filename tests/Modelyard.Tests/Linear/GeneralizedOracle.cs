using System.Text.Json;
using Modelyard.Catalogue;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Linear;

/// <summary>Gives what statsmodels, scikit-learn and a linear programme found, as tests/Oracles/generalized.py wrote it.</summary>
internal static class GeneralizedOracle
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("generalized"))).RootElement;

    public static Matrix Features => LearnedOracle.Rows(Root.GetProperty("features"));

    public static IEnumerable<JsonElement> Cases(string estimator)
    {
        JsonElement[] cases = [.. Root.GetProperty("cases").EnumerateArray().Where(one => one.GetProperty("estimator").GetString() == estimator)];
        Assert.NotEmpty(cases);
        return cases;
    }

    /// <summary>Creates the estimator of a case, with other settings where a test needs them.</summary>
    public static IEstimator Estimator(JsonElement one, params (string Name, object Value)[] more)
    {
        IEstimator estimator = EstimatorCatalogue.Find(one.GetProperty("estimator").GetString()!).Default;
        IEnumerable<KeyValuePair<string, object?>> settings = one.GetProperty("settings").EnumerateObject()
            .Select(setting => KeyValuePair.Create(setting.Name, EstimatorCatalogue.Parse(Hyperparameters.Find(estimator, setting.Name), setting.Value.ToString())));
        return Hyperparameters.With(estimator, [.. settings, .. more.Select(setting => KeyValuePair.Create(setting.Name, (object?)setting.Value))]);
    }

    public static Dataset Data(JsonElement one, Matrix? features = null)
    {
        string target = one.GetProperty("target").GetString()!;
        double[] weights = LearnedOracle.Numbers(Root.GetProperty(target == "shares" ? "trials" : "weights"));
        return Dataset.ForRegression(features ?? Features, LearnedOracle.Numbers(Root.GetProperty("targets").GetProperty(target)))
            .WithWeights(one.GetProperty("weighted").GetBoolean() ? weights : null);
    }

    public static double[] Numbers(JsonElement one, string name) => LearnedOracle.Numbers(one.GetProperty(name));
}
