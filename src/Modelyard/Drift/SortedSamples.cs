namespace Modelyard.Drift;

/// <summary>Represents two samples in ascending order, without their missing values, and what is seen in one pass over both.</summary>
internal sealed class SortedSamples : IMixedValues
{
    private readonly double[] _first;
    private readonly double[] _second;

    internal SortedSamples(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => (_first, _second) = (Sorted(first), Sorted(second));

    public double First => _first.Length;

    public double Second => _second.Length;

    /// <summary>Gets the values of the first sample, in ascending order.</summary>
    internal double[] FirstValues => _first;

    /// <summary>Gets the values of the second sample, in ascending order.</summary>
    internal double[] SecondValues => _second;

    internal bool IsEmpty => _first.Length == 0 || _second.Length == 0;

    public void ForEach(MixedValue visit)
    {
        for (int i = 0, j = 0; i < _first.Length || j < _second.Length;)
        {
            double value = i == _first.Length ? _second[j] : j == _second.Length ? _first[i] : Math.Min(_first[i], _second[j]);
            int nextI = i, nextJ = j;
            while (nextI < _first.Length && _first[nextI] == value)
            {
                nextI++;
            }

            while (nextJ < _second.Length && _second[nextJ] == value)
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
