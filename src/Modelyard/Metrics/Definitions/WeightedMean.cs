namespace Modelyard.Metrics;

/// <summary>Computes weighted means of losses.</summary>
internal static class WeightedMean
{
    internal static double Of(ReadOnlySpan<double> losses, ReadOnlySpan<double> weights)
    {
        double sum = 0, total = 0;
        for (int row = 0; row < losses.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            sum += weight > 0 ? weight * losses[row] : 0;
            total += weight;
        }

        return sum / total;
    }
}
