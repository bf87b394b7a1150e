namespace Modelyard.Trees.Boosting;

/// <summary>Represents the loss of a gamma distribution with a logarithmic link: the mean of y exp(−f) + f.</summary>
internal sealed unsafe class GammaObjective(double[] target, double[]? weights) : Objective(weights, target.Length)
{
    internal override double[] Baseline() => [Math.Log(WeightedMean(target))];

    protected override double EvaluateBlock(double* scores, float* gradients, float* hessians, int first, int rows)
    {
        double loss = 0;
        for (int row = first; row < first + rows; row++)
        {
            double weight = Weight(row), ratio = target[row] * Math.Exp(-scores[row]);
            loss += weight * (ratio + scores[row]);
            if (gradients is not null)
            {
                gradients[row] = (float)(weight * (1 - ratio));
                hessians[row] = (float)(weight * ratio);
            }
        }

        return loss;
    }
}
