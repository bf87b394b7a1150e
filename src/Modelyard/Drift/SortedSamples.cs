namespace Modelyard.Drift;

/// <summary>Represents two samples in ascending order, without their missing values, and what is seen in one pass over both.</summary>
internal readonly struct SortedSamples
{
    internal SortedSamples(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => (First, Second) = (Sorted(first), Sorted(second));

    /// <summary>Receives the values of both samples that are one and the same.</summary>
    /// <param name="value">The value.</param>
    /// <param name="first">How many of the first sample were before it.</param>
    /// <param name="ofFirst">How many of the first sample have it.</param>
    /// <param name="second">How many of the second sample were before it.</param>
    /// <param name="ofSecond">How many of the second sample have it.</param>
    internal delegate void Visit(double value, int first, int ofFirst, int second, int ofSecond);

    internal double[] First { get; }

    internal double[] Second { get; }

    internal bool IsEmpty => First.Length == 0 || Second.Length == 0;

    internal double Rows => (double)First.Length + Second.Length;

    /// <summary>Goes over the distinct values of both, in ascending order.</summary>
    internal void ForEach(Visit visit)
    {
        for (int i = 0, j = 0; i < First.Length || j < Second.Length;)
        {
            double value = i == First.Length ? Second[j] : j == Second.Length ? First[i] : Math.Min(First[i], Second[j]);
            int nextI = i, nextJ = j;
            while (nextI < First.Length && First[nextI] == value)
            {
                nextI++;
            }

            while (nextJ < Second.Length && Second[nextJ] == value)
            {
                nextJ++;
            }

            visit(value, i, nextI - i, j, nextJ - j);
            (i, j) = (nextI, nextJ);
        }
    }

    private static double[] Sorted(ReadOnlySpan<double> values)
    {
        double[] sorted = Array.FindAll(values.ToArray(), value => !double.IsNaN(value));
        Array.Sort(sorted);
        return sorted;
    }
}
