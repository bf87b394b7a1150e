namespace Modelyard.Numerics.Minimization;

/// <summary>Keeps the steps of a minimisation with absolute penalties in one orthant.</summary>
/// <remarks>Source: Andrew and Gao (2007), Scalable Training of L1-Regularized Log-Linear Models, section 3.2.</remarks>
internal static class Orthant
{
    /// <summary>Computes the sum of the penalties.</summary>
    public static double Penalty(ReadOnlySpan<double> point, ReadOnlySpan<double> penalties)
    {
        double sum = 0;
        for (int i = 0; i < point.Length; i++)
        {
            sum += penalties[i] * Math.Abs(point[i]);
        }

        return sum;
    }

    /// <summary>Computes the derivative in the direction of steepest descent, which at zero has two sides.</summary>
    public static void PseudoGradient(ReadOnlySpan<double> point, ReadOnlySpan<double> gradient, ReadOnlySpan<double> penalties, Span<double> pseudo)
    {
        for (int i = 0; i < point.Length; i++)
        {
            double derivative = gradient[i], penalty = penalties[i];
            pseudo[i] = point[i] switch
            {
                > 0 => derivative + penalty,
                < 0 => derivative - penalty,
                _ when derivative + penalty < 0 => derivative + penalty,
                _ when derivative - penalty > 0 => derivative - penalty,
                _ => 0,
            };
        }
    }

    /// <summary>Clears the penalised elements of a direction that do not descend.</summary>
    public static void Align(Span<double> direction, ReadOnlySpan<double> pseudo, ReadOnlySpan<double> penalties)
    {
        for (int i = 0; i < direction.Length; i++)
        {
            if (penalties[i] > 0 && direction[i] * pseudo[i] >= 0)
            {
                direction[i] = 0;
            }
        }
    }

    /// <summary>Moves along a direction; penalised elements that would leave the orthant stop at zero.</summary>
    public static void Move(
        ReadOnlySpan<double> point, ReadOnlySpan<double> direction, ReadOnlySpan<double> pseudo, ReadOnlySpan<double> penalties, double step, Span<double> next)
    {
        for (int i = 0; i < point.Length; i++)
        {
            double side = point[i] != 0 ? point[i] : -pseudo[i];
            double moved = point[i] + (step * direction[i]);
            next[i] = penalties[i] == 0 || moved * side > 0 ? moved : 0;
        }
    }

    /// <summary>Computes the change that the pseudo-gradient predicts between two points.</summary>
    public static double Slope(ReadOnlySpan<double> from, ReadOnlySpan<double> to, ReadOnlySpan<double> pseudo)
    {
        double sum = 0;
        for (int i = 0; i < from.Length; i++)
        {
            sum += pseudo[i] * (to[i] - from[i]);
        }

        return sum;
    }
}
