using Modelyard.Learning;
using Modelyard.Neighbors;
using Modelyard.Numerics;
using Modelyard.Tests.Linear;

namespace Modelyard.Tests.Neighbors;

public sealed class SparseNeighborsTests
{
    private const int ZeroQuery = 20;

    [Theory]
    [InlineData(DistanceMetric.Euclidean)]
    [InlineData(DistanceMetric.Cosine)]
    public void Sparse_rows_are_as_near_as_the_same_rows_stored_densely(DistanceMetric metric)
    {
        (Matrix rows, Matrix queries) = Draw();
        var distance = RankDistance.Of(metric, 2);
        var dense = new DenseNeighborIndex(rows, distance, NeighborAlgorithm.Brute);
        var sparse = new SparseNeighborIndex(SparseMatrix.From(rows), distance);
        int[] alone = new int[6];
        double[] near = new double[6];
        for (int query = 0; query < queries.Rows; query++)
        {
            int[] neighbors = new int[6];
            double[] distances = new double[6];
            dense.Nearest(queries.Row(query), neighbors, distances);
            sparse.Nearest(queries.Row(query), alone, near);
            if (query != ZeroQuery || metric != DistanceMetric.Cosine)
            {
                // All rows are at distance 1 from one of zeros, up to rounding.
                Assert.Equal(neighbors, alone);
            }

            LearnedOracle.Near(distances, near, 1e-7, metric.ToString());
        }

        sparse.Nearest(SparseMatrix.From(queries), 6, 3, (query, neighbors, distances) =>
        {
            int[] expected = new int[6];
            double[] exact = new double[6];
            sparse.Nearest(queries.Row(query), expected, exact);
            Assert.Equal(expected, neighbors.ToArray());
            Assert.Equal(exact, distances.ToArray());
        });
        sparse.Within(SparseMatrix.From(queries), 0.9, 3, (query, neighbors, _) =>
        {
            var list = new RadiusList(distance, 0.9);
            dense.Within(queries.Row(query), ref list);
            list.Sort();
            Assert.Equal(list.Indexes.ToArray(), neighbors.ToArray());
            list.Dispose();
        });
    }

    [Fact]
    public void A_row_of_training_is_at_distance_zero_from_itself()
    {
        (Matrix rows, _) = Draw();
        foreach (DistanceMetric metric in new[] { DistanceMetric.Euclidean, DistanceMetric.Cosine })
        {
            var index = new SparseNeighborIndex(SparseMatrix.From(rows), RankDistance.Of(metric, 2));
            index.Nearest(rows, 1, 2, (_, _, distances) => Assert.Equal(0, distances[0]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Models_of_sparse_rows_predict_what_those_of_dense_rows_do_also_when_stored(bool within)
    {
        (Matrix rows, Matrix queries) = Draw();
        double[] target = [.. Enumerable.Range(0, rows.Rows).Select(row => Math.Sin(row))];
        Dataset dense = Dataset.ForRegression(rows, target), sparse = Dataset.ForRegression(SparseMatrix.From(rows), target);
        IRegressionModel[] models = within
            ? [new RadiusNeighborsRegressor { Radius = 1.5 }.Fit(dense), new RadiusNeighborsRegressor { Radius = 1.5 }.Fit(sparse)]
            : [new KNeighborsRegressor().Fit(dense), new KNeighborsRegressor().Fit(sparse)];
        double[] expected = LearnedOracle.PredictEveryWay(models[0], queries);
        LearnedOracle.Near(expected, LearnedOracle.PredictEveryWay(models[1], queries), 1e-9, "sparse");
        foreach (IRegressionModel model in models)
        {
            double[] predictions = new double[queries.Rows];
            model.Predict(SparseMatrix.From(queries), predictions, 2);
            LearnedOracle.Near(expected, predictions, 1e-9, "sparse queries");
        }
    }

    [Fact]
    public void Metrics_and_trees_that_are_not_for_sparse_rows_are_refused_by_name()
    {
        (Matrix rows, _) = Draw();
        Dataset sparse = Dataset.ForRegression(SparseMatrix.From(rows), new double[rows.Rows]);
        Assert.Contains("'Manhattan'", Assert.Throws<ModelyardException>(() => new KNeighborsRegressor { Metric = DistanceMetric.Manhattan }.Fit(sparse)).Message, StringComparison.Ordinal);
        Assert.Contains("'BallTree'", Assert.Throws<ModelyardException>(() => new KNeighborsRegressor { Algorithm = NeighborAlgorithm.BallTree }.Fit(sparse)).Message, StringComparison.Ordinal);
    }

    private static (Matrix Rows, Matrix Queries) Draw()
    {
        var random = new RandomStream(11);
        Matrix rows = new(90, 30), queries = new(21, 30);
        foreach (Matrix matrix in new[] { rows, queries })
        {
            foreach (ref double value in matrix.AsSpan())
            {
                double drawn = random.NextGaussian();
                value = random.NextGaussian() > 1 ? drawn : 0;
            }
        }

        queries.Row(ZeroQuery).Clear();
        return (rows, queries);
    }
}
