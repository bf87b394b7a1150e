using FsCheck;
using FsCheck.Fluent;
using Modelyard.Learning;
using Modelyard.Neighbors;
using Modelyard.Numerics;

namespace Modelyard.Tests.Neighbors;

public sealed class NeighborSearchTests
{
    [Fact]
    public void Every_algorithm_finds_the_same_rows_at_the_same_distances()
    {
        Gen<(int Seed, int Rows, int Features, DistanceMetric Metric, bool Rounded)> tables =
            from seed in Gen.Choose(0, 100_000)
            from rows in Gen.Choose(1, 150)
            from features in Gen.Choose(1, 6)
            from metric in Gen.Elements(Enum.GetValues<DistanceMetric>())
            from rounded in Gen.Elements(true, false)
            select (seed, rows, metric == DistanceMetric.Haversine ? 2 : features, metric, rounded);
        Prop.ForAll(tables.ToArbitrary(), table =>
        {
            var random = new RandomStream((ulong)table.Seed);
            Matrix rows = Draw(ref random, table.Rows, table.Features, table.Rounded), queries = Draw(ref random, 20, table.Features, table.Rounded);
            rows.Row(0).CopyTo(queries.Row(0));
            int count = 1 + (table.Seed % table.Rows);
            double power = 1 + (table.Seed % 5), radius = table.Seed % 7 * 0.25;
            NeighborSearch[] searches = [.. new[] { NeighborAlgorithm.Brute, NeighborAlgorithm.KdTree, NeighborAlgorithm.BallTree }
                .Select(algorithm => new NeighborSearch(rows, table.Metric, power, algorithm))];
            IReadOnlyList<Neighbor>[] nearest = [.. searches[0].Nearest(queries, count)], within = [.. searches[0].Within(queries, radius)];
            Neighbor[] all = [.. searches[0].Within(queries.Row(3), double.PositiveInfinity)];
            return all.Length == table.Rows
                && all.SequenceEqual(all.OrderBy(one => one.Distance).ThenBy(one => one.Row))
                && all.Take(count).SequenceEqual(nearest[3])
                && all.Where(one => one.Distance <= radius).SequenceEqual(within[3])
                && searches.All(search => nearest.Zip(search.Nearest(queries, count, 2)).All(pair => pair.First.SequenceEqual(pair.Second)))
                && searches.All(search => within.Zip(search.Within(queries, radius, 2)).All(pair => pair.First.SequenceEqual(pair.Second)));
        }).Check(Property.Repeatable);
    }

    [Theory]
    [InlineData(DistanceMetric.Euclidean, 5)]
    [InlineData(DistanceMetric.Manhattan, 7)]
    [InlineData(DistanceMetric.Chebyshev, 4)]
    [InlineData(DistanceMetric.Minkowski, 4.497941445275415)]
    [InlineData(DistanceMetric.Cosine, 1)]
    [InlineData(DistanceMetric.Hamming, 1)]
    [InlineData(DistanceMetric.Haversine, double.NaN)]
    public void The_distance_from_a_row_of_zeros_is_that_of_the_definition(DistanceMetric metric, double expected)
    {
        // Haversine: the cosine of the angle is the product of those of latitude and longitude.
        expected = metric == DistanceMetric.Haversine ? Math.Acos(Math.Cos(3) * Math.Cos(4)) : expected;
        var search = new NeighborSearch(Matrix.From(new double[,] { { 3, 4 } }), metric, 3);
        Assert.Equal(expected, Assert.Single(search.Nearest([0, 0], 1)).Distance, 1e-12);
    }

    [Fact]
    public void Rows_of_one_direction_are_at_cosine_distance_zero_opposite_ones_at_two_whatever_their_size()
    {
        var search = new NeighborSearch(Matrix.From(new double[,] { { 1e-300, 1e-300 }, { -1e300, -1e300 }, { 0, 0 }, { 5, -5 } }), DistanceMetric.Cosine);
        IReadOnlyList<Neighbor> found = search.Nearest([7, 7], 4);
        double[] expected = [0, 2, 1, 1];
        Assert.All(found, one => Assert.Equal(expected[one.Row], one.Distance, 1e-15));
        Assert.Equal(0, search.Nearest([0, 0], 1)[0].Distance);
    }

