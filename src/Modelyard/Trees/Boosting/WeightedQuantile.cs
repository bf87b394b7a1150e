namespace Modelyard.Trees.Boosting;

/// <summary>Computes quantiles of weighted values.</summary>
/// <remarks>The inverse of the distribution function; at a jump, the mean of both sides. A weight of 2 is the same as a value twice.</remarks>
internal static class WeightedQuantile
{
    /// <summary>Computes a quantile, reordering what it is given.</summary>
    /// <param name="values">The values, at least one.</param>
    /// <param name="weights">The weights, or null if all are 1.</param>
    /// <param name="level">The level, from 0 to 1.</param>
    internal static double Of(double[] values, double[]? weights, double level)
    {
        if (weights is not null)
        {
            return OfWeighted(values, weights, level);
        }

        double position = level * values.Length;
        int at = Math.Clamp((int)Math.Ceiling(position) - 1, 0, values.Length - 1);
        double low = Select(values, at);
        if (Math.Abs(position - (at + 1)) > 1e-9 * values.Length || at + 1 >= values.Length)
        {
            return low;
        }

        double high = double.PositiveInfinity;
        for (int i = at + 1; i < values.Length; i++)
        {
            high = Math.Min(high, values[i]);
        }

        return (0.5 * low) + (0.5 * high);
    }

    private static double OfWeighted(double[] values, double[] weights, double level)
    {
        Array.Sort(values, weights);
        double total = weights.Sum(), wanted = level * total, through = 0;
        for (int i = 0; i < values.Length; i++)
        {
            through += weights[i];
            if (Math.Abs(through - wanted) <= 1e-9 * total && i + 1 < values.Length)
            {
                return (0.5 * values[i]) + (0.5 * values[i + 1]);
            }

            if (through > wanted)
            {
                return values[i];
            }
        }

        return values[^1];
    }

    // Hoare (1961), algorithm 65, with the median of three as pivot: what is smaller ends before the place, what is larger after it.
    private static double Select(double[] values, int place)
    {
        int low = 0, high = values.Length - 1;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            double a = values[low], b = values[middle], c = values[high];
            double pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
            int i = low, j = high;
            while (i <= j)
            {
                while (values[i] < pivot)
                {
                    i++;
                }

                while (values[j] > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            if (place <= j)
            {
                high = j;
            }
            else if (place >= i)
            {
                low = i;
            }
            else
            {
                break;
            }
        }

        return values[place];
    }
}
