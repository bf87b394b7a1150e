namespace Modelyard.Trees.Boosting;

/// <summary>Represents the squared error; its loss is the mean of (y - f)².</summary>
internal sealed unsafe class SquaredObjective(double[] target, double[]? weights) : Objective(weights, target.Length)
{
    internal override bool ConstantHessian => Weights is null;

    internal override double[] Baseline() => [WeightedMean(target)];

    protected override double EvaluateBlock(double* scores, float* gradients, float* hessians, int first, int rows)
    {
        double loss = 0;
        for (int row = first; row < first + rows; row++)
        {
            double weight = Weight(row), error = scores[row] - target[row];
            loss += weight * error * error;
            if (gradients is not null)
            {
                gradients[row] = (float)(weight * error);
                if (hessians is not null)
                {
                    hessians[row] = (float)weight;
                }
            }
        }

        return loss;
    }
}
