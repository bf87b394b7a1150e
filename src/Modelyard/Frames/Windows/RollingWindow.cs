using Modelyard.Frames.Windows;
using Modelyard.Numerics;

namespace Modelyard.Frames;

/// <summary>Represents for each row of a column the rows around it that a statistic is computed of: a window of a number of rows, of a span of time, or all rows so far.</summary>
/// <remarks>Missing cells are left out. A row whose window has fewer cells than are asked for is missing.</remarks>
public sealed class RollingWindow
{
    private const int LeastBlock = 1 << 15;

    private readonly string _name;
    private readonly double[] _values;
    private readonly WindowBounds _bounds;
    private readonly int _least;

    internal RollingWindow(Column column, WindowBounds bounds, int least)
    {
        _name = column.Name;
        _values = Numbers(column);
        _bounds = bounds;
        _least = least;
    }

    private RollingWindow(RollingWindow window, double[] values)
    {
        _name = window._name;
        _values = values;
        _bounds = window._bounds;
        _least = window._least;
    }

    /// <summary>Counts the cells that are present.</summary>
    /// <returns>One number a row; missing where the window has fewer rows, with a cell or without, than are asked for.</returns>
    public DoubleColumn Count() => new RollingWindow(this, Array.ConvertAll(_values, value => double.IsNaN(value) ? 0.0 : 1.0)).Sum();

    /// <summary>Adds the cells.</summary>
    /// <returns>One number a row.</returns>
    public DoubleColumn Sum() => Run<RunningSum, SumOf>(() => default, default);

    /// <summary>Averages the cells.</summary>
    /// <returns>One number a row.</returns>
    public DoubleColumn Mean() => Run<RunningSum, MeanOf>(() => default, default);

    /// <summary>Computes the variance of a sample.</summary>
    /// <returns>One number a row; missing of fewer than two cells.</returns>
    public DoubleColumn Variance() => Run(() => new RunningMoments(), moments => moments.Variance);

    /// <summary>Computes the standard deviation of a sample.</summary>
    /// <returns>One number a row; missing of fewer than two cells.</returns>
    public DoubleColumn StandardDeviation() => Run(() => new RunningMoments(), moments => Math.Sqrt(moments.Variance));

    /// <summary>Finds the least cell.</summary>
    /// <returns>One number a row.</returns>
    public DoubleColumn Minimum() => Run(() => new RunningExtreme(greatest: false), extreme => extreme.Value);

    /// <summary>Finds the greatest cell.</summary>
    /// <returns>One number a row.</returns>
    public DoubleColumn Maximum() => Run(() => new RunningExtreme(greatest: true), extreme => extreme.Value);

    /// <summary>Computes the median.</summary>
    /// <returns>One number a row.</returns>
    public DoubleColumn Median() => Quantile(0.5);

    /// <summary>Computes a quantile by linear interpolation.</summary>
    /// <param name="share">The share of cells below it, from 0 to 1.</param>
    /// <returns>One number a row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public DoubleColumn Quantile(double share) => share is >= 0 and <= 1
        ? Run(() => new RunningOrder(), order => order.Quantile(share))
        : throw new ArgumentOutOfRangeException(nameof(share), share, $"The share is '{share}' and must be 0 to 1.");

    /// <summary>Computes the skewness of a sample, adjusted for its size.</summary>
    /// <returns>One number a row; missing of fewer than three cells, zero of equal ones.</returns>
    public DoubleColumn Skewness() => Apply(cells => WindowShape.Of(cells, AggregateKind.Skewness));

    /// <summary>Computes the excess kurtosis of a sample, adjusted for its size.</summary>
    /// <returns>One number a row; missing of fewer than four cells, zero of equal ones.</returns>
    public DoubleColumn Kurtosis() => Apply(cells => WindowShape.Of(cells, AggregateKind.Kurtosis));

    /// <summary>Computes a number of each window by a function.</summary>
    /// <param name="function">The function, given the cells of the window in order, NaN where missing, and only of windows with as many cells as are asked for.</param>
    /// <returns>One number a row.</returns>
    public DoubleColumn Apply(Func<ReadOnlySpan<double>, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        double[] results = new double[_values.Length];
        int[] before = new int[_values.Length + 1];
        for (int row = 0; row < _values.Length; row++)
        {
            before[row + 1] = before[row] + (double.IsNaN(_values[row]) ? 0 : 1);
        }

        for (int row = 0; row < results.Length; row++)
        {
            (int first, int end) = (_bounds.First[row], Math.Max(_bounds.First[row], _bounds.End[row]));
            results[row] = before[end] - before[first] < _least ? double.NaN : function(_values.AsSpan(first, end - first));
        }

        return new DoubleColumn(_name, results);
    }

