namespace Modelyard.Probability;

/// <summary>Inverts the cumulative distribution function of a positive number.</summary>
internal static class PositiveQuantile
{
    private const int MostHalvings = 2200;

    /// <summary>Finds the point of a probability between bounds that are halved by their exponents first, as quantiles may be of any size.</summary>
    /// <param name="probability">The probability, from 0 to 1.</param>
    /// <param name="cumulative">The probability up to a point.</param>
    /// <param name="upper">The probability beyond a point.</param>
    /// <returns>The point.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    internal static double Of(double probability, Func<double, double> cumulative, Func<double, double> upper)
    {
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, $"The probability is '{probability}' and must be from 0 to 1.");
        }

        if (probability is 0 or 1)
        {
            return probability == 0 ? 0 : double.PositiveInfinity;
        }

        // The smaller tail has the digits; one less a probability near 1 is exact.
        double tail = 1 - probability;
        bool IsBelow(double x) => probability <= 0.5 ? cumulative(x) < probability : upper(x) > tail;
        double low = 1, high = 1;
        while (low > 0 && !IsBelow(low))
        {
            high = low;
            low /= 2;
        }

        while (high < double.MaxValue / 2 && IsBelow(high))
        {
            low = high;
            high *= 2;
        }

        for (int i = 0; i < MostHalvings; i++)
        {
            double middle = low + (0.5 * (high - low));
            if (middle <= low || middle >= high)
            {
                break;
            }

            (low, high) = IsBelow(middle) ? (middle, high) : (low, middle);
        }

        return high;
    }
}
