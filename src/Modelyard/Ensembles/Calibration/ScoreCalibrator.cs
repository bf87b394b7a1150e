using Modelyard.Kernels;
using Modelyard.Learning;
using Modelyard.Linear;

namespace Modelyard.Ensembles;

/// <summary>Represents a curve that turns the score of one class into its probability.</summary>
/// <param name="Method">The kind of curve.</param>
/// <param name="First">The slope of a sigmoid, or the factor of the logarithm of the probability.</param>
/// <param name="Second">The shift of a sigmoid, or the factor of the logarithm of the rest, taken negatively.</param>
/// <param name="Third">The shift of a beta curve.</param>
/// <param name="Curve">The curve of the isotonic method.</param>
internal readonly record struct ScoreCalibrator(CalibrationMethod Method, double First, double Second, double Third, StepCurve Curve)
{
    // Probabilities are kept this far from 0 and 1 where their logarithms are taken.
    internal const double Margin = 1e-12;

    // That of beta curves, as in the authors' own program: the spacing of doubles at 1.
    internal const double BetaMargin = 2.220446049250313e-16;

    /// <summary>Computes the logarithm of the odds of a probability.</summary>
    internal static double LogOdds(double probability)
    {
        double kept = Math.Clamp(probability, Margin, 1 - Margin);
        return Math.Log(kept / (1 - kept));
    }

    /// <summary>Computes the probability that belongs to a score: a decision value or log-odds for the sigmoid, a probability for the others.</summary>
    internal double Apply(double score)
    {
        switch (Method)
        {
            case CalibrationMethod.Sigmoid:
                return Sigmoid(-((First * score) + Second));
            case CalibrationMethod.Isotonic:
                return Math.Clamp(Curve.At(score), 0, 1);
            default:
                double kept = Math.Clamp(score, BetaMargin, 1 - BetaMargin);
                return Sigmoid((First * Math.Log(kept)) - (Second * Math.Log(1 - kept)) + Third);
        }
    }

    /// <summary>Learns the curve of one class.</summary>
    /// <param name="method">The kind of curve.</param>
    /// <param name="scores">The scores of rows that the model was not learned from.</param>
    /// <param name="isOwn">Whether each row is of the class.</param>
    /// <param name="weights">The weight of each row.</param>
    /// <param name="context">What surrounds the fit.</param>
    internal static ScoreCalibrator Learn(CalibrationMethod method, double[] scores, bool[] isOwn, double[] weights, FitContext context)
    {
        switch (method)
        {
            case CalibrationMethod.Sigmoid:
                var sigmoid = PlattScaling.Learn(scores, isOwn, weights);
                return new ScoreCalibrator(method, sigmoid.Slope, sigmoid.Shift, 0, default);
            case CalibrationMethod.Isotonic:
                var curve = new IsotonicFeature(scores, weights, context.Checkpoint);
                curve.Learn(Array.ConvertAll(isOwn, own => own ? 1.0 : 0), weights, rising: true);
                return new ScoreCalibrator(method, 0, 0, 0, curve.ToCurve());
            default:
                return BetaCurve.Learn(scores, isOwn, weights, context);
        }
    }

    private static double Sigmoid(double x)
    {
        double small = Math.Exp(-Math.Abs(x));
        return x >= 0 ? 1 / (1 + small) : small / (1 + small);
    }
}
