namespace Modelyard.Frames;

/// <summary>Represents for each row of a column all rows up to it, with weights that fall from row to row.</summary>
public sealed class ExponentialWindow
{
    private readonly string _name;
    private readonly double[] _values;
    private readonly double _kept;
    private readonly double _alpha;
    private readonly double[]? _steps;
    private readonly ExponentialOptions _options;

    /// <summary>Initializes windows.</summary>
    /// <param name="column">The column.</param>
    /// <param name="alpha">The share by which a weight falls in one step.</param>
    /// <param name="steps">How many steps lie between a row and the one above; one if null.</param>
    /// <param name="options">How cells count.</param>
    internal ExponentialWindow(Column column, double alpha, double[]? steps, ExponentialOptions options)
    {
        _name = column.Name;
        _values = RollingWindow.Numbers(column);
        _alpha = alpha;
        _kept = 1 - alpha;
        _steps = steps;
        _options = options;
    }

    /// <summary>Averages the cells.</summary>
    /// <returns>One number a row; a row without a cell has the mean of those above.</returns>
    public DoubleColumn Mean() => Run(state => state.Mean);

    /// <summary>Computes the variance.</summary>
    /// <param name="bias">Whether it is that of the weights as they are; otherwise it is corrected for their number.</param>
    /// <returns>One number a row; missing of a single cell unless biased.</returns>
    public DoubleColumn Variance(bool bias = false) => Run(state => state.Variance(bias));

    /// <summary>Computes the standard deviation.</summary>
    /// <param name="bias">Whether it is that of the weights as they are; otherwise it is corrected for their number.</param>
    /// <returns>One number a row; missing of a single cell unless biased.</returns>
    public DoubleColumn StandardDeviation(bool bias = false) => Run(state => Math.Sqrt(state.Variance(bias)));

    private DoubleColumn Run(Func<State, double> result)
    {
        double[] results = new double[_values.Length];
        var state = new State(_options.Adjust ? 1 : _alpha, _options.Adjust);
        int present = 0;
        for (int row = 0; row < results.Length; row++)
        {
            double value = _values[row];
            bool isPresent = !double.IsNaN(value);
            present += isPresent ? 1 : 0;
            if (isPresent || !_options.IgnoreMissing)
            {
                state.Fade(_steps is null ? _kept : Math.Pow(_kept, _steps[row]));
            }

            if (isPresent)
            {
                state.Add(value);
            }

            results[row] = present == 0 || present < _options.Least ? double.NaN : result(state);
        }

        return new DoubleColumn(_name, results);
    }

    /// <summary>Represents the weighted mean and the weighted squares so far; the weight of what came before is relative to that of the next cell.</summary>
    private sealed class State(double ownWeight, bool adjust)
    {
        private double _weight = 1;
        private double _sum = 1;
        private double _sumOfSquares = 1;
        private double _spread;

        public double Mean { get; private set; } = double.NaN;

        public void Fade(double kept)
        {
            if (!double.IsNaN(Mean))
            {
                _weight *= kept;
                _sum *= kept;
                _sumOfSquares *= kept * kept;
            }
        }

        public void Add(double value)
        {
            if (double.IsNaN(Mean))
            {
                Mean = value;
                return;
            }

            double before = Mean, total = _weight + ownWeight;

            // Equal numbers have exactly their own mean.
            Mean = before == value ? before : ((_weight * before) + (ownWeight * value)) / total;
            _spread = ((_weight * (_spread + ((before - Mean) * (before - Mean)))) + (ownWeight * (value - Mean) * (value - Mean))) / total;
            _sum += ownWeight;
            _sumOfSquares += ownWeight * ownWeight;
            if (adjust)
            {
                _weight = total;
                return;
            }

            _sum /= total;
            _sumOfSquares /= total * total;
            _weight = 1;
        }

        public double Variance(bool bias)
        {
            double square = _sum * _sum, free = square - _sumOfSquares;
            return bias ? _spread : free > 0 ? square / free * _spread : double.NaN;
        }
    }
}
