using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents the rows in the order of one feature, those of equal value together.</summary>
internal sealed class IsotonicFeature
{
    private const int PlacesBetweenChecks = 1 << 16;

    private readonly int[] _order;
    private readonly int[] _starts;
    private readonly double[] _places;
    private readonly double[] _totals;
    private readonly double[] _heights;

    /// <summary>Sorts the rows by a feature.</summary>
    /// <param name="values">The feature of each row.</param>
    /// <param name="weights">The weight of each row; rows of weight 0 are left out.</param>
    /// <param name="check">Ends the work by an exception; called now and then.</param>
    internal IsotonicFeature(double[] values, double[] weights, Action check)
    {
        _order = [.. Enumerable.Range(0, values.Length)];
        if (Array.Exists(weights, weight => weight == 0))
        {
            _order = [.. _order.Where(row => weights[row] > 0)];
        }

        double[] keys = Array.ConvertAll(_order, row => values[row] + 0.0);
        PiecewiseSort.Run(keys, _order, keys.Length, check);
        check();
        var starts = new List<int>();
        for (int i = 0; i < keys.Length; i++)
        {
            if (i == 0 || keys[i] != keys[i - 1])
            {
                starts.Add(i);
            }
        }

        _places = [.. starts.Select(start => keys[start])];
        starts.Add(keys.Length);
        _starts = [.. starts];
        _totals = new double[_places.Length];
        _heights = new double[_places.Length];
        for (int place = 0; place < _places.Length; place++)
        {
            if (place % PlacesBetweenChecks == 0)
            {
                check();
            }

            // The order of equal keys is the sort's own; sums must not depend on it.
            Array.Sort(_order, _starts[place], _starts[place + 1] - _starts[place]);
            for (int i = _starts[place]; i < _starts[place + 1]; i++)
            {
                _totals[place] += weights[_order[i]];
            }
        }
    }

    /// <summary>Gets the heights of the curve at its places.</summary>
    internal ReadOnlySpan<double> Heights => _heights;

    /// <summary>Learns the curve nearest to a target.</summary>
    internal void Learn(double[] target, double[] weights, bool rising)
    {
        for (int place = 0; place < _places.Length; place++)
        {
            int start = _starts[place], end = _starts[place + 1];
            if (end == start + 1)
            {
                _heights[place] = target[_order[start]];
                continue;
            }

            double first = target[_order[start]], sum = 0;
            for (int i = start; i < end; i++)
            {
                sum += weights[_order[i]] * (target[_order[i]] - first);
            }

            _heights[place] = first + (sum / _totals[place]);
        }

        PoolAdjacentViolators.Run(_heights, _totals, rising);
    }

    /// <summary>Moves the curve so that its weighted mean is 0.</summary>
    /// <returns>What the mean was.</returns>
    internal double Centre()
    {
        double sum = 0, total = 0;
        for (int place = 0; place < _heights.Length; place++)
        {
            sum += _totals[place] * _heights[place];
            total += _totals[place];
        }

        double mean = sum / total;
        foreach (ref double height in _heights.AsSpan())
        {
            height -= mean;
        }

        return mean;
    }

    /// <summary>Adds the curve, times a factor, to numbers of the rows.</summary>
    internal void AddTo(double[] numbers, double factor)
    {
        for (int place = 0; place < _places.Length; place++)
        {
            for (int i = _starts[place]; i < _starts[place + 1]; i++)
            {
                numbers[_order[i]] += factor * _heights[place];
            }
        }
    }

    /// <summary>Says whether the target rises with the feature, by the sign of Spearman's rank correlation, which is that of the ranks' covariance.</summary>
    /// <param name="ranks">The rank of each row's target less the mean of all ranks.</param>
    /// <param name="weights">The weight of each row.</param>
    internal bool Rises(double[] ranks, double[] weights)
    {
        double below = 0, covariance = 0;
        for (int place = 0; place < _places.Length; place++)
        {
            double rank = below + (0.5 * _totals[place]);
            for (int i = _starts[place]; i < _starts[place + 1]; i++)
            {
                covariance += weights[_order[i]] * rank * ranks[_order[i]];
            }

            below += _totals[place];
        }

        return covariance >= 0;
    }

    /// <summary>Computes the weighted rank of each row less the mean rank.</summary>
    internal double[] Ranks(int rows)
    {
        double[] ranks = new double[rows];
        double total = 0, below = 0;
        foreach (double own in _totals)
        {
            total += own;
        }

        for (int place = 0; place < _places.Length; place++)
        {
            for (int i = _starts[place]; i < _starts[place + 1]; i++)
            {
                ranks[_order[i]] = below + (0.5 * (_totals[place] - total));
            }

            below += _totals[place];
        }

        return ranks;
    }

    internal StepCurve ToCurve() => StepCurve.Through(_places, _heights);
}
