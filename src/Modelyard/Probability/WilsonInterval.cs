namespace Modelyard.Probability;

/// <summary>Computes intervals of shares that hold near 0 and 1 too, where the usual ones do not, and of the difference of two of them.</summary>
internal static class WilsonInterval
{
    /// <summary>Computes the interval of the share behind one that was observed.</summary>
    /// <param name="share">The share that was observed, from 0 to 1.</param>
    /// <param name="count">The number of rows that it is of, above 0; of weighted rows how many even ones say as much.</param>
    /// <param name="confidence">The chance that the interval holds the share, between 0 and 1.</param>
    /// <returns>The ends of the interval, from 0 to 1; NaN without rows.</returns>
    /// <remarks>Source: Wilson (1927), Probable Inference, the Law of Succession, and Statistical Inference, Journal of the American Statistical Association 22.</remarks>
    internal static (double Low, double High) Of(double share, double count, double confidence = 0.95)
    {
        double square = Math.Pow(Normal.Quantile((1 + confidence) / 2), 2) / count;
        double middle = (share + (square / 2)) / (1 + square), half = Math.Sqrt(square * ((share * (1 - share)) + (square / 4))) / (1 + square);

        // An end where nothing, or all, was observed is that to the last digit.
        return (share == 0 ? 0 : Math.Max(0, middle - half), share == 1 ? 1 : Math.Min(1, middle + half));
    }

    /// <summary>Computes the interval of the first share less the second, of different rows.</summary>
    /// <param name="first">The first share that was observed, and the number of rows that it is of.</param>
    /// <param name="second">The second share, and its number of rows.</param>
    /// <param name="confidence">The chance that the interval holds the difference, between 0 and 1.</param>
    /// <returns>The ends of the interval, from -1 to 1; NaN if there are no rows on a side.</returns>
    /// <remarks>Source: Newcombe (1998), Interval Estimation for the Difference between Independent Proportions, Statistics in Medicine 17, method 10.</remarks>
    internal static (double Low, double High) OfDifference((double Share, double Count) first, (double Share, double Count) second, double confidence = 0.95)
    {
        (double Low, double High) own = Of(first.Share, first.Count, confidence), other = Of(second.Share, second.Count, confidence);
        double difference = first.Share - second.Share;
        return (
            difference - Math.Sqrt(Math.Pow(first.Share - own.Low, 2) + Math.Pow(other.High - second.Share, 2)),
            difference + Math.Sqrt(Math.Pow(own.High - first.Share, 2) + Math.Pow(second.Share - other.Low, 2)));
    }
}
