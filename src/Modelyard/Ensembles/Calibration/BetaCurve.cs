using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Learns beta calibration: a logistic regression on the logarithms of a probability and of its rest, neither of whose factors may be negative.</summary>
/// <remarks>
/// The targets are softened as Platt's are, so that classes that do not overlap give a finite curve. Source: Kull, Silva Filho and Flach (2017), Beta Calibration: a Well-founded and
/// Easily Implemented Improvement on Logistic Calibration for Binary Classifiers, AISTATS.
/// </remarks>
internal static class BetaCurve
{
    internal static ScoreCalibrator Learn(double[] probabilities, bool[] isOwn, double[] weights, FitContext context)
    {
        double own = 0, others = 0;
        for (int row = 0; row < isOwn.Length; row++)
        {
            (own, others) = isOwn[row] ? (own + weights[row], others) : (own, others + weights[row]);
        }

        double high = (own + 1) / (own + 2), low = 1 / (others + 2);
        double[] target = Array.ConvertAll(isOwn, one => one ? high : low);
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

    private static (double[] Factors, double Shift) Fit(double[] probabilities, double[] target, double[] weights, FitContext context, bool first, bool second)
    {
        var features = new Matrix(probabilities.Length, 2);
        for (int row = 0; row < probabilities.Length; row++)
        {
            double kept = Math.Clamp(probabilities[row], ScoreCalibrator.Margin, 1 - ScoreCalibrator.Margin);
            features[row, 0] = first ? Math.Log(kept) : 0;
            features[row, 1] = second ? -Math.Log(1 - kept) : 0;
        }

        Dataset data = Dataset.ForRegression(features, target).WithWeights(weights);
        GeneralizedLinearModel model = new BinomialRegression().Fit(data, context with { Progress = null, Warning = null });
        return (model.Coefficients.ToArray(), model.Intercept);
    }
}
