using Modelyard.Numerics;

namespace Modelyard.Kernels;

/// <summary>Represents a sigmoid that turns a decision value into the probability of the class above zero.</summary>
/// <remarks>
/// Source: Platt (1999), Probabilistic Outputs for Support Vector Machines, by the safeguarded Newton method of Lin, Lin and Weng (2007), Machine Learning 68(3).
/// </remarks>
/// <param name="Slope">What the decision value is multiplied by; negative where higher values speak for the class.</param>
/// <param name="Shift">What is added to that.</param>
internal readonly record struct PlattScaling(double Slope, double Shift)
{
    private const int MostSteps = 100;
    private const double LeastStep = 1e-10;
    private const double Ridge = 1e-12;
    private const double Tolerance = 1e-5;

    /// <summary>Computes the probability of the class above zero, kept off 0 and 1 so that pairs of classes can be put together.</summary>
    internal double Probability(double decision)
    {
        const double Margin = 1e-7;
        double power = (Slope * decision) + Shift;
        double small = Math.Exp(-Math.Abs(power));
        double likelier = 1 / (1 + small);
        return Math.Clamp(power >= 0 ? small * likelier : likelier, Margin, 1 - Margin);
    }

    /// <summary>Learns the sigmoid by maximum likelihood with Platt's softened targets.</summary>
    /// <param name="decisions">Decision values of rows that the decision was not learned from.</param>
    /// <param name="isAbove">Whether each row is of the class above zero.</param>
    /// <param name="weights">The weight of each row.</param>
    internal static PlattScaling Learn(double[] decisions, bool[] isAbove, double[] weights)
    {
        double above = 0, below = 0;
        for (int i = 0; i < decisions.Length; i++)
        {
            (above, below) = isAbove[i] ? (above + weights[i], below) : (above, below + weights[i]);
        }

        double high = (above + 1) / (above + 2), low = 1 / (below + 2);
        double slope = 0, shift = Math.Log((below + 1) / (above + 1));
        double loss = Loss(decisions, isAbove, weights, high, low, slope, shift);
        for (int step = 0; step < MostSteps; step++)
        {
            ParallelLoop.Check();
            double h11 = Ridge, h22 = Ridge, h21 = 0, g1 = 0, g2 = 0;
            for (int i = 0; i < decisions.Length; i++)
            {
                double p = Sigmoid((slope * decisions[i]) + shift);
                double curvature = weights[i] * p * (1 - p);
                double gradient = weights[i] * ((isAbove[i] ? high : low) - p);
                h11 += decisions[i] * decisions[i] * curvature;
                h21 += decisions[i] * curvature;
                h22 += curvature;
                g1 += decisions[i] * gradient;
                g2 += gradient;
            }

            if (Math.Abs(g1) < Tolerance && Math.Abs(g2) < Tolerance)
            {
                break;
            }

            double determinant = (h11 * h22) - (h21 * h21);
            double directionSlope = -((h22 * g1) - (h21 * g2)) / determinant;
            double directionShift = -((h11 * g2) - (h21 * g1)) / determinant;
            double descent = (g1 * directionSlope) + (g2 * directionShift);
            double length = 1;
            for (; length >= LeastStep; length /= 2)
            {
                double next = Loss(decisions, isAbove, weights, high, low, slope + (length * directionSlope), shift + (length * directionShift));
                if (next < loss + (1e-4 * length * descent))
                {
                    (slope, shift, loss) = (slope + (length * directionSlope), shift + (length * directionShift), next);
                    break;
                }
            }

            if (length < LeastStep)
            {
                break;
            }
        }

        return new PlattScaling(slope, shift);
    }

    private static double Sigmoid(double power) => power >= 0 ? Math.Exp(-power) / (1 + Math.Exp(-power)) : 1 / (1 + Math.Exp(power));

    private static double Loss(double[] decisions, bool[] isAbove, double[] weights, double high, double low, double slope, double shift)
    {
        using var terms = new ScratchBuffer(decisions.Length);
        for (int i = 0; i < decisions.Length; i++)
        {
            double power = (slope * decisions[i]) + shift;
            double target = isAbove[i] ? high : low;
            terms.Span[i] = weights[i] * ((power >= 0 ? target * power : (target - 1) * power) + Math.Log(1 + Math.Exp(-Math.Abs(power))));
        }

        return VectorKernels.Sum(terms.Span);
    }
}
