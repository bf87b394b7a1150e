using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Computes Huber's objective with its scale, from the residuals of the rows.</summary>
internal sealed class HuberObjective(Dataset data, double epsilon, FitContext context)
{
    private const int Block = 4096;

    private readonly double[] _target = data.Target.ToArray();
    private readonly double[] _weights = data.HasWeights ? data.Weights.ToArray() : [];

    /// <summary>Gets the derivative of the objective by each row's prediction, where it was last evaluated.</summary>
    internal double[] Slopes { get; } = new double[data.RowCount];

    /// <summary>Gets the residual of each row, where it was last evaluated.</summary>
    internal double[] Residuals { get; } = new double[data.RowCount];

    /// <summary>Gets the weight of each row whose residual is within the bound, 0 for the others, where it was last evaluated.</summary>
    internal double[] Inner { get; } = new double[data.RowCount];

    /// <summary>Computes the objective without the penalty, and its derivative by the scale.</summary>
    internal (double Value, double Slope) Evaluate(double[] predictions, double scale) => ParallelLoop.Reduce(
        predictions.Length,
        Block,
        context.Parallelism,
        (first, count) => EvaluateBlock(predictions, scale, first, count),
        (left, right) => (left.Value + right.Value, left.Slope + right.Slope),
        context.Cancellation);

    private (double Value, double Slope) EvaluateBlock(double[] predictions, double scale, int first, int count)
    {
        double bound = epsilon * scale, value = 0, slope = 0;
        for (int row = first; row < first + count; row++)
        {
            double weight = _weights.Length == 0 ? 1 : _weights[row];
            double residual = _target[row] - predictions[row], size = Math.Abs(residual);
            Residuals[row] = residual;
            if (size <= bound)
            {
                double ratio = residual / scale;
                Inner[row] = weight;
                Slopes[row] = -2 * weight * ratio;
                value += weight * (scale + (ratio * residual));
                slope += weight * (1 - (ratio * ratio));
            }
            else
            {
                Inner[row] = 0;
                Slopes[row] = -Math.CopySign(2 * weight * epsilon, residual);
                value += weight * (scale + (2 * epsilon * size) - (scale * epsilon * epsilon));
                slope += weight * (1 - (epsilon * epsilon));
            }
        }

        return (value, slope);
    }
}