    [Theory]
    [InlineData(0, 1e3)]
    [InlineData(1.25, 0)]
    [InlineData(1e9, 1e6)]
    public void Many_rows_within_a_radius_of_a_batch_are_those_of_each_row_alone(double radius, double shift)
    {
        // More than are kept of one row where the radius holds all of them.
        var random = new RandomStream(6);
        Matrix rows = Draw(ref random, 17_000, 14, rounded: true), queries = rows.RowRange(40, 20).Copy();
        foreach (ref double value in rows.AsSpan())
        {
            value += shift;
        }

        foreach (ref double value in queries.AsSpan())
        {
            value += shift;
        }

        var search = new NeighborSearch(rows, algorithm: NeighborAlgorithm.Brute);
        IReadOnlyList<IReadOnlyList<Neighbor>> batch = search.Within(queries, radius, 2);
        for (int query = 0; query < queries.Rows; query++)
        {
            Assert.Equal(search.Within(queries.Row(query), radius), batch[query]);
        }
    }

    [Fact]
    public void A_row_exactly_at_the_radius_is_within_it()
    {
        var search = new NeighborSearch(Matrix.From(new double[,] { { 0.1 }, { 0.3 }, { -0.3 }, { Math.BitIncrement(0.3) } }));
        Assert.Equal([0, 1, 2], search.Within([0], 0.3).Select(one => one.Row));
        Assert.Empty(search.Within([2], 0.3));
    }

    [Fact]
    public void A_row_without_neighbours_within_the_radius_gets_what_training_gives_on_the_whole()
    {
        Matrix rows = Matrix.From(new double[,] { { 0 }, { 1 }, { 2 }, { 3 } });
        IRegressionModel regression = new RadiusNeighborsRegressor { Radius = 0.5 }.Fit(Dataset.ForRegression(rows, [10, 20, 30, 60]));
        Assert.Equal(30, regression.Predict([100]));
        Assert.Equal(20, regression.Predict([1.25]));
        IClassificationModel classification = new RadiusNeighborsClassifier { Radius = 0.5 }.Fit(Dataset.ForClassification(rows, [0, 1, 1, 1], ["a", "b"]));
        double[] probabilities = new double[2];
        classification.PredictProbability([100], probabilities);
        Assert.Equal([0.25, 0.75], probabilities);
    }

    [Fact]
    public void What_cannot_be_searched_is_refused_by_name()
    {
        Matrix rows = Matrix.From(new double[,] { { 0, 1, 2 } });
        Assert.Contains("'3' features", Assert.Throws<ArgumentException>(() => new NeighborSearch(rows, DistanceMetric.Haversine)).Message, StringComparison.Ordinal);
        Assert.Contains("'0.5'", Assert.Throws<ArgumentOutOfRangeException>(() => new NeighborSearch(rows, DistanceMetric.Minkowski, 0.5)).Message, StringComparison.Ordinal);
        Assert.Contains("'NaN'", Assert.Throws<ArgumentException>(() => new NeighborSearch(Matrix.From(new[,] { { double.NaN } }))).Message, StringComparison.Ordinal);
        var search = new NeighborSearch(rows);
        Assert.Contains("'2'", Assert.Throws<ArgumentOutOfRangeException>(() => search.Nearest([0, 0, 0], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("'-1'", Assert.Throws<ArgumentOutOfRangeException>(() => search.Within([0, 0, 0], -1)).Message, StringComparison.Ordinal);
        Assert.Contains("'1' features", Assert.Throws<ArgumentException>(() => search.Nearest([0], 1)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Haversine",
            Assert.Throws<ModelyardException>(() => new KNeighborsRegressor { Metric = DistanceMetric.Haversine }.Fit(Dataset.ForRegression(rows, [1]))).Message,
            StringComparison.Ordinal);
    }

    private static Matrix Draw(ref RandomStream random, int rows, int features, bool rounded)
    {
        var matrix = new Matrix(rows, features);
        foreach (ref double value in matrix.AsSpan())
        {
            value = random.NextGaussian();
            value = rounded ? Math.Round(value) : value;
        }

        return matrix;
    }
}
