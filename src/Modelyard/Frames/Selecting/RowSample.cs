using System.Globalization;
using Modelyard.Numerics;

namespace Modelyard.Frames.Selecting;

/// <summary>Draws rows at random.</summary>
internal static class RowSample
{
    /// <summary>Draws rows with replacement, by the sums of the weights up to each row.</summary>
    public static int[] WithReplacement(int rowCount, double[]? weights, int count, ulong seed)
    {
        var random = new RandomStream(seed);
        int[] rows = new int[count];
        double[]? sums = weights is null ? null : Sums(weights);
        for (int i = 0; i < count; i++)
        {
            rows[i] = sums is null ? random.NextInt(rowCount) : RowAt(sums, random.NextDouble() * sums[^1]);
        }

        Array.Sort(rows);
        return rows;
    }

    /// <summary>Draws rows without replacement by weight: the rows whose exponential times, divided by their weights, are least.</summary>
    /// <remarks>Source: Efraimidis and Spirakis (2006), Weighted Random Sampling with a Reservoir.</remarks>
    public static int[] WithoutReplacement(double[] weights, int count, ulong seed)
    {
        var random = new RandomStream(seed);
        double[] times = new double[weights.Length];
        int[] rows = new int[weights.Length];
        int possible = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            rows[row] = row;
            double time = -Math.Log(1 - random.NextDouble());
            times[row] = weights[row] > 0 ? time / weights[row] : double.PositiveInfinity;
            possible += weights[row] > 0 ? 1 : 0;
        }

        if (count > possible)
        {
            throw new ModelyardException(string.Create(CultureInfo.InvariantCulture, $"There are '{possible}' rows with a weight above zero, fewer than the '{count}' that are to be drawn; draw fewer, or with Replace = true."));
        }

        Array.Sort(times, rows);
        int[] drawn = rows[..count];
        Array.Sort(drawn);
        return drawn;
    }

    /// <summary>Reads weights and checks them.</summary>
    public static double[] Weights(Column column)
    {
        double[] weights = RollingWindow.Numbers(column);
        double sum = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            weights[row] = double.IsNaN(weights[row]) ? 0 : weights[row];
            sum += weights[row] >= 0 && double.IsFinite(weights[row])
                ? weights[row]
                : throw new ModelyardException(string.Create(CultureInfo.InvariantCulture, $"The weight of data row {row + 1} is '{weights[row]}' and must be finite and 0 or greater."));
        }

        return sum > 0 ? weights : throw new ModelyardException($"The weights of '{column.Name}' are all zero; at least one must be greater.");
    }

    private static double[] Sums(double[] weights)
    {
        double[] sums = new double[weights.Length];
        double sum = 0;
        for (int row = 0; row < sums.Length; row++)
        {
            sum += weights[row];
            sums[row] = sum;
        }

        return sums;
    }

    /// <summary>Finds the first row up to which the weights sum to more than a number.</summary>
    private static int RowAt(double[] sums, double number)
    {
        int from = 0, to = sums.Length - 1;
        while (from < to)
        {
            int middle = (from + to) >> 1;
            (from, to) = sums[middle] > number ? (from, middle) : (middle + 1, to);
        }

        return from;
    }
}
