namespace Modelyard.Probability;

/// <summary>Represents the law of a weighted sum of squares of independent standard normal numbers, <c>Σ λ z²</c>: that of many quadratic forms, and of what kernels say of large samples.</summary>
/// <remarks>
/// Its upper tail is computed by a saddlepoint, with an error of a few parts in a hundred far into the tail, where a normal law is wrong by orders of magnitude.
/// Sources: Lugannani and Rice (1980), Saddle Point Approximation for the Distribution of the Sum of Independent Random Variables, Advances in Applied Probability 12(2);
/// Kuonen (1999), Saddlepoint Approximations for Distributions of Quadratic Forms in Normal Variables, Biometrika 86(4).
/// </remarks>
internal sealed class ChiSquaredMixture
{
    private const int Halvings = 200;

    // So near to the mean the step from the normal law is a quotient of two numbers that vanish, and its limit is taken instead: a sixth of the skewness.
    private const double Near = 1e-3;

    private readonly double[] _weights;

    /// <summary>Initializes a law.</summary>
    /// <param name="weights">The weights, 0 or greater; those of 0 add nothing.</param>
    internal ChiSquaredMixture(IEnumerable<double> weights)
    {
        _weights = [.. weights.Where(weight => weight > 0)];
        Mean = _weights.Sum();
        Variance = 2 * _weights.Sum(weight => weight * weight);
    }

    /// <summary>Gets the mean.</summary>
    internal double Mean { get; }

    /// <summary>Gets the variance.</summary>
    internal double Variance { get; }

    /// <summary>Computes the probability of a number beyond the point.</summary>
    /// <param name="point">The point.</param>
    /// <returns>The probability, from 0 to 1.</returns>
    internal double Above(double point)
    {
        if (_weights.Length == 0)
        {
            return point < 0 ? 1 : 0;
        }

        if (point <= 0)
        {
            return 1;
        }

        double saddle = Saddle(point), root = Math.Sqrt(2 * Math.Max(0, (saddle * point) - Cumulant(saddle))) * Math.Sign(saddle), slope = saddle * Math.Sqrt(Curvature(saddle));
        double step = Math.Abs(root) < Near ? 8 * _weights.Sum(weight => weight * weight * weight) / Math.Pow(Variance, 1.5) / 6 : Math.Log(slope / root) / root;
        return Normal.Cumulative(-(root + step));
    }

    /// <summary>Finds where the slope of the cumulants is the point: between bounds that halve, as it rises without end towards the pole.</summary>
    private double Saddle(double point)
    {
        double high = 1 / (2 * _weights.Max()), low = -high;
        while (Slope(low) > point)
        {
            low *= 2;
        }

        for (int step = 0; step < Halvings && low < high; step++)
        {
            double middle = low + ((high - low) / 2);
            if (middle == low || middle == high)
            {
                break;
            }

            (low, high) = Slope(middle) < point ? (middle, high) : (low, middle);
        }

        return low;
    }

    private double Cumulant(double at) => -0.5 * _weights.Sum(weight => Math.Log(1 - (2 * at * weight)));

    private double Slope(double at) => _weights.Sum(weight => weight / (1 - (2 * at * weight)));

    private double Curvature(double at) => _weights.Sum(weight => 2 * Math.Pow(weight / (1 - (2 * at * weight)), 2));
}
