using Modelyard.Frames.Windows;

namespace Modelyard.Frames;

/// <summary>Represents for each row of a column the rows up to it that a statistic is computed of: a window of fixed length, or all of them.</summary>
/// <remarks>Missing cells are left out. A row whose window has fewer cells than are asked for is missing.</remarks>
public sealed class RollingWindow
{
    private readonly string _name;
    private readonly double[] _values;
    private readonly int _size;
    private readonly int _least;

    internal RollingWindow(Column column, int size, int least)
    {
        _name = column.Name;
        _values = Numbers(column);
        _size = size;
        _least = least;
    }

    private RollingWindow(RollingWindow window, double[] values)
    {
        _name = window._name;
        _values = values;
        _size = window._size;
        _least = window._least;
    }

    /// <summary>Counts the cells that are present.</summary>
    /// <returns>One number a row; missing where the window has fewer rows, with a cell or without, than are asked for.</returns>
    public DoubleColumn Count() => new RollingWindow(this, Array.ConvertAll(_values, value => double.IsNaN(value) ? 0.0 : 1.0)).Sum();

    /// <summary>Adds the cells.</summary>
    /// <returns>One number a row.</returns>
    public DoubleColumn Sum() => Run(new RunningMoments(), moments => moments.Sum);

    /// <summary>Averages the cells.</summary>
    /// <returns>One number a row.</returns>
    public DoubleColumn Mean() => Run(new RunningMoments(), moments => moments.Count == 0 ? double.NaN : moments.Mean);

    /// <summary>Computes the variance of a sample.</summary>
    /// <returns>One number a row; missing of fewer than two cells.</returns>
    public DoubleColumn Variance() => Run(new RunningMoments(), moments => moments.Variance);

    /// <summary>Computes the standard deviation of a sample.</summary>
    /// <returns>One number a row; missing of fewer than two cells.</returns>
    public DoubleColumn StandardDeviation() => Run(new RunningMoments(), moments => Math.Sqrt(moments.Variance));

    /// <summary>Finds the least cell.</summary>
    /// <returns>One number a row.</returns>
    public DoubleColumn Minimum() => Run(new RunningExtreme(greatest: false), extreme => extreme.Value);

    /// <summary>Finds the greatest cell.</summary>
    /// <returns>One number a row.</returns>
    public DoubleColumn Maximum() => Run(new RunningExtreme(greatest: true), extreme => extreme.Value);

    /// <summary>Computes the median.</summary>
    /// <returns>One number a row.</returns>
    public DoubleColumn Median() => Quantile(0.5);

    /// <summary>Computes a quantile by linear interpolation.</summary>
    /// <param name="share">The share of cells below it, from 0 to 1.</param>
    /// <returns>One number a row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public DoubleColumn Quantile(double share) => share is >= 0 and <= 1
        ? Run(new RunningOrder(), order => order.Quantile(share))
        : throw new ArgumentOutOfRangeException(nameof(share), share, $"The share is '{share}' and must be 0 to 1.");

    internal static double[] Numbers(Column column) => column.Kind is ColumnKind.Boolean or ColumnKind.Integer or ColumnKind.Double
        ? column.ToDoubles()
        : throw new ModelyardException($"The column '{column.Name}' holds '{column.Kind}' and must hold numbers or booleans.");

    private DoubleColumn Run<T>(T statistic, Func<T, double> result)
        where T : IRunningStatistic
    {
        double[] results = new double[_values.Length];
        int present = 0;
        for (int row = 0; row < results.Length; row++)
        {
            int leaving = row - _size;
            if (leaving >= 0 && !double.IsNaN(_values[leaving]))
            {
                statistic.Remove(_values[leaving]);
                present--;
            }

            if (!double.IsNaN(_values[row]))
            {
                statistic.Add(_values[row]);
                present++;
            }

            results[row] = present < _least ? double.NaN : result(statistic);
        }

        return new DoubleColumn(_name, results);
    }
}
