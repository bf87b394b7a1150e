namespace Modelyard.Trees.Boosting;

/// <summary>Represents the Poisson loss with a logarithmic link: the mean of exp(f) - y f.</summary>
internal sealed unsafe class PoissonObjective(double[] target, double[]? weights) : Objective(weights, target.Length)
{
    internal override double[] Baseline() => [Math.Log(WeightedMean(target))];

    protected override double EvaluateBlock(double* scores, float* gradients, float* hessians, int first, int rows)
    {
        double loss = 0;
        for (int row = first; row < first + rows; row++)
        {
            double weight = Weight(row), mean = Math.Exp(scores[row]);
            loss += weight * (mean - (target[row] * scores[row]));
            if (gradients is not null)
            {
                gradients[row] = (float)(weight * (mean - target[row]));
                hessians[row] = (float)(weight * mean);
            }
        }

        return loss;
    }
}
