using Modelyard.Metrics;
using Modelyard.Probability;

namespace Modelyard.Selection;

/// <summary>Compares two classifiers by the rows that only one of them gets right.</summary>
/// <remarks>
/// If both were as good, a row on which they differ would be as likely right by the one as by the other; the test is the exact one of that coin, for any number of
/// rows. Source: McNemar (1947), Psychometrika 12; Dietterich (1998), Neural Computation 10.
/// </remarks>
public static class McNemarTest
{
    /// <summary>Compares predictions of the same rows.</summary>
    /// <param name="first">The predictions of the first classifier.</param>
    /// <param name="second">The predictions of the second, of the same rows in the same order.</param>
    /// <returns>The outcome; the difference is that of the shares of right answers.</returns>
    /// <exception cref="ModelyardException">The predictions are not of the same rows.</exception>
    public static TestOutcome Compare(Predictions first, Predictions second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Labels.IsEmpty || !first.Labels.SequenceEqual(second.Labels))
        {
            throw new ModelyardException("The predictions are not of the same rows, or not of classes; both models must predict the classes of the same rows in the same order.");
        }

        int onlyFirst = 0, onlySecond = 0;
        for (int row = 0; row < first.Count; row++)
        {
            bool own = first.PredictedLabels[row] == first.Labels[row], other = second.PredictedLabels[row] == second.Labels[row];
            onlyFirst += own && !other ? 1 : 0;
            onlySecond += other && !own ? 1 : 0;
        }

        return Compare(onlyFirst, onlySecond, first.Count);
    }

    /// <summary>Compares counts.</summary>
    /// <param name="onlyFirst">The number of rows that only the first gets right.</param>
    /// <param name="onlySecond">The number of rows that only the second gets right.</param>
    /// <param name="rows">The number of all rows.</param>
    /// <returns>The outcome; its statistic is the smaller count.</returns>
    public static TestOutcome Compare(int onlyFirst, int onlySecond, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, Math.Max(1, onlyFirst + onlySecond));
        int fewer = Math.Min(onlyFirst, onlySecond), both = onlyFirst + onlySecond;

        // The chance of at most k heads in n tosses is a value of the incomplete beta function: I_1/2(n - k, k + 1).
        double chance = 2 * fewer >= both ? 1 : Math.Min(1, 2 * SpecialFunctions.Beta(both - fewer, fewer + 1, 0.5));
        double difference = (onlyFirst - onlySecond) / (double)rows;
        double error = Math.Sqrt(Math.Max(0, both - ((onlyFirst - onlySecond) * (double)(onlyFirst - onlySecond) / rows))) / rows;
        double half = Normal.Quantile(0.975) * error;
        return new TestOutcome("McNemar (exact)", difference, fewer, chance, difference - half, difference + half);
    }
}
