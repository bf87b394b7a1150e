using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Preparation;

/// <summary>Represents sums of features, their squares and their products with the target: what scores each feature on its own.</summary>
/// <remarks>Sparse rows cost their stored elements. Sums are of differences from fixed numbers, which the F ratios do not depend on.</remarks>
internal sealed class TargetAssociation : IMergeable<TargetAssociation>
{
    // What is left of a sum of squares below this share of it is made of rounding.
    private const double Rounding = 1e-13;

    private readonly double[] _shifts;
    private readonly double _targetShift;
    private readonly bool _isShifted;
    private readonly double[] _weights;
    private readonly Matrix _sums;
    private readonly double[] _squares;
    private readonly double[] _products;
    private double _target;
    private double _targetSquares;

    /// <summary>Initializes a statistic that has seen nothing.</summary>
    /// <param name="classes">The number of classes; 0 for a target that is a number.</param>
    /// <param name="shifts">What is taken from each feature; sparse rows need 0.</param>
    /// <param name="targetShift">What is taken from the target.</param>
    internal TargetAssociation(int classes, double[] shifts, double targetShift)
    {
        _shifts = shifts;
        _targetShift = targetShift;
        _isShifted = Array.Exists(shifts, shift => shift != 0);
        _weights = new double[Math.Max(1, classes)];
        _sums = new Matrix(_weights.Length, shifts.Length);
        _squares = new double[shifts.Length];
        _products = new double[classes == 0 ? shifts.Length : 0];
    }

    private bool IsNumber => _products.Length > 0;

    /// <inheritdoc/>
    public TargetAssociation Empty() => new(IsNumber ? 0 : _weights.Length, _shifts, _targetShift);

    /// <inheritdoc/>
    public void Add(DataBlock block)
    {
        double[] shifted = new double[_shifts.Length];
        for (int row = 0; row < block.RowCount; row++)
        {
            double weight = block.Weight(row), target = IsNumber ? block.Target[row] - _targetShift : 0;
            int label = IsNumber ? 0 : block.Labels[row];
            _weights[label] += weight;
            _target += weight * target;
            _targetSquares += weight * target * target;
            if (!block.IsSparse)
            {
                block.Features.Row(row).CopyTo(shifted);
                VectorKernels.Axpy(-1, _shifts, shifted);
                VectorKernels.Axpy(weight, shifted, _sums.Row(label));
                if (IsNumber)
                {
                    VectorKernels.Axpy(weight * target, shifted, _products);
                }

                VectorKernels.Multiply(shifted, shifted);
                VectorKernels.Axpy(weight, shifted, _squares);
                continue;
            }

            if (_isShifted)
            {
                throw new InvalidOperationException("Sparse rows cannot be shifted.");
            }

            AddStored(block.SparseFeatures.Row(row), weight, target, _sums.Row(label));
        }
    }

    /// <inheritdoc/>
    public void Merge(TargetAssociation other)
    {
        ArgumentNullException.ThrowIfNull(other);
        VectorKernels.Axpy(1, other._weights, _weights);
        VectorKernels.Axpy(1, other._sums.AsSpan(), _sums.AsSpan());
        VectorKernels.Axpy(1, other._squares, _squares);
        VectorKernels.Axpy(1, other._products, _products);
        _target += other._target;
        _targetSquares += other._targetSquares;
    }

    /// <summary>Computes the chi-squared statistic of each feature: how far the sums of the classes are from shares of one sum.</summary>
    internal double[] ChiSquared()
    {
        double[] scores = new double[_squares.Length];
        double total = VectorKernels.Sum(_weights);
        for (int feature = 0; feature < scores.Length; feature++)
        {
            double sum = Sum(feature);
            for (int label = 0; label < _weights.Length && sum > 0; label++)
            {
                double expected = sum * _weights[label] / total, difference = _sums[label, feature] - expected;
                scores[feature] += expected > 0 ? difference * difference / expected : 0;
            }
        }

        return scores;
    }

    /// <summary>Computes the F ratio of each feature; infinite where the target leaves nothing of its variance.</summary>
    internal double[] FRatios()
    {
        double[] scores = new double[_squares.Length];
        for (int feature = 0; feature < scores.Length; feature++)
        {
            scores[feature] = IsNumber ? RegressionRatio(feature) : ClassRatio(feature);
        }

        return scores;
    }

    private double ClassRatio(int feature)
    {
        double total = VectorKernels.Sum(_weights), sum = Sum(feature), explained = 0;
        int present = 0;
        for (int label = 0; label < _weights.Length; label++)
        {
            present += _weights[label] > 0 ? 1 : 0;
            explained += _weights[label] > 0 ? _sums[label, feature] * _sums[label, feature] / _weights[label] : 0;
        }

        double within = _squares[feature] - explained;
        double between = explained - (sum * sum / total);
        return Ratio(between, within, _squares[feature], present - 1, total - present);
    }

    private double RegressionRatio(int feature)
    {
        double total = _weights[0], sum = Sum(feature);
        double variance = _squares[feature] - (sum * sum / total), targetVariance = _targetSquares - (_target * _target / total);
        double covariance = _products[feature] - (sum * _target / total);
        if (variance <= Rounding * _squares[feature] || targetVariance <= Rounding * _targetSquares)
        {
            return 0;
        }

        double between = covariance * covariance / variance;
        return Ratio(between, targetVariance - between, _targetSquares, 1, total - 2);
    }

    private static double Ratio(double between, double within, double squares, double freedom, double rest)
    {
        double rounding = Rounding * squares;
        if (between <= rounding || freedom <= 0 || rest <= 0)
        {
            return 0;
        }

        return within <= rounding ? double.PositiveInfinity : between / freedom / (within / rest);
    }

    private double Sum(int feature)
    {
        double sum = 0;
        for (int label = 0; label < _weights.Length; label++)
        {
            sum += _sums[label, feature];
        }

        return sum;
    }

    private void AddStored(SparseRow row, double weight, double target, Span<double> sums)
    {
        for (int i = 0; i < row.Count; i++)
        {
            int feature = row.Indices[i];
            double weighed = weight * row.Values[i];
            sums[feature] += weighed;
            _squares[feature] += weighed * row.Values[i];
            if (IsNumber)
            {
                _products[feature] += weighed * target;
            }
        }
    }
}
