using Modelyard.Probability;

namespace Modelyard.Drift;

/// <summary>Tests whether something is as frequent in one sample as in another, by counting all ways in which its rows might have fallen to the two.</summary>
internal static class ExactCounts
{
    // Of two ways that are equally likely rounding may make one seem less so.
    private const double Alike = 1 + 1e-7;

    /// <summary>Computes the chance of so uneven a fall, or a less likely one.</summary>
    /// <param name="first">How many rows of the first sample have it.</param>
    /// <param name="rows">The number of rows of the first sample.</param>
    /// <param name="second">How many rows of the second sample have it.</param>
    /// <param name="others">The number of rows of the second sample.</param>
    /// <returns>The p-value of both sides; NaN if a sample has no rows.</returns>
    /// <remarks>
    /// Weights are relative to the likeliest way and go out from there until they vanish, so that a million rows take some thousand steps and no digit is lost.
    /// Source: Fisher (1935), The Logic of Inductive Inference, Journal of the Royal Statistical Society 98(1).
    /// </remarks>
    internal static double Fisher(double first, double rows, double second, double others)
    {
        if (rows == 0 || others == 0)
        {
            return double.NaN;
        }

        double have = first + second, least = Math.Max(0, have - others), most = Math.Min(have, rows);
        double mode = Math.Clamp(Math.Floor((have + 1) * (rows + 1) / (rows + others + 2)), least, most);
        double observed = 0, all = 0, rare = 0;
        for (int pass = 0; pass < 2; pass++)
        {
            // The first pass finds the weight of what was observed, the second sums up what is as unlikely.
            Visit(mode, least, most, (count, weight) =>
            {
                observed = count == first ? weight : observed;
                all += pass == 0 ? 0 : weight;
                rare += pass == 0 || weight > observed * Alike ? 0 : weight;
            });
        }

        return Math.Min(1, rare / all);

        void Visit(double from, double low, double high, Action<double, double> visit)
        {
            visit(from, 1);
            double weight = 1;
            for (double k = from; k < high && weight > 0; k++)
            {
                weight *= (have - k) * (rows - k) / ((k + 1) * (others - have + k + 1));
                visit(k + 1, weight);
            }

            weight = 1;
            for (double k = from; k > low && weight > 0; k--)
            {
                weight *= k * (others - have + k) / ((have - k + 1) * (rows - k + 1));
                visit(k - 1, weight);
            }
        }
    }

    /// <summary>Computes the chance that so many rows of the second sample, or more, are among those that have it; also that so many, or more, lie beyond a number of the first sample which others of it lie beyond.</summary>
    /// <param name="second">How many rows of the second sample have it.</param>
    /// <param name="others">The number of rows of the second sample.</param>
    /// <param name="first">How many rows of the first sample have it.</param>
    /// <param name="rows">The number of rows of the first sample.</param>
    /// <returns>The p-value of one side.</returns>
    /// <remarks>Those beyond a number may as well be of the one sample as of the other. Source: Gumbel and von Schelling (1950), The Distribution of the Number of Exceedances, Annals of Mathematical Statistics 21(2).</remarks>
    internal static double AtLeast(double second, double others, double first, double rows)
    {
        double have = first + second, most = Math.Min(have, others), all = rows + others;
        if (second <= Math.Max(0, have - rows))
        {
            return 1;
        }

        double term = Math.Exp(LogWays(others, second) + LogWays(rows, first) - LogWays(all, have)), chance = 0;
        for (double k = second; k <= most && term > 1e-17 * chance; k++)
        {
            chance += term;
            term *= (others - k) * (have - k) / ((k + 1) * (rows - have + k + 1));
        }

        return Math.Min(1, chance);
    }

    private static double LogWays(double all, double chosen) => SpecialFunctions.LogGamma(all + 1) - SpecialFunctions.LogGamma(chosen + 1) - SpecialFunctions.LogGamma(all - chosen + 1);
}
