using Modelyard.Probability;

namespace Modelyard.Monitoring;

/// <summary>Represents how far a column usually is from its reference, as windows of a quiet time have shown: more than chance makes, where the rows of a window are alike or seasons come and go.</summary>
/// <param name="Mean">The mean of the effects.</param>
/// <param name="StandardDeviation">Their sample standard deviation.</param>
/// <param name="Windows">The number of windows.</param>
public sealed record UsualEffect(double Mean, double StandardDeviation, int Windows)
{
    private const int Fewest = 3;

    /// <summary>Learns from the effects of windows.</summary>
    /// <param name="effects">The effects; NaN is left out.</param>
    /// <returns>What is usual; null of fewer than three windows.</returns>
    public static UsualEffect? Of(IEnumerable<double> effects)
    {
        double[] known = [.. (effects ?? throw new ArgumentNullException(nameof(effects))).Where(double.IsFinite)];
        if (known.Length < Fewest)
        {
            return null;
        }

        double mean = known.Average();
        return new UsualEffect(mean, Math.Sqrt(known.Sum(effect => (effect - mean) * (effect - mean)) / (known.Length - 1)), known.Length);
    }

    /// <summary>Computes the chance that a further window is so far off, or farther, if it is like those that were learned from.</summary>
    /// <param name="effect">Its effect.</param>
    /// <returns>The chance, by the law of a further normal value.</returns>
    public double Chance(double effect)
    {
        // Windows that were all alike say that any other effect is unusual.
        double error = StandardDeviation * Math.Sqrt(1 + (1.0 / Windows));
        if (error == 0)
        {
            return effect > Mean ? 0 : 1;
        }

        double half = new StudentT(Windows - 1).TwoSided((effect - Mean) / error) / 2;
        return effect > Mean ? half : 1 - half;
    }
}
