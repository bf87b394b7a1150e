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
        state.Write("rows", index.Rows);
        state.Write("metric", index.Distance.Metric.ToString());
        state.Write("p", index.Distance.Power);
        state.Write("algorithm", index.Algorithm.ToString());
    }

    internal static NeighborIndex Load(StateReader state, FeatureSchema features)
    {
        Matrix rows = state.ReadMatrix("rows", columns: features.Count);
        double power = state.ReadDouble("p");
        if (rows.Rows == 0 || !(power >= 1 && power <= 100))
        {
            throw new ModelFormatException($"The model has '{rows.Rows}' rows and the power '{power}'; it must have at least one row and a power from 1 to 100.");
        }

        for (int row = 0; row < rows.Rows; row++)
        {
            foreach (double value in rows.Row(row))
            {
                if (!double.IsFinite(value))
                {
                    throw new ModelFormatException($"The value 'rows' of the model holds '{value}' and must hold finite numbers.");
                }
            }
        }

        DistanceMetric metric = state.ReadEnum<DistanceMetric>("metric");
        if (metric == DistanceMetric.Haversine && rows.Columns != 2)
        {
            throw new ModelFormatException($"The metric of the model is 'Haversine' and its rows have '{rows.Columns}' features; they must have two.");
        }

        // Models that were stored before there was a choice do not name it.
        NeighborAlgorithm algorithm = state.Contains("algorithm") ? state.ReadEnum<NeighborAlgorithm>("algorithm") : NeighborAlgorithm.Auto;
        return new NeighborIndex(rows, RankDistance.Of(metric, power), algorithm);
    }

    internal static double LoadRadius(StateReader state)
    {
        double radius = state.ReadDouble("radius");
        return radius > 0 && double.IsFinite(radius)
            ? radius
            : throw new ModelFormatException($"The radius of the model is '{radius}' and must be finite and greater than 0.");
    }
}
