using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Learns beta calibration: a logistic regression on the logarithms of a probability and of its rest, neither of whose factors may be negative.</summary>
/// <remarks>
/// Classes whose probabilities do not overlap would give a step: there the targets are softened as Platt's are. Source: Kull, Silva Filho and Flach (2017), Beta Calibration: a Well-founded and
/// Easily Implemented Improvement on Logistic Calibration for Binary Classifiers, AISTATS.
/// </remarks>
internal static class BetaCurve
{
    internal static ScoreCalibrator Learn(double[] probabilities, bool[] isOwn, double[] weights, FitContext context)
    {
        double[] target = Targets(probabilities, isOwn, weights);
        (double[] factors, double shift) = Fit(probabilities, target, weights, context, first: true, second: true);
        if (factors[0] < 0 || factors[1] < 0)
        {
            // A curve that falls somewhere is no calibration: the side that would turn it round is left out.
            bool keepFirst = factors[0] >= factors[1];
            (factors, shift) = Fit(probabilities, target, weights, context, keepFirst, !keepFirst);
            if (factors[0] < 0 || factors[1] < 0)
            {
                (factors, shift) = Fit(probabilities, target, weights, context, first: false, second: false);
            }
        }

        return new ScoreCalibrator(CalibrationMethod.Beta, factors[0], factors[1], shift, default);
    }

    /// <summary>Gives 1 for the rows of the class and 0 for others, or shares next to them if all the others lie below.</summary>
    private static double[] Targets(double[] probabilities, bool[] isOwn, double[] weights)
    {
        double own = 0, others = 0, leastOwn = double.PositiveInfinity, greatestOther = double.NegativeInfinity;
        for (int row = 0; row < isOwn.Length; row++)
        {
            if (weights[row] == 0)
            {
                continue;
            }

            if (isOwn[row])
            {
                own += weights[row];
                leastOwn = Math.Min(leastOwn, probabilities[row]);
            }
            else
            {
                others += weights[row];
                greatestOther = Math.Max(greatestOther, probabilities[row]);
            }
        }

        bool isParted = greatestOther <= leastOwn;
        double high = isParted ? (own + 1) / (own + 2) : 1, low = isParted ? 1 / (others + 2) : 0;
        return Array.ConvertAll(isOwn, one => one ? high : low);
    }

    private static (double[] Factors, double Shift) Fit(double[] probabilities, double[] target, double[] weights, FitContext context, bool first, bool second)
    {
        var features = new Matrix(probabilities.Length, 2);
        for (int row = 0; row < probabilities.Length; row++)
        {
            double kept = Math.Clamp(probabilities[row], ScoreCalibrator.BetaMargin, 1 - ScoreCalibrator.BetaMargin);
            features[row, 0] = first ? Math.Log(kept) : 0;
            features[row, 1] = second ? -Math.Log(1 - kept) : 0;
        }

        Dataset data = Dataset.ForRegression(features, target).WithWeights(weights);
        GeneralizedLinearModel model = new BinomialRegression().Fit(data, context with { Progress = null, Warning = null });
        return (model.Coefficients.ToArray(), model.Intercept);
    }
}
