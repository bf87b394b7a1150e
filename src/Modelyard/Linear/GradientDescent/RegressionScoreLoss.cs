namespace Modelyard.Linear;

/// <summary>Computes the losses of a number.</summary>
/// <param name="kind">The loss.</param>
/// <param name="epsilon">The border between small and large residuals.</param>
/// <param name="quantile">The level of the pinball loss.</param>
internal sealed class RegressionScoreLoss(SgdRegressionLoss kind, double epsilon, double quantile) : ScoreLoss
{
    /// <inheritdoc/>
    public override double Curvature => kind == SgdRegressionLoss.SquaredEpsilonInsensitive ? 2 : 1;

    /// <inheritdoc/>
    public override double Slopes(Span<double> scores, double target)
    {
        double residual = scores[0] - target, size = Math.Abs(residual), beyond = Math.Max(0, size - epsilon);
        (double loss, scores[0]) = kind switch
        {
            SgdRegressionLoss.Huber when size > epsilon => ((epsilon * size) - (0.5 * epsilon * epsilon), Math.CopySign(epsilon, residual)),
            SgdRegressionLoss.EpsilonInsensitive => (beyond, beyond > 0 ? Math.CopySign(1, residual) : 0),
            SgdRegressionLoss.SquaredEpsilonInsensitive => (beyond * beyond, Math.CopySign(2 * beyond, residual)),
            SgdRegressionLoss.Quantile => residual > 0 ? ((1 - quantile) * residual, 1 - quantile) : (-quantile * residual, residual < 0 ? -quantile : 0),
            _ => (0.5 * residual * residual, residual),
        };
        return loss;
    }
}
