using System.Runtime.Intrinsics;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents the log loss of two classes, with one score: the log-odds of the second.</summary>
internal sealed unsafe class BinaryObjective : Objective
{
    private readonly double[] _target;

    internal BinaryObjective(int[] labels, double[]? weights)
        : base(weights, labels.Length) => _target = Array.ConvertAll(labels, label => (double)label);

    internal override double[] Baseline()
    {
        double share = Math.Clamp(WeightedMean(_target), 1e-15, 1 - 1e-15);
        return [Math.Log(share / (1 - share))];
    }

    protected override double EvaluateBlock(double* scores, float* gradients, float* hessians, int first, int rows)
    {
        Vector256<double> total = default;
        int row = first, end = first + rows;
        fixed (double* target = _target, weights = Weights)
        {
            for (; row + 4 <= end; row += 4)
            {
                Vector256<double> weight = weights is null ? Vector256<double>.One : Vector256.Load(weights + row);
                total += weight * Evaluate(Vector256.Load(scores + row), Vector256.Load(target + row), out Vector256<double> error, out Vector256<double> spread);
                if (gradients is not null)
                {
                    Store(error * weight, gradients + row);
                    Store(spread * weight, hessians + row);
                }
            }

            double loss = Vector256.Sum(total);
            for (; row < end; row++)
            {
                loss += Weight(row) * Evaluate(Vector256.Create(scores[row]), Vector256.Create(target[row]), out Vector256<double> error, out Vector256<double> spread)[0];
                if (gradients is not null)
                {
                    gradients[row] = (float)(Weight(row) * error[0]);
                    hessians[row] = (float)(Weight(row) * spread[0]);
                }
            }

            return loss;
        }
    }

    private static void Store(Vector256<double> values, float* destination) =>
        Vector256.Narrow(values, values).GetLower().Store(destination);

    // With e = exp(-|f|), nothing overflows and nothing cancels.
    private static Vector256<double> Evaluate(Vector256<double> score, Vector256<double> target, out Vector256<double> error, out Vector256<double> spread)
    {
        Vector256<double> one = Vector256<double>.One;
        Vector256<double> small = Vector256.Exp(-Vector256.Abs(score));
        Vector256<double> inverse = one / (one + small);
        Vector256<double> probability = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(score, default), inverse, small * inverse);
        error = probability - target;
        spread = small * inverse * inverse;
        return Vector256.Max(score, default) - (target * score) + Vector256.Log(one + small);
    }
}
