namespace Modelyard.Kernels.Solving;

/// <summary>Gives the values from which the solver starts where nu fixes the sums of the variables.</summary>
/// <remarks>The first variables are filled to their bounds until the sum is reached. Source: Chang and Lin (2001), Training nu-Support Vector Classifiers, Neural Computation 13.</remarks>
internal static class NuStart
{
    /// <summary>Fills variables up to a sum.</summary>
    /// <param name="upper">The greatest value of each.</param>
    /// <param name="sum">The sum; what exceeds the sum of the greatest values is left out.</param>
    public static double[] Fill(ReadOnlySpan<double> upper, double sum)
    {
        double[] values = new double[upper.Length];
        for (int i = 0; i < upper.Length && sum > 0; i++)
        {
            values[i] = Math.Min(upper[i], sum);
            sum -= values[i];
        }

        return values;
    }

    /// <summary>Fills both classes of a pair up to half of nu times all prices, or as far as the smaller class goes.</summary>
    /// <param name="upper">The greatest value of each variable, those of the class below zero first.</param>
    /// <param name="below">The number of rows of the class below zero.</param>
    /// <param name="nu">The share.</param>
    public static double[] Classes(double[] upper, int below, double nu)
    {
        ReadOnlySpan<double> first = upper.AsSpan(0, below), second = upper.AsSpan(below);
        double half = Math.Min(nu * (Sum(first) + Sum(second)) / 2, Math.Min(Sum(first), Sum(second)));
        return [.. Fill(first, half), .. Fill(second, half)];
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }
}
