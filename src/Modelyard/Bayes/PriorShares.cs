namespace Modelyard.Bayes;

/// <summary>Computes the probabilities of classes before a row is seen.</summary>
internal static class PriorShares
{
    /// <summary>Computes priors; a class without weight has none.</summary>
    /// <param name="weights">The weight of each class.</param>
    /// <param name="priors">How classes are weighed.</param>
    /// <returns>One share a class.</returns>
    internal static double[] Of(double[] weights, ClassPriors priors)
    {
        double total = weights.Sum();
        int present = weights.Count(weight => weight > 0);
        return Array.ConvertAll(weights, weight => priors == ClassPriors.Uniform ? (weight > 0 ? 1.0 / present : 0) : weight / total);
    }

    /// <summary>Computes the logarithms of priors; that of a class without weight is minus infinity.</summary>
    internal static double[] Logarithms(double[] weights, ClassPriors priors) => Array.ConvertAll(Of(weights, priors), Math.Log);
}
