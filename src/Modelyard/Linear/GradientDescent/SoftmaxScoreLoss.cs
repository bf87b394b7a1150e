using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Computes the log loss of more than two classes.</summary>
internal sealed class SoftmaxScoreLoss : ScoreLoss
{
    /// <inheritdoc/>
    public override double Curvature => 0.5;

    /// <inheritdoc/>
    public override double Slopes(Span<double> scores, double target)
    {
        int own = (int)target;
        double score = scores[own];
        double loss = VectorKernels.SoftmaxInPlace(scores) - score;
        scores[own] -= 1;
        return loss;
    }

    /// <inheritdoc/>
    public override double SlopeAt(double score) => -1;
}
