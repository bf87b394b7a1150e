using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Represents how unsure an ensemble is of a class, in nats, and in which part because its members disagree.</summary>
/// <param name="Total">The entropy of the probabilities that the members give together, from 0 to the logarithm of the number of classes.</param>
/// <param name="Aleatoric">The mean entropy of what each member gives: what the members hold to be chance.</param>
/// <param name="Epistemic">The mutual information of the class and the member: what the members disagree on; the total less the aleatoric part.</param>
public readonly record struct PredictedUncertainty(double Total, double Aleatoric, double Epistemic)
{
    // The distance from 1 to the next greater number.
    private const double Rounding = 1.0 / (1L << 52);

    /// <summary>Takes the total apart.</summary>
    /// <param name="probabilities">The mean of what the members give.</param>
    /// <param name="aleatoric">The mean of their entropies, by the same weights.</param>
    /// <param name="members">The number of members.</param>
    internal static PredictedUncertainty Of(ReadOnlySpan<double> probabilities, double aleatoric, int members)
    {
        double total = Entropy(probabilities), epistemic = total - aleatoric;

        // Members that agree differ from their mean by its rounding only, which grows with their number.
        return epistemic <= Rounding * members * (1 + total) ? new PredictedUncertainty(total, total, 0) : new PredictedUncertainty(total, aleatoric, epistemic);
    }

    /// <summary>Takes the totals of many rows apart.</summary>
    internal static void Of(Matrix probabilities, ReadOnlySpan<double> aleatoric, int members, Span<PredictedUncertainty> uncertainties)
    {
        for (int row = 0; row < uncertainties.Length; row++)
        {
            uncertainties[row] = Of(probabilities.Row(row), aleatoric[row], members);
        }
    }

    /// <summary>Gets the uncertainty of one model: nothing of it is epistemic.</summary>
    internal static PredictedUncertainty OfOne(ReadOnlySpan<double> probabilities)
    {
        double total = Entropy(probabilities);
        return new PredictedUncertainty(total, total, 0);
    }

    /// <summary>Gets the uncertainty of one model for many rows.</summary>
    internal static void OfOne(Matrix probabilities, Span<PredictedUncertainty> uncertainties)
    {
        for (int row = 0; row < uncertainties.Length; row++)
        {
            uncertainties[row] = OfOne(probabilities.Row(row));
        }
    }

    /// <summary>Computes the entropy of probabilities, <c>-Σ p ln p</c>.</summary>
    internal static double Entropy(ReadOnlySpan<double> probabilities)
    {
        double sum = 0;
        foreach (double probability in probabilities)
        {
            // What is certain or impossible is the usual case in the leaves of trees, and costs no logarithm.
            if (probability is not (<= 0 or 1))
            {
                sum -= probability * Math.Log(probability);
            }
        }

        return sum;
    }
}
