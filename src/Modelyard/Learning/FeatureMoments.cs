using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Represents the weight, mean, squared deviations, least and greatest value of every feature, over the rows in which it is present.</summary>
/// <remarks>Source: Welford (1962), Technometrics 4(3), with weights; merging: Chan, Golub and LeVeque (1983), The American Statistician 37(3).</remarks>
public sealed class FeatureMoments : IMergeable<FeatureMoments>
{
    private readonly double[] _weights;
    private readonly double[] _means;
    private readonly double[] _deviations;
    private readonly double[] _least;
    private readonly double[] _greatest;
    private readonly double[] _missing;

    // True as long as every feature was present in the same rows: then they share one weight, and a row is taken in four features at a time.
    private bool _isEven = true;

    /// <summary>Initializes moments that have seen nothing.</summary>
    /// <param name="features">The number of features.</param>
    public FeatureMoments(int features)
    {
        _weights = new double[features];
        _means = new double[features];
        _deviations = new double[features];
        _least = new double[features];
        _greatest = new double[features];
        _missing = new double[features];
        Array.Fill(_least, double.PositiveInfinity);
        Array.Fill(_greatest, double.NegativeInfinity);
    }

    /// <summary>Gets the number of features.</summary>
    public int FeatureCount => _weights.Length;

    /// <summary>Gets the weight of the rows in which a feature is present.</summary>
    /// <param name="feature">The zero-based feature.</param>
    /// <returns>The weight.</returns>
    public double Weight(int feature) => _weights[feature];

    /// <summary>Gets the number of rows in which a feature is missing.</summary>
    /// <param name="feature">The zero-based feature.</param>
    /// <returns>The number, whatever the rows weigh.</returns>
    public double Missing(int feature) => _missing[feature];

    /// <summary>Gets the least value of a feature among rows of any weight.</summary>
    /// <param name="feature">The zero-based feature.</param>
    /// <returns>The value; NaN if there is none.</returns>
    public double Minimum(int feature) => _weights[feature] > 0 ? _least[feature] : double.NaN;

    /// <summary>Gets the greatest value of a feature among rows of any weight.</summary>
    /// <param name="feature">The zero-based feature.</param>
    /// <returns>The value; NaN if there is none.</returns>
    public double Maximum(int feature) => _weights[feature] > 0 ? _greatest[feature] : double.NaN;

    /// <summary>Computes the mean of a feature.</summary>
    /// <param name="feature">The zero-based feature.</param>
    /// <returns>The mean; NaN if there is no value.</returns>
    public double Mean(int feature) => _weights[feature] == 0 ? double.NaN : _least[feature] == _greatest[feature] ? _least[feature] : _means[feature];

    /// <summary>Computes the standard deviation of a feature, that of the population.</summary>
    /// <param name="feature">The zero-based feature.</param>
    /// <returns>The deviation, 0 for what differs by rounding only; NaN if there is no value.</returns>
    public double StandardDeviation(int feature)
    {
        if (_weights[feature] == 0)
        {
            return double.NaN;
        }

        double deviation = Math.Sqrt(_deviations[feature] / _weights[feature]);
        return _least[feature] == _greatest[feature] || deviation <= 1e-14 * Math.Abs(_means[feature]) ? 0 : deviation;
    }

    /// <inheritdoc/>
    public FeatureMoments Empty() => new(FeatureCount);

    /// <inheritdoc/>
    public void Add(DataBlock block)
    {
        if (block.IsSparse)
        {
            AddSparse(block);
            return;
        }

        for (int row = 0; row < block.RowCount; row++)
        {
            double weight = block.Weight(row);
            ReadOnlySpan<double> values = block.Features.Row(row);
            if (_isEven && AllPresent(values))
            {
                AddRow(values, weight);
                continue;
            }

            _isEven = false;
            for (int feature = 0; feature < values.Length; feature++)
            {
                Add(feature, values[feature], weight);
            }
        }
    }

