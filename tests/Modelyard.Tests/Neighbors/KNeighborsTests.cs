using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Neighbors;
using Modelyard.Numerics;
using Modelyard.Tests.Linear;

namespace Modelyard.Tests.Neighbors;

public sealed class KNeighborsTests
{
    [Fact]
    public void Predictions_agree_with_scikit_learn()
    {
        foreach (JsonElement one in LearnedOracle.Cases("KNeighbors"))
        {
            JsonElement settings = one.GetProperty("settings"), expected = one.GetProperty("probabilities");
            int neighbors = settings.GetProperty("Neighbors").GetInt32();
            var weights = Enum.Parse<NeighborWeighting>(settings.GetProperty("Weights").GetString()!);
            var metric = Enum.Parse<DistanceMetric>(settings.GetProperty("Metric").GetString()!);
            double power = settings.GetProperty("P").GetDouble();
            Matrix train = LearnedOracle.Rows(one.GetProperty("train")), query = LearnedOracle.Rows(one.GetProperty("query"));
            double[] target = LearnedOracle.Numbers(one.GetProperty("target"));
            if (one.GetProperty("table").GetString() == "diabetes")
            {
                var model = new KNeighborsRegressor { Neighbors = neighbors, Weights = weights, Metric = metric, P = power }.Fit(Dataset.ForRegression(train, target));
                LearnedOracle.Near(LearnedOracle.Numbers(expected), LearnedOracle.PredictEveryWay(model, query), 1e-9, settings.GetRawText());
                continue;
            }

            int[] labels = Array.ConvertAll(target, label => (int)label);
            KNeighborsClassificationModel classifier = new KNeighborsClassifier { Neighbors = neighbors, Weights = weights, Metric = metric, P = power }
                .Fit(Dataset.ForClassification(train, labels, ["a", "b", "c"]));
            LearnedOracle.Near(LearnedOracle.Rows(expected).AsSpan(), LearnedOracle.PredictEveryWay(classifier, query).AsSpan(), 1e-9, settings.GetRawText());
        }
    }

    [Theory]
    [InlineData(3, false, 0)]
    [InlineData(3, true, 0)]
    [InlineData(40, false, 0)]
    [InlineData(40, true, 0)]
    [InlineData(40, false, 1e7)]
    public void Trees_and_tiles_find_what_comparing_with_every_row_finds(int features, bool rounded, double offset)
    {
        RandomStream random = FitContext.Default.Random(3);
        Matrix rows = Draw(ref random, 700, features, rounded, offset), queries = Draw(ref random, 110, features, rounded, offset);
        rows.Row(5).CopyTo(queries.Row(0));
        IEnumerable<(DistanceMetric, NeighborAlgorithm)> ways =
            from metric in Enum.GetValues<DistanceMetric>()
            where metric is not (DistanceMetric.Cosine or DistanceMetric.Haversine)
            from algorithm in Enum.GetValues<NeighborAlgorithm>()
            select (metric, algorithm);
        foreach ((DistanceMetric metric, NeighborAlgorithm algorithm) in ways)
        {
            var index = new DenseNeighborIndex(rows, RankDistance.Of(metric, 3), algorithm);
            index.Nearest(queries, 7, 3, (query, neighbors, distances) =>
            {
                (double Distance, int Row)[] all = [.. Enumerable.Range(0, rows.Rows).Select(row => (index.Distance.Between(queries.Row(query), rows.Row(row)), row)).Order().Take(7)];
                Assert.Equal(all.Select(one => one.Row), neighbors.ToArray());
                Assert.Equal(all.Select(one => index.Distance.Root(one.Distance)), distances.ToArray());
            });
        }
    }

    [Fact]
    public void A_neighbour_at_distance_zero_leaves_the_others_without_a_say()
    {
        Dataset data = Dataset.ForRegression(Matrix.From(new double[,] { { 0 }, { 1 }, { 2 } }), [10, 20, 30]);
        KNeighborsRegressionModel model = new KNeighborsRegressor { Neighbors = 3, Weights = NeighborWeighting.Distance }.Fit(data);
        Assert.Equal(20, model.Predict([1]));
    }

    [Fact]
    public void More_neighbours_than_rows_are_all_rows_and_that_is_said()
    {
        string? warning = null;
        Dataset data = Dataset.ForRegression(Matrix.From(new double[,] { { 0 }, { 1 } }), [10, 20]);
        KNeighborsRegressionModel model = new KNeighborsRegressor().Fit(data, new FitContext { Warning = message => warning = message });
        Assert.Equal(15, model.Predict([0]));
        Assert.Contains("all rows are used", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Queries_that_single_precision_cannot_hold_are_still_answered()
    {
        Dataset data = LearnedOracle.Regression("diabetes");
        var wide = new Matrix(data.RowCount, 20);
        for (int row = 0; row < data.RowCount; row++)
        {
            data.Features.Row(row).CopyTo(wide.Row(row));
        }

        var queries = new Matrix(20, 20);
        queries.AsSpan().Fill(1e200);
        queries[3, 1] = double.NaN;
        LearnedOracle.PredictEveryWay(new KNeighborsRegressor().Fit(Dataset.ForRegression(wide, data.Target.ToArray())), queries);
    }

    private static Matrix Draw(ref RandomStream random, int rows, int features, bool rounded, double offset)
    {
        var matrix = new Matrix(rows, features);
        foreach (ref double value in matrix.AsSpan())
        {
            value = random.NextGaussian() + offset;
            value = rounded ? Math.Round(value / 2) : value;
        }

        return matrix;
    }
}
