namespace Modelyard.Selection.Features;

/// <summary>Represents a sample by its values in ascending order.</summary>
internal sealed class SortedShape : ISampleShape
{
    private readonly double[] _sorted;

    private SortedShape(double[] sorted) => _sorted = sorted;

    public double Rows => _sorted.Length;

    public IEnumerable<double> Points => _sorted;

    /// <summary>Takes values in any order; those that are missing are left out.</summary>
    internal static SortedShape Of(double[] values)
    {
        double[] sorted = Array.FindAll(values, value => !double.IsNaN(value));
        Array.Sort(sorted);
        return new SortedShape(sorted);
    }

    /// <summary>Takes values that are in ascending order.</summary>
    internal static SortedShape OfSorted(double[] sorted) => new(sorted);

    public double Quantile(double share)
    {
        double place = share * (_sorted.Length - 1);
        int below = (int)place;
        return _sorted[below] + ((place - below) * (_sorted[Math.Min(below + 1, _sorted.Length - 1)] - _sorted[below]));
    }

    public double ShareUpTo(double point)
    {
        int low = 0, high = _sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _sorted[middle] <= point ? (middle + 1, high) : (low, middle);
        }

        return (double)low / _sorted.Length;
    }
}
