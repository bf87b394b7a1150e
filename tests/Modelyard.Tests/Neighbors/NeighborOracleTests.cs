using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Neighbors;
using Modelyard.Numerics;
using Modelyard.Tests.Frames;
using Modelyard.Tests.Linear;

namespace Modelyard.Tests.Neighbors;

/// <summary>Compares with what scikit-learn found on small tables, as tests/Oracles/neighbors.py wrote it.</summary>
public sealed class NeighborOracleTests
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("neighbors"))).RootElement;

    public static TheoryData<string> Metrics => [.. Root.GetProperty("cases").EnumerateArray().Select(one => one.GetProperty("metric").GetString()!)];

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Neighbours_and_distances_agree_with_scikit_learn(string name)
    {
        (JsonElement one, DistanceMetric metric, double power) = Find(name);
        Matrix query = LearnedOracle.Rows(Table(one, "query"));
        foreach (NeighborAlgorithm algorithm in Enum.GetValues<NeighborAlgorithm>())
        {
            var search = new NeighborSearch(LearnedOracle.Rows(Table(one, "train")), metric, power, algorithm);
            IReadOnlyList<IReadOnlyList<Neighbor>> nearest = search.Nearest(query, 5), within = search.Within(query, one.GetProperty("radius").GetDouble());
            for (int row = 0; row < query.Rows; row++)
            {
                Assert.Equal(nearest[row], search.Nearest(query.Row(row), 5));
                Assert.Equal(within[row], search.Within(query.Row(row), one.GetProperty("radius").GetDouble()));
                LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("distances")[row]), [.. nearest[row].Select(neighbor => neighbor.Distance)], 1e-9, name);
                LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("withinDistances")[row]), [.. within[row].Select(neighbor => neighbor.Distance)], 1e-9, name);
                Assert.Equal(LearnedOracle.Numbers(one.GetProperty("within")[row]).Order(), within[row].Select(neighbor => (double)neighbor.Row).Order());
                if (one.GetProperty("rows").GetArrayLength() > 0)
                {
                    Assert.Equal(LearnedOracle.Numbers(one.GetProperty("rows")[row]), nearest[row].Select(neighbor => (double)neighbor.Row));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Predictions_agree_with_scikit_learn(string name)
    {
        (JsonElement one, DistanceMetric metric, double power) = Find(name);
        double radius = one.GetProperty("radius").GetDouble();
        Matrix train = LearnedOracle.Rows(Table(one, "train")), query = LearnedOracle.Rows(Table(one, "query"));
        Dataset numbers = Dataset.ForRegression(train, LearnedOracle.Numbers(Table(one, "target")));
        Dataset classes = Dataset.ForClassification(train, Array.ConvertAll(LearnedOracle.Numbers(Table(one, "labels")), label => (int)label), ["a", "b", "c"]);
        foreach (JsonElement expected in one.GetProperty("models").EnumerateArray())
        {
            var weights = Enum.Parse<NeighborWeighting>(expected.GetProperty("weights").GetString()!);
            bool within = expected.GetProperty("kind").GetString() == "radius";
            foreach (NeighborAlgorithm algorithm in Enum.GetValues<NeighborAlgorithm>())
            {
                IClassificationModel classifier = within
                    ? new RadiusNeighborsClassifier { Radius = radius, Weights = weights, Metric = metric, P = power, Algorithm = algorithm }.Fit(classes)
                    : new KNeighborsClassifier { Neighbors = 5, Weights = weights, Metric = metric, P = power, Algorithm = algorithm }.Fit(classes);
                IRegressionModel regressor = within
                    ? new RadiusNeighborsRegressor { Radius = radius, Weights = weights, Metric = metric, P = power, Algorithm = algorithm }.Fit(numbers)
                    : new KNeighborsRegressor { Neighbors = 5, Weights = weights, Metric = metric, P = power, Algorithm = algorithm }.Fit(numbers);
                LearnedOracle.Near(LearnedOracle.Rows(expected.GetProperty("probabilities")).AsSpan(), LearnedOracle.PredictEveryWay(classifier, query).AsSpan(), 1e-8, name);
                LearnedOracle.Near(LearnedOracle.Numbers(expected.GetProperty("predictions")), LearnedOracle.PredictEveryWay(regressor, query), 1e-8, name);
            }
        }
    }

    private static (JsonElement Case, DistanceMetric Metric, double Power) Find(string name)
    {
        JsonElement one = Root.GetProperty("cases").EnumerateArray().First(one => one.GetProperty("metric").GetString() == name);
        return (one, Enum.Parse<DistanceMetric>(name), one.GetProperty("p").GetDouble());
    }

    private static JsonElement Table(JsonElement one, string part) => Root.GetProperty("tables").GetProperty(one.GetProperty("table").GetString()!).GetProperty(part);
}
