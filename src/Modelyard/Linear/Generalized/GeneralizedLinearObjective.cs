using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Computes the mean half deviance of rows from the sums of their features.</summary>
internal sealed class GeneralizedLinearObjective
{
    private const int Block = 4096;

    // Far from the optimum a row that shows next to no curvature would let a step go too far; near it, what the rows show ends in few steps.
    private const double LeastFar = 0.01;
    private const double LeastNear = 1e-8;

    private readonly TargetFamily _family;
    private readonly double[] _target;
    private readonly double[] _weights;
    private readonly double _total;
    private readonly double _saturated;
    private readonly FitContext _context;

    internal GeneralizedLinearObjective(Dataset data, TargetFamily family, FitContext context)
    {
        _family = family;
        _target = data.Target.ToArray();
        _weights = data.HasWeights ? data.Weights.ToArray() : [];
        _context = context;
        _total = _weights.Length == 0 ? data.RowCount : VectorKernels.Sum(_weights);
        double mean = 0, saturated = 0;
        for (int row = 0; row < _target.Length; row++)
        {
            double weight = _weights.Length == 0 ? 1 : _weights[row];
            mean += weight * _target[row];
            saturated += weight == 0 ? 0 : weight * family.Saturated(_target[row]);
        }

        TargetMean = mean / _total;
        _saturated = saturated / _total;
        Slopes = new double[data.RowCount];
        Curvatures = new double[data.RowCount];
    }

    /// <summary>Gets the weighted mean of the target.</summary>
    internal double TargetMean { get; }

    /// <summary>Gets the sum that gives the mean of the target; 0 if no sum does.</summary>
    internal double MeanSum => LinkCurve.Sum(_family.Link, TargetMean) is var sum && double.IsFinite(sum) ? sum : 0;

    /// <summary>Gets the derivative of each row's half deviance by its sum, where it was last evaluated.</summary>
    internal double[] Slopes { get; }

    /// <summary>Gets a curvature of each row's half deviance, more than 0, where it was last evaluated.</summary>
    internal double[] Curvatures { get; }

    /// <summary>Gets the size of what the loss last evaluated is a difference of, which says how much of it is rounding.</summary>
    internal double Magnitude { get; private set; }

    /// <summary>Gets or sets a value indicating whether the optimum is near.</summary>
    internal bool IsNear { get; set; }

    internal ReadOnlySpan<double> Target => _target;

    /// <summary>Gets the share of a row in the weight of all.</summary>
    internal double Share(int row) => _weights.Length == 0 ? 1 / _total : _weights[row] / _total;

    /// <summary>Computes the mean half deviance; infinite outside the range of the mean.</summary>
    internal double Evaluate(double[] sums)
    {
        double loss = ParallelLoop.Reduce(
            sums.Length,
            Block,
            _context.Parallelism,
            (first, count) => _family.Evaluate(
                sums.AsSpan(first, count),
                _target.AsSpan(first, count),
                _weights.Length == 0 ? default : _weights.AsSpan(first, count),
                Slopes.AsSpan(first, count),
                Curvatures.AsSpan(first, count),
                IsNear ? LeastNear : LeastFar),
            (left, right) => left + right,
            _context.Cancellation);
        if (!double.IsFinite(loss))
        {
            return double.PositiveInfinity;
        }

        Magnitude = Math.Abs(loss / _total) + Math.Abs(_saturated);
        return Math.Max(0, (loss / _total) + _saturated);
    }

    /// <summary>Computes the mean half deviance of predicting the mean for every row.</summary>
    internal double NullLoss(double[] scratch)
    {
        Array.Fill(scratch, MeanSum);
        return Evaluate(scratch);
    }
}
