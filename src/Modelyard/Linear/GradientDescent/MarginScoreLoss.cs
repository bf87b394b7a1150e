namespace Modelyard.Linear;

/// <summary>Computes the losses of two classes by one score, or of one class against the rest by one score each.</summary>
/// <param name="kind">The loss.</param>
internal sealed class MarginScoreLoss(SgdClassificationLoss kind) : ScoreLoss
{
    /// <inheritdoc/>
    public override double Curvature => kind switch
    {
        SgdClassificationLoss.Log => 0.25,
        SgdClassificationLoss.Hinge => 1,
        _ => 2,
    };

    /// <inheritdoc/>
    public override double Slopes(Span<double> scores, double target)
    {
        double loss = 0;
        int own = scores.Length == 1 ? (int)target - 1 : (int)target;
        for (int k = 0; k < scores.Length; k++)
        {
            double sign = k == own ? 1 : -1;
            (double part, double slope) = Of(sign * scores[k]);
            loss += part;
            scores[k] = sign * slope;
        }

        return loss;
    }

    private (double Loss, double Slope) Of(double margin) => kind switch
    {
        SgdClassificationLoss.Hinge => margin < 1 ? (1 - margin, -1) : (0, 0),
        SgdClassificationLoss.SquaredHinge => margin < 1 ? ((1 - margin) * (1 - margin), -2 * (1 - margin)) : (0, 0),
        SgdClassificationLoss.ModifiedHuber => margin >= 1 ? (0, 0) : margin >= -1 ? ((1 - margin) * (1 - margin), -2 * (1 - margin)) : (-4 * margin, -4),
        _ => Log(margin),
    };

    private static (double Loss, double Slope) Log(double margin)
    {
        double small = Math.Exp(-Math.Abs(margin));
        double wrong = margin >= 0 ? small / (1 + small) : 1 / (1 + small);
        return (Math.Log(1 + small) + Math.Max(0, -margin), -wrong);
    }
}
