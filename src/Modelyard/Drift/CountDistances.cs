using Modelyard.Numerics;

namespace Modelyard.Drift;

/// <summary>Measures how far two laws of the same bins or levels are apart, by the counts of each.</summary>
public static class CountDistances
{
    /// <summary>The share that an empty bin is taken to have where a logarithm is taken of it.</summary>
    public const double LeastShare = 1e-4;

    /// <summary>Computes the population stability index: the shares' difference times that of their logarithms, summed up.</summary>
    /// <param name="reference">The counts of the reference.</param>
    /// <param name="current">The counts of what is compared with it, of the same bins.</param>
    /// <returns>The index, 0 or more: below 0.1 is commonly read as no change, above 0.25 as a great one; NaN if one has no rows.</returns>
    /// <remarks>Empty bins have <see cref="LeastShare"/>. Source: Siddiqi (2006), Credit Risk Scorecards; it is the divergence of Jeffreys (1946).</remarks>
    public static double PopulationStability(ReadOnlySpan<double> reference, ReadOnlySpan<double> current) =>
        Sum(reference, current, (p, q) => (Math.Max(q, LeastShare) - Math.Max(p, LeastShare)) * Math.Log(Math.Max(q, LeastShare) / Math.Max(p, LeastShare)));

    /// <summary>Computes the root of Jensen's and Shannon's divergence, in nats.</summary>
    /// <param name="reference">The counts of the reference.</param>
    /// <param name="current">The counts of what is compared with it, of the same bins.</param>
    /// <returns>The distance, from 0 to the root of ln 2; NaN if one has no rows.</returns>
    /// <remarks>Source: Lin (1991), IEEE Transactions on Information Theory 37(1).</remarks>
    public static double JensenShannon(ReadOnlySpan<double> reference, ReadOnlySpan<double> current) =>
        Math.Sqrt(Math.Max(0, Sum(reference, current, (p, q) => (Entropy(p, (p + q) / 2) + Entropy(q, (p + q) / 2)) / 2)));

    /// <summary>Computes Hellinger's distance.</summary>
    /// <param name="reference">The counts of the reference.</param>
    /// <param name="current">The counts of what is compared with it, of the same bins.</param>
    /// <returns>The distance, from 0 to 1; NaN if one has no rows.</returns>
    public static double Hellinger(ReadOnlySpan<double> reference, ReadOnlySpan<double> current) =>
        Math.Sqrt(Sum(reference, current, (p, q) => (Math.Sqrt(p) - Math.Sqrt(q)) * (Math.Sqrt(p) - Math.Sqrt(q))) / 2);

    /// <summary>Computes the total variation: the greatest difference of the chances that both give to the same bins.</summary>
    /// <param name="reference">The counts of the reference.</param>
    /// <param name="current">The counts of what is compared with it, of the same bins.</param>
    /// <returns>The distance, from 0 to 1; NaN if one has no rows.</returns>
    public static double TotalVariation(ReadOnlySpan<double> reference, ReadOnlySpan<double> current) => Sum(reference, current, (p, q) => Math.Abs(p - q)) / 2;

    private static double Entropy(double share, double of) => share > 0 ? share * Math.Log(share / of) : 0;

    private static double Sum(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, Func<double, double, double> of)
    {
        CountTests.Check(reference, current);
        double all = VectorKernels.Sum(reference), others = VectorKernels.Sum(current), sum = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            sum += of(reference[i] / all, current[i] / others);
        }

        return all > 0 && others > 0 ? sum : double.NaN;
    }
}
