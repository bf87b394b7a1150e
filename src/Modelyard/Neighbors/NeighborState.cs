using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Stores what the models of neighbours share, and weighs a neighbour.</summary>
internal static class NeighborState
{
    // The inverse of a distance below this is infinite, or its sums are.
    private const double LeastDistance = 1e-290;

    internal static double Weight(NeighborWeighting weighting, double distance, bool exact) =>
        weighting == NeighborWeighting.Uniform ? 1 : exact ? (distance == 0 ? 1 : 0) : 1 / Math.Clamp(distance, LeastDistance, double.MaxValue);

    internal static void Save(StateWriter state, NeighborIndex index)
    {
        index.Save(state);
        state.Write("metric", index.Distance.Metric.ToString());
        state.Write("p", index.Distance.Power);
        state.Write("algorithm", index.Algorithm.ToString());
    }

    internal static NeighborIndex Load(StateReader state, FeatureSchema features)
    {
        double power = state.ReadDouble("p");
        if (!(power is >= 1 and <= 100))
        {
            throw new ModelFormatException($"The model has the power '{power}'; it must be from 1 to 100.");
        }

        // Models that were stored before there was a choice do not name it.
        NeighborAlgorithm algorithm = state.Contains("algorithm") ? state.ReadEnum<NeighborAlgorithm>("algorithm") : NeighborAlgorithm.Auto;
        var distance = RankDistance.Of(state.ReadEnum<DistanceMetric>("metric"), power);
        return state.Contains("starts") ? LoadSparse(state, features, distance, algorithm) : LoadDense(state, features, distance, algorithm);
    }

    internal static void CheckFeatures(SparseMatrix rows, int expected)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Columns != expected)
        {
            throw new ArgumentException($"The rows have '{rows.Columns}' features and the model reads '{expected}'.", nameof(rows));
        }
    }

    internal static double LoadRadius(StateReader state)
    {
        double radius = state.ReadDouble("radius");
        return radius > 0 && double.IsFinite(radius)
            ? radius
            : throw new ModelFormatException($"The radius of the model is '{radius}' and must be finite and greater than 0.");
    }

    private static DenseNeighborIndex LoadDense(StateReader state, FeatureSchema features, RankDistance distance, NeighborAlgorithm algorithm)
    {
        Matrix rows = state.ReadMatrix("rows", columns: features.Count);
        if (distance.Metric == DistanceMetric.Haversine && rows.Columns != 2)
        {
            throw new ModelFormatException($"The metric of the model is 'Haversine' and its rows have '{rows.Columns}' features; they must have two.");
        }

        CheckCount(rows.Rows);
        for (int row = 0; row < rows.Rows; row++)
        {
            CheckFinite(rows.Row(row));
        }

        return new DenseNeighborIndex(rows, distance, algorithm);
    }

    private static SparseNeighborIndex LoadSparse(StateReader state, FeatureSchema features, RankDistance distance, NeighborAlgorithm algorithm)
    {
        double[] values = state.ReadDoubles("values");
        CheckFinite(values);
        if (!SparseNeighborIndex.Takes(distance))
        {
            throw new ModelFormatException($"The metric of the model is '{distance.Metric}' and must be 'Euclidean' or 'Cosine' for sparse rows.");
        }

        try
        {
            var rows = new SparseMatrix(features.Count, state.ReadInts("starts"), state.ReadInts("indices", values.Length), values);
            CheckCount(rows.Rows);
            return new SparseNeighborIndex(rows, distance, algorithm);
        }
        catch (ArgumentException exception)
        {
            throw new ModelFormatException($"The sparse rows of the model do not fit together: {exception.Message}", exception);
        }
    }

    private static void CheckCount(int rows)
    {
        if (rows == 0)
        {
            throw new ModelFormatException("The model has no rows and must have at least one.");
        }
    }

    private static void CheckFinite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ModelFormatException($"The rows of the model hold '{value}' and must hold finite numbers.");
            }
        }
    }
}
