using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents the distribution of a target around its mean, with the link: the half deviance of rows and its derivatives by the sums of their features.</summary>
/// <remarks>
/// The variance is <c>μ^Power</c>, or <c>μ (1 − μ)</c> for shares. Sources: McCullagh and Nelder (1989), Generalized Linear Models, chapters 2 and 9;
/// Jørgensen (1987), Exponential Dispersion Models, Journal of the Royal Statistical Society B 49(2).
/// </remarks>
/// <param name="Power">The power of the variance; NaN for shares.</param>
/// <param name="Link">The link.</param>
internal readonly record struct TargetFamily(double Power, LinkFunction Link)
{
    private const double Least = 1e-300;

    internal bool IsShare => double.IsNaN(Power);

    /// <summary>Gets a value indicating whether a mean of 0 or less makes the deviance infinite.</summary>
    internal bool NeedsPositiveMean => Power >= 1;

    /// <summary>Computes the half deviances of rows and their derivatives by the sums.</summary>
    /// <param name="sums">The sums of the rows' features.</param>
    /// <param name="target">The target of the rows.</param>
    /// <param name="weights">The weights, or nothing.</param>
    /// <param name="slopes">Receives the first derivative of each row.</param>
    /// <param name="curvatures">Receives a curvature of each row, more than 0.</param>
    /// <param name="leastObserved">The curvature that the data shows is used where it is this much of what is expected of it, else the expected one: it is never negative.</param>
    /// <returns>The weighted sum of the half deviances less what does not depend on the sums; infinite outside the range of the mean.</returns>
    internal double Evaluate(ReadOnlySpan<double> sums, ReadOnlySpan<double> target, ReadOnlySpan<double> weights, Span<double> slopes, Span<double> curvatures, double leastObserved) =>
        Link == LinkFunction.Log && !IsShare
            ? EvaluateLog(sums, target, weights, slopes, curvatures, leastObserved)
            : EvaluateAny(sums, target, weights, slopes, curvatures, leastObserved);

    /// <summary>Computes the part of a row's half deviance that does not depend on the mean.</summary>
    internal double Saturated(double target)
    {
        if (IsShare)
        {
            return PartLogPart(target) + PartLogPart(1 - target);
        }

        return Power switch
        {
            0 => 0.5 * target * target,
            1 => PartLogPart(target) - target,
            2 => -Math.Log(target) - 1,
            _ => Math.Pow(target, 2 - Power) / ((1 - Power) * (2 - Power)),
        };
    }

    private static double PartLogPart(double part) => part > 0 ? part * Math.Log(part) : 0;

    /// <summary>With the logarithm as link all is made of two powers of the mean, which are exponentials of the sum.</summary>
    private double EvaluateLog(ReadOnlySpan<double> sums, ReadOnlySpan<double> target, ReadOnlySpan<double> weights, Span<double> slopes, Span<double> curvatures, double leastObserved)
    {
        double first = 1 - Power, second = 2 - Power;
        for (int i = 0; i < sums.Length; i++)
        {
            slopes[i] = first * sums[i];
            curvatures[i] = second * sums[i];
        }

        Exponentiate(slopes, first);
        Exponentiate(curvatures, second);
        double loss = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            double against = target[i] * slopes[i], expected = curvatures[i];
            double own = Power switch
            {
                1 => expected - (target[i] * sums[i]),
                2 => sums[i] + against,
                _ => (expected / second) - (against / first),
            };
            loss += weights.IsEmpty ? own : weights[i] * own;
            double observed = (second * expected) - (first * against);
            slopes[i] = expected - against;
            curvatures[i] = observed >= leastObserved * expected ? observed : expected;
        }

        return loss;
    }

    private static void Exponentiate(Span<double> powers, double factor)
    {
        if (factor == 0)
        {
            powers.Fill(1);
            return;
        }

        VectorKernels.ExpInPlace(powers);
    }

    private double EvaluateAny(ReadOnlySpan<double> sums, ReadOnlySpan<double> target, ReadOnlySpan<double> weights, Span<double> slopes, Span<double> curvatures, double leastObserved)
    {
        double loss = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            if (!weights.IsEmpty && weights[i] == 0)
            {
                // A row without weight may have any mean.
                (slopes[i], curvatures[i]) = (0, 1);
                continue;
            }

            if (Link == LinkFunction.Inverse && !(sums[i] > 0))
            {
                return double.PositiveInfinity;
            }

            double mean = LinkCurve.Mean(Link, sums[i]);
            if (NeedsPositiveMean && !(mean > 0))
            {
                return double.PositiveInfinity;
            }

            (double first, double second) = LinkCurve.Slopes(Link, sums[i], mean);
            (double own, double variance, double varianceSlope, double error) = IsShare ? Share(target[i], sums[i], mean) : Dispersed(target[i], mean);
            loss += weights.IsEmpty ? own : weights[i] * own;
            double expected = first * first / variance;
            double observed = expected - (error * ((second * variance) - (first * first * varianceSlope)) / (variance * variance));
            slopes[i] = -error * first / variance;
            curvatures[i] = observed >= leastObserved * expected ? observed : expected;
        }

        return loss;
    }

    private (double Loss, double Variance, double VarianceSlope, double Error) Share(double target, double sum, double mean)
    {
        double upper = Math.Max(mean, Least), lower = Math.Max(LinkCurve.Rest(Link, sum), Least);
        double loss = (target > 0 ? -target * Math.Log(upper) : 0) - (target < 1 ? (1 - target) * Math.Log(lower) : 0);

        // Near 1 the error of a target of 1 is the rest itself, which has digits that 1 - mean has not.
        double error = target == 1 ? lower : target - mean;
        return (loss, upper * lower, lower - upper, error);
    }

    private (double Loss, double Variance, double VarianceSlope, double Error) Dispersed(double target, double mean)
    {
        double error = target - mean;
        switch (Power)
        {
            case 0:
                return ((0.5 * mean * mean) - (target * mean), 1, 0, error);
            case 1:
                return (mean - (target > 0 ? target * Math.Log(mean) : 0), mean, 1, error);
            case 2:
                return (Math.Log(mean) + (target / mean), mean * mean, 2 * mean, error);
            default:
                double low = Math.Pow(mean, 1 - Power), variance = mean / low;
                return ((mean * low / (2 - Power)) - (target * low / (1 - Power)), variance, Power * variance / mean, error);
        }
    }
}
