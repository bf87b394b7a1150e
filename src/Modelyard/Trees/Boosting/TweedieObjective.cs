namespace Modelyard.Trees.Boosting;

/// <summary>Represents the loss of a Tweedie distribution of a power p between 1 and 2, with a logarithmic link: the mean of exp((2 − p) f)/(2 − p) − y exp((1 − p) f)/(1 − p).</summary>
internal sealed unsafe class TweedieObjective(double[] target, double[]? weights, double power) : Objective(weights, target.Length)
{
    internal override double[] Baseline() => [Math.Log(WeightedMean(target))];

    protected override double EvaluateBlock(double* scores, float* gradients, float* hessians, int first, int rows)
    {
        double loss = 0;
        for (int row = first; row < first + rows; row++)
        {
            double weight = Weight(row);
            double observed = target[row] * Math.Exp((1 - power) * scores[row]), expected = Math.Exp((2 - power) * scores[row]);
            loss += weight * ((expected / (2 - power)) - (observed / (1 - power)));
            if (gradients is not null)
            {
                gradients[row] = (float)(weight * (expected - observed));
                hessians[row] = (float)(weight * (((2 - power) * expected) + ((power - 1) * observed)));
            }
        }

        return loss;
    }
}
