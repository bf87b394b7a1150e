using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Stores what the two models of neighbours share, and weighs a neighbour.</summary>
internal static class NeighborState
{
    internal static double Weight(NeighborWeighting weighting, double distance, bool exact) =>
        weighting == NeighborWeighting.Uniform ? 1 : exact ? (distance == 0 ? 1 : 0) : 1 / Math.Min(distance, double.MaxValue);

    internal static void Save(StateWriter state, NeighborIndex index)
    {
        state.Write("rows", index.Rows);
        state.Write("metric", index.Distance.Metric.ToString());
        state.Write("p", index.Distance.Power);
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

        return new NeighborIndex(rows, RankDistance.Of(state.ReadEnum<DistanceMetric>("metric"), power));
    }
}
