namespace Modelyard.Trees.Boosting;

/// <summary>Represents the pinball loss, or the absolute error, which is twice that of the median.</summary>
/// <remarks>A tree is shaped by the signs of the errors; the value of a leaf is then the quantile of its rows' residuals (Friedman, 2001, algorithm 3).</remarks>
internal sealed unsafe class QuantileObjective(double[] target, double[]? weights, double level, double scale) : Objective(weights, target.Length)
{
    internal override bool ConstantHessian => Weights is null;

    internal override bool RenewsLeaves => true;

    internal override double[] Baseline() => [WeightedQuantile.Of(target.AsSpan().ToArray(), Weights?.AsSpan().ToArray(), level)];

    internal override double LeafValue(double* scores, int* rows, int start, int count)
    {
        double[] residuals = new double[count];
        double[]? own = Weights is null ? null : new double[count];
        for (int i = 0; i < count; i++)
        {
            int row = rows is null ? start + i : rows[start + i];
            residuals[i] = target[row] - scores[row];
            if (own is not null)
            {
                own[i] = Weights![row];
            }
        }

        return WeightedQuantile.Of(residuals, own, level);
    }

    protected override double EvaluateBlock(double* scores, float* gradients, float* hessians, int first, int rows)
    {
        double loss = 0;
        double under = scale * level, over = scale * (1 - level);
        for (int row = first; row < first + rows; row++)
        {
            double weight = Weight(row), residual = target[row] - scores[row];
            loss += weight * (residual >= 0 ? under * residual : -over * residual);
            if (gradients is not null)
            {
                gradients[row] = (float)(weight * (residual >= 0 ? -under : over));
                if (hessians is not null)
                {
                    hessians[row] = (float)weight;
                }
            }
        }

        return loss;
    }
}
