using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Preparation;

/// <summary>Represents the present values of one feature in ascending order, with their weights.</summary>
/// <remarks>
/// Weights count in units of the least one, or of 1 if all are greater: a weight of 2 beside one of 1 is two equal values, so that quantiles of weighted data
/// equal those of repeated rows, and weights that sum to 1 give what equal ones of 1 would.
/// </remarks>
internal sealed class WeightedSample
{
    private const int ValuesBetweenChecks = 1 << 18;
    private readonly double[] _values;
    private readonly double[]? _cumulative;

    internal WeightedSample(Dataset data, int feature, FitContext context)
        : this(Column(data, feature), data.HasWeights ? data.Weights.ToArray() : null, context.Checkpoint)
    {
    }

    /// <summary>Sorts values, in their own memory; those that are NaN, or weigh nothing, do not count.</summary>
    internal WeightedSample(double[] values, double[]? weights = null, Action? check = null)
    {
        int kept = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]) && weights?[i] != 0)
            {
                if (weights is not null)
                {
                    weights[kept] = weights[i];
                }

                values[kept++] = values[i];
            }
        }

        Array.Resize(ref values, kept);
        if (weights is null)
        {
            PiecewiseSort.Run(values, null, kept, check ?? ParallelLoop.Check);
            TotalWeight = kept;
        }
        else
        {
            Array.Resize(ref weights, kept);
            Array.Sort(values, weights);
            double total = 0, unit = kept == 0 ? 1 : Math.Min(1, weights.Min());
            for (int i = 0; i < kept; i++)
            {
                total += weights[i] / unit;
                weights[i] = total;
            }

            _cumulative = weights;
            TotalWeight = total;
        }

        _values = values;
    }

    /// <summary>Gets the sum of the weights, in units.</summary>
    internal double TotalWeight { get; }

    /// <summary>Gets a value indicating whether no value is present.</summary>
    internal bool IsEmpty => _values.Length == 0;

    /// <summary>Gets the least value.</summary>
    internal double Minimum => IsEmpty ? double.NaN : _values[0];

    /// <summary>Gets the greatest value.</summary>
    internal double Maximum => IsEmpty ? double.NaN : _values[^1];

    /// <summary>Computes the weighted sum of a function of the values.</summary>
    internal double Sum(Func<double, double> term)
    {
        double sum = 0, before = 0;
        for (int i = 0; i < _values.Length; i++)
        {
            if (i % ValuesBetweenChecks == 0)
            {
                ParallelLoop.Check();
            }

            double weight = _cumulative is null ? 1 : _cumulative[i] - before;
            before = _cumulative is null ? 0 : _cumulative[i];
            sum += weight * term(_values[i]);
        }

        return sum;
    }

    /// <summary>Computes the weighted sum of a function of the values, rounded once: the same for values that come in another order.</summary>
    internal double ExactSum(Func<double, double> term)
    {
        var sum = new ExactSum();
        for (int i = 0; i < _values.Length; i++)
        {
            if (i % ValuesBetweenChecks == 0)
            {
                ParallelLoop.Check();
            }

            sum.Add(term(_values[i]) * (_cumulative is null ? 1 : _cumulative[i] - (i == 0 ? 0 : _cumulative[i - 1])));
        }

        return sum.Value;
    }

    /// <summary>Computes the weighted mean.</summary>
    internal double Mean()
    {
        // The mean of a constant is that constant, which a sum of many would miss by its rounding.
        if (Minimum == Maximum)
        {
            return Minimum;
        }

        double sum = 0, before = 0;
        for (int i = 0; i < _values.Length; i++)
        {
            double weight = _cumulative is null ? 1 : _cumulative[i] - before;
            before = _cumulative is null ? 0 : _cumulative[i];
            sum += weight * _values[i];
        }

        return IsEmpty ? double.NaN : sum / TotalWeight;
    }

    /// <summary>Computes the weighted standard deviation of the population.</summary>
    internal double StandardDeviation()
    {
        double mean = Mean(), sum = 0, before = 0;
        for (int i = 0; i < _values.Length; i++)
        {
            double weight = _cumulative is null ? 1 : _cumulative[i] - before;
            before = _cumulative is null ? 0 : _cumulative[i];
            sum += weight * (_values[i] - mean) * (_values[i] - mean);
        }

        // What differs by rounding only counts as a constant.
        double deviation = IsEmpty ? double.NaN : Math.Sqrt(sum / TotalWeight);
        return deviation <= 1e-14 * Math.Abs(mean) ? 0 : deviation;
    }

    /// <summary>Computes a quantile by linear interpolation between order statistics (Hyndman and Fan, 1996, type 7).</summary>
    /// <param name="level">The level, from 0 to 1.</param>
    internal double Quantile(double level)
    {
        if (IsEmpty)
        {
            return double.NaN;
        }

        double position = level * Math.Max(0, TotalWeight - 1);
        double floor = Math.Floor(position);
        double low = At(floor), high = At(floor + 1);

        // An infinite neighbour that has no part in the quantile would make it no number.
        return low == high || position == floor ? low : low + ((position - floor) * (high - low));
    }

    /// <summary>Finds the value of the greatest total weight; of equals, the least.</summary>
    internal double Mode()
    {
        double best = double.NaN, bestWeight = -1;
        for (int i = 0; i < _values.Length;)
        {
            int end = i;
            while (end < _values.Length && _values[end] == _values[i])
            {
                end++;
            }

            double weight = _cumulative is null ? end - i : _cumulative[end - 1] - (i == 0 ? 0 : _cumulative[i - 1]);
            if (weight > bestWeight)
            {
                (best, bestWeight) = (_values[i], weight);
            }

            i = end;
        }

        return best;
    }

    /// <summary>Finds the value of a rank: as many units of weight lie before it.</summary>
    /// <param name="rank">The rank, from 0; beyond the last it is the greatest value.</param>
    internal double At(double rank)
    {
        if (_cumulative is null)
        {
            return _values[(int)Math.Min(rank, _values.Length - 1)];
        }

        int found = Array.BinarySearch(_cumulative, rank);
        int index = found >= 0 ? found + 1 : ~found;
        return _values[Math.Min(index, _values.Length - 1)];
    }

    /// <summary>Finds the least value that is not below a limit; NaN if there is none.</summary>
    internal double LeastFrom(double limit)
    {
        int first = Below(limit);
        return first < _values.Length ? _values[first] : double.NaN;
    }

    /// <summary>Finds the greatest value that is not above a limit; NaN if there is none.</summary>
    internal double GreatestTo(double limit)
    {
        int end = Below(Math.BitIncrement(limit));
        return end > 0 ? _values[end - 1] : double.NaN;
    }

    /// <summary>Creates the sample of the values' distances to a center, of the same weights.</summary>
    internal WeightedSample Distances(double center)
    {
        double[] distances = Array.ConvertAll(_values, value => Math.Abs(value - center));
        double[]? weights = _cumulative?.ToArray();
        for (int i = distances.Length - 1; i > 0 && weights is not null; i--)
        {
            weights[i] -= weights[i - 1];
        }

        return new WeightedSample(distances, weights);
    }

    private int Below(double limit)
    {
        int low = 0, high = _values.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _values[middle] < limit ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static double[] Column(Dataset data, int feature)
    {
        double[] values = new double[data.RowCount];
        data.Features.CopyColumnTo(feature, values);
        return values;
    }
}
