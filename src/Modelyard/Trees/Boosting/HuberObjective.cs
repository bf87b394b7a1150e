namespace Modelyard.Trees.Boosting;

/// <summary>Represents the Huber loss: half the square of an error up to <c>delta</c>, and beyond that <c>delta (|error| − delta/2)</c>.</summary>
/// <remarks>Source: Huber (1964), Robust estimation of a location parameter, Annals of Mathematical Statistics 35(1).</remarks>
internal sealed unsafe class HuberObjective(double[] target, double[]? weights, double delta) : Objective(weights, target.Length)
{
    internal override bool ConstantHessian => Weights is null;

    internal override double[] Baseline() => [WeightedQuantile.Of(target.AsSpan().ToArray(), Weights?.AsSpan().ToArray(), 0.5)];

    protected override double EvaluateBlock(double* scores, float* gradients, float* hessians, int first, int rows)
    {
        double loss = 0;
        for (int row = first; row < first + rows; row++)
        {
            double weight = Weight(row), error = scores[row] - target[row], size = Math.Abs(error);
            loss += weight * (size <= delta ? 0.5 * error * error : delta * (size - (0.5 * delta)));
            if (gradients is not null)
            {
                gradients[row] = (float)(weight * Math.Clamp(error, -delta, delta));
                if (hessians is not null)
                {
                    hessians[row] = (float)weight;
                }
            }
        }

        return loss;
    }
}