    /// <inheritdoc/>
    public void Merge(FeatureMoments other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _isEven &= other._isEven;
        for (int feature = 0; feature < _weights.Length; feature++)
        {
            _missing[feature] += other._missing[feature];
            Merge(feature, other._weights[feature], other._means[feature], other._deviations[feature]);
            _least[feature] = Math.Min(_least[feature], other._least[feature]);
            _greatest[feature] = Math.Max(_greatest[feature], other._greatest[feature]);
        }
    }

    private void AddSparse(DataBlock block)
    {
        _isEven = false;

        // What is not stored is 0: its weight is what is left of the block's.
        double total = 0;
        double[] seen = new double[FeatureCount];
        for (int row = 0; row < block.RowCount; row++)
        {
            double weight = block.Weight(row);
            total += weight;
            SparseRow values = block.SparseFeatures.Row(row);
            for (int i = 0; i < values.Count; i++)
            {
                seen[values.Indices[i]] += weight;
                Add(values.Indices[i], values.Values[i], weight);
            }
        }

        for (int feature = 0; feature < seen.Length; feature++)
        {
            // Sums of fractional weights leave roundings behind.
            if (total - seen[feature] > 1e-12 * total)
            {
                Merge(feature, total - seen[feature], 0, 0);
                _least[feature] = Math.Min(_least[feature], 0);
                _greatest[feature] = Math.Max(_greatest[feature], 0);
            }
        }
    }

    private static bool AllPresent(ReadOnlySpan<double> row)
    {
        Vector256<double> odd = default;
        int i = 0;
        for (; i <= row.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            var values = Vector256.Create(row[i..]);
            odd |= ~Vector256.Equals(values, values);
        }

        bool present = odd == default;
        for (; i < row.Length; i++)
        {
            present &= !double.IsNaN(row[i]);
        }

        return present;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRow(ReadOnlySpan<double> row, double weight)
    {
        if (weight == 0 || row.IsEmpty)
        {
            return;
        }

        double total = _weights[0] + weight, share = weight / total;
        Array.Fill(_weights, total);
        int i = 0;
        for (; i <= row.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Vector256<double> value = Vector256.Create(row[i..]), mean = Vector256.Create(_means, i);
            Vector256<double> before = value - mean;
            mean += before * share;
            mean.CopyTo(_means, i);
            (Vector256.Create(_deviations, i) + (before * (value - mean) * weight)).CopyTo(_deviations, i);
            Vector256.Min(Vector256.Create(_least, i), value).CopyTo(_least, i);
            Vector256.Max(Vector256.Create(_greatest, i), value).CopyTo(_greatest, i);
        }

        for (; i < row.Length; i++)
        {
            double before = row[i] - _means[i];
            _means[i] += before * share;
            _deviations[i] += before * (row[i] - _means[i]) * weight;
            _least[i] = Math.Min(_least[i], row[i]);
            _greatest[i] = Math.Max(_greatest[i], row[i]);
        }
    }

    private void Add(int feature, double value, double weight)
    {
        if (double.IsNaN(value))
        {
            _missing[feature]++;
            return;
        }

        if (weight == 0)
        {
            return;
        }

        double total = _weights[feature] += weight;
        double before = value - _means[feature];
        _means[feature] += before * (weight / total);
        _deviations[feature] += before * (value - _means[feature]) * weight;
        _least[feature] = Math.Min(_least[feature], value);
        _greatest[feature] = Math.Max(_greatest[feature], value);
    }

    private void Merge(int feature, double weight, double mean, double deviation)
    {
        if (weight == 0)
        {
            return;
        }

        double own = _weights[feature], total = _weights[feature] = own + weight, difference = mean - _means[feature];
        _means[feature] += difference * (weight / total);
        _deviations[feature] += deviation + (difference * difference * (own * weight / total));
    }
}
