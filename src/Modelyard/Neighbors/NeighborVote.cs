namespace Modelyard.Neighbors;

/// <summary>Lets neighbours vote, each by its weight.</summary>
internal static class NeighborVote
{
    /// <summary>Computes the share of each class among neighbours, of which there is at least one, the nearest first.</summary>
    internal static void Shares(
        NeighborWeighting weights, ReadOnlySpan<int> neighbors, ReadOnlySpan<double> distances, ReadOnlySpan<int> labels, Span<double> probabilities)
    {
        probabilities.Clear();
        double total = 0;
        bool exact = distances[0] == 0;
        for (int i = 0; i < neighbors.Length; i++)
        {
            double weight = NeighborState.Weight(weights, distances[i], exact);
            probabilities[labels[neighbors[i]]] += weight;
            total += weight;
        }

        foreach (ref double probability in probabilities)
        {
            probability /= total;
        }
    }

    /// <summary>Computes the mean target of neighbours, of which there is at least one, the nearest first.</summary>
    internal static double Mean(NeighborWeighting weights, ReadOnlySpan<int> neighbors, ReadOnlySpan<double> distances, ReadOnlySpan<double> target)
    {
        double sum = 0, total = 0;
        bool exact = distances[0] == 0;
        for (int i = 0; i < neighbors.Length; i++)
        {
            double weight = NeighborState.Weight(weights, distances[i], exact);
            sum += weight * target[neighbors[i]];
            total += weight;
        }

        return sum / total;
    }
}
