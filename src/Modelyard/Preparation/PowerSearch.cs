using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Finds the power under which a feature is likeliest to be normal.</summary>
/// <remarks>Golden sections and parabolas; source: Brent (1973), Algorithms for Minimization without Derivatives, chapter 5.</remarks>
internal static class PowerSearch
{
    private const double Lowest = -12, Highest = 14;
    private const double Golden = 0.3819660112501051;
    private const double Tolerance = 1e-8;
    private const int MostSteps = 100;

    internal static double Find(WeightedSample sample, PowerKind kind, FitContext context)
    {
        double logSlopes = sample.Sum(value => PowerCurve.LogSlope(kind, value)) / sample.TotalWeight;
        double Loss(double power)
        {
            context.Checkpoint();
            (_, double deviation) = Moments(sample, new PowerCurve(kind, power, 0, 1));
            double loss = Math.Log(deviation) - ((power - 1) * logSlopes);
            return double.IsFinite(loss) ? loss : double.MaxValue;
        }

        return Minimise(Loss);
    }

    /// <summary>Computes mean and standard deviation of the bent values.</summary>
    internal static (double Mean, double Deviation) Moments(WeightedSample sample, PowerCurve curve)
    {
        double mean = sample.Sum(curve.Bend) / sample.TotalWeight;
        double square = sample.Sum(value => (curve.Bend(value) - mean) * (curve.Bend(value) - mean)) / sample.TotalWeight;
        return (mean, Math.Sqrt(square));
    }

    private static double Minimise(Func<double, double> loss)
    {
        // The first guess leaves the feature as it is.
        double low = Lowest, high = Highest, best = 1, second = best, third = best;
        double bestLoss = loss(best), secondLoss = bestLoss, thirdLoss = bestLoss, step = 0, before = 0;
        for (int i = 0; i < MostSteps; i++)
        {
            double middle = 0.5 * (low + high), near = (Tolerance * Math.Abs(best)) + 1e-10;
            if (Math.Abs(best - middle) <= (2 * near) - (0.5 * (high - low)))
            {
                break;
            }

            double wanted = Parabola(best, second, third, bestLoss, secondLoss, thirdLoss);
            bool isUsable = Math.Abs(before) > near && Math.Abs(wanted) < Math.Abs(0.5 * before) && best + wanted > low && best + wanted < high;
            before = isUsable ? step : best >= middle ? low - best : high - best;
            step = isUsable ? wanted : Golden * before;
            double next = best + (Math.Abs(step) >= near ? step : Math.CopySign(near, step)), nextLoss = loss(next);
            if (nextLoss <= bestLoss)
            {
                (low, high) = next >= best ? (best, high) : (low, best);
                (third, thirdLoss, second, secondLoss, best, bestLoss) = (second, secondLoss, best, bestLoss, next, nextLoss);
                continue;
            }

            (low, high) = next < best ? (next, high) : (low, next);
            if (nextLoss <= secondLoss || second == best)
            {
                (third, thirdLoss, second, secondLoss) = (second, secondLoss, next, nextLoss);
            }
            else if (nextLoss <= thirdLoss || third == best || third == second)
            {
                (third, thirdLoss) = (next, nextLoss);
            }
        }

        return best;
    }

    /// <summary>Computes the step to the lowest point of the parabola through three points; NaN or infinite if they lie on a line.</summary>
    private static double Parabola(double best, double second, double third, double bestLoss, double secondLoss, double thirdLoss)
    {
        double r = (best - second) * (bestLoss - thirdLoss), q = (best - third) * (bestLoss - secondLoss);
        double p = ((best - third) * q) - ((best - second) * r);
        return -p / (2 * (q - r));
    }
}