    /// <summary>Averages the cells of each window with weights, the last of which belongs to the window's last row.</summary>
    /// <param name="weights">The weights, as many as a window has rows at most.</param>
    /// <returns>One number a row: the sum of weight times cell over the sum of the weights of cells that are present.</returns>
    /// <exception cref="ModelyardException">A window has more rows than there are weights.</exception>
    public DoubleColumn WeightedMean(IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        double[] own = [.. weights];
        return Apply(cells =>
        {
            if (cells.Length > own.Length)
            {
                throw new ModelyardException($"A window of '{_name}' has '{cells.Length}' rows and there are '{own.Length}' weights; give one for each row.");
            }

            double sum = 0, total = 0;
            for (int i = 0; i < cells.Length; i++)
            {
                double weight = own[own.Length - cells.Length + i];
                sum += double.IsNaN(cells[i]) ? 0 : weight * cells[i];
                total += double.IsNaN(cells[i]) ? 0 : weight;
            }

            return sum / total;
        });
    }

    internal static double[] Numbers(Column column) => column.Kind is ColumnKind.Boolean or ColumnKind.Integer or ColumnKind.Double
        ? column.ToDoubles()
        : throw new ModelyardException($"The column '{column.Name}' holds '{column.Kind}' and must hold numbers or booleans.");

    private DoubleColumn Run<T>(Func<T> create, Func<T, double> result)
        where T : class, IRunningStatistic => Run(create, new ResultOf<T>(result));

    /// <summary>Moves a statistic over the windows: each row enters once and leaves once.</summary>
    /// <remarks>
    /// The statistic and what is read of it are value types where speed matters, so that the loop is compiled for them without a call (rolling_flights). Blocks of
    /// rows run side by side, each beginning with its first window, unless windows are so long that beginning anew would cost more than it saves.
    /// </remarks>
    private DoubleColumn Run<T, TResult>(Func<T> create, TResult result)
        where T : IRunningStatistic
        where TResult : struct, IResult<T>
    {
        double[] results = new double[_values.Length];
        int block = BlockRows();
        ParallelLoop.For((results.Length + block - 1) / block, Environment.ProcessorCount, i =>
        {
            int first = i * block;
            Move(create(), result, first, results.AsSpan(first, Math.Min(block, results.Length - first)));
        });
        return new DoubleColumn(_name, results);
    }

    /// <summary>Decides from the windows, never from the number of threads, how many rows a statistic is moved over before one begins anew.</summary>
    private int BlockRows()
    {
        long begun = 0;
        for (int row = 0; row < _values.Length; row += LeastBlock)
        {
            begun += Math.Max(0, _bounds.End[row] - _bounds.First[row]);
        }

        return begun <= _values.Length / 8 ? LeastBlock : Math.Max(1, _values.Length);
    }

    private void Move<T, TResult>(T statistic, TResult result, int start, Span<double> results)
        where T : IRunningStatistic
        where TResult : struct, IResult<T>
    {
        double[] values = _values;
        ReadOnlySpan<int> firsts = _bounds.First.AsSpan(start, results.Length), ends = _bounds.End.AsSpan(start, results.Length);
        int present = 0, from = Math.Min(firsts[0], ends[0]), to = from, least = _least;
        for (int row = 0; row < results.Length; row++)
        {
            for (int end = ends[row]; to < end; to++)
            {
                if (!double.IsNaN(values[to]))
                {
                    statistic.Add(values[to]);
                    present++;
                }
            }

            for (int first = Math.Min(firsts[row], to); from < first; from++)
            {
                if (!double.IsNaN(values[from]))
                {
                    statistic.Remove(values[from]);
                    present--;
                }
            }

            results[row] = present < least ? double.NaN : result.Of(statistic);
        }
    }

    private interface IResult<in T>
    {
        double Of(T statistic);
    }

    private readonly struct SumOf : IResult<RunningSum>
    {
        public double Of(RunningSum statistic) => statistic.Sum;
    }

    private readonly struct MeanOf : IResult<RunningSum>
    {
        public double Of(RunningSum statistic) => statistic.Mean;
    }

    private readonly struct ResultOf<T>(Func<T, double> result) : IResult<T>
    {
        public double Of(T statistic) => result(statistic);
    }
}
