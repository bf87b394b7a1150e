using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Represents rows among which the nearest to others are found, exactly.</summary>
/// <remarks>
/// Immutable and thread-safe. Of equally near rows the one with the lower number comes first, so that what is found depends neither on the algorithm nor on the number of
/// threads. Sources: Friedman, Bentley and Finkel (1977), ACM Transactions on Mathematical Software 3(3); Omohundro (1989), Five Balltree Construction Algorithms, TR-89-063.
/// </remarks>
public sealed class NeighborSearch
{
    private readonly DenseNeighborIndex _index;

    /// <summary>Initializes a search.</summary>
    /// <param name="rows">The rows to find, rows x features, finite; at least one. The search shares them: they must not change.</param>
    /// <param name="metric">How far two rows are from one another.</param>
    /// <param name="p">The power of <see cref="DistanceMetric.Minkowski"/>, from 1 to 100.</param>
    /// <param name="algorithm">How rows are found; what is found does not depend on it.</param>
    /// <exception cref="ArgumentException">There are no rows or features, an element is not finite, or the metric is haversine and there are not two features.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The power is out of range.</exception>
    public NeighborSearch(Matrix rows, DistanceMetric metric = DistanceMetric.Euclidean, double p = 2, NeighborAlgorithm algorithm = NeighborAlgorithm.Auto)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (!(p is >= 1 and <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(p), $"The power is '{p}' and must be from 1 to 100.");
        }

        if (rows.Rows == 0 || rows.Columns == 0)
        {
            throw new ArgumentException($"There are '{rows.Rows}' rows of '{rows.Columns}' features; there must be at least one of each.", nameof(rows));
        }

        if (metric == DistanceMetric.Haversine && rows.Columns != 2)
        {
            throw new ArgumentException($"The metric is 'Haversine' and there are '{rows.Columns}' features; there must be two, latitude and longitude in radians.", nameof(rows));
        }

        for (int row = 0; row < rows.Rows; row++)
        {
            foreach (double value in rows.Row(row))
            {
                if (!double.IsFinite(value))
                {
                    throw new ArgumentException($"An element is '{value}' in row '{row}' and must be finite. Impute it first, or leave the row out.", nameof(rows));
                }
            }
        }

        _index = new DenseNeighborIndex(rows, RankDistance.Of(metric, p), algorithm);
        FeatureCount = rows.Columns;
    }

    /// <summary>Gets the number of rows that are searched.</summary>
    public int RowCount => _index.RowCount;

    /// <summary>Gets the number of features.</summary>
    public int FeatureCount { get; }

    /// <summary>Finds the rows nearest to a row.</summary>
    /// <param name="row">The features.</param>
    /// <param name="count">The number of neighbours, from 1 to <see cref="RowCount"/>.</param>
    /// <returns>The neighbours, the nearest first.</returns>
    /// <exception cref="ArgumentException">The row does not have <see cref="FeatureCount"/> features.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of range.</exception>
    public IReadOnlyList<Neighbor> Nearest(ReadOnlySpan<double> row, int count)
    {
        CheckFeatures(row.Length);
        CheckCount(count);
        using var found = new NeighborIndex.Found(count);
        _index.Nearest(row, found.Neighbors, found.Distances);
        return ToNeighbors(found.Neighbors, found.Distances);
    }

    /// <summary>Finds the rows nearest to each of many rows.</summary>
    /// <param name="rows">The rows, rows x features.</param>
    /// <param name="count">The number of neighbours, from 1 to <see cref="RowCount"/>.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>For each row its neighbours, the nearest first; the same as if it came alone.</returns>
    /// <exception cref="ArgumentException">The rows do not have <see cref="FeatureCount"/> features.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of range.</exception>
    public IReadOnlyList<IReadOnlyList<Neighbor>> Nearest(Matrix rows, int count, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        CheckFeatures(rows.Columns);
        CheckCount(count);
        var results = new IReadOnlyList<Neighbor>[rows.Rows];
        _index.Nearest(rows, count, degree, (query, neighbors, distances) => results[query] = ToNeighbors(neighbors, distances));
        return results;
    }

    /// <summary>Finds all rows within a radius of a row.</summary>
    /// <param name="row">The features.</param>
    /// <param name="radius">The radius, 0 or greater; a row exactly at it is found.</param>
    /// <returns>The neighbours, the nearest first; there may be none.</returns>
    /// <exception cref="ArgumentException">The row does not have <see cref="FeatureCount"/> features.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The radius is negative or not a number.</exception>
    public IReadOnlyList<Neighbor> Within(ReadOnlySpan<double> row, double radius)
    {
        CheckFeatures(row.Length);
        CheckRadius(radius);
        var found = new RadiusList(_index.Distance, radius);
        try
        {
            _index.Within(row, ref found);
            found.Sort();
            return ToNeighbors(found.Indexes, found.Distances);
        }
        finally
        {
            found.Dispose();
        }
    }

    /// <summary>Finds all rows within a radius of each of many rows.</summary>
    /// <param name="rows">The rows, rows x features.</param>
    /// <param name="radius">The radius, 0 or greater; a row exactly at it is found.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>For each row its neighbours, the nearest first; the same as if it came alone.</returns>
    /// <exception cref="ArgumentException">The rows do not have <see cref="FeatureCount"/> features.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The radius is negative or not a number.</exception>
    public IReadOnlyList<IReadOnlyList<Neighbor>> Within(Matrix rows, double radius, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        CheckFeatures(rows.Columns);
        CheckRadius(radius);
        var results = new IReadOnlyList<Neighbor>[rows.Rows];
        _index.Within(rows, radius, degree, (query, neighbors, distances) => results[query] = ToNeighbors(neighbors, distances));
        return results;
    }

    private static Neighbor[] ToNeighbors(ReadOnlySpan<int> rows, ReadOnlySpan<double> distances)
    {
        var neighbors = new Neighbor[rows.Length];
        for (int i = 0; i < neighbors.Length; i++)
        {
            neighbors[i] = new Neighbor(rows[i], distances[i]);
        }

        return neighbors;
    }

    private static void CheckRadius(double radius)
    {
        if (!(radius >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(radius), $"The radius is '{radius}' and must be 0 or greater.");
        }
    }

    private void CheckCount(int count)
    {
        if (count < 1 || count > RowCount)
        {
            throw new ArgumentOutOfRangeException(nameof(count), $"The count is '{count}' and must be from 1 to '{RowCount}', the number of rows.");
        }
    }

    private void CheckFeatures(int features)
    {
        if (features != FeatureCount)
        {
            throw new ArgumentException($"The row has '{features}' features and the search reads '{FeatureCount}'.", nameof(features));
        }
    }
}
