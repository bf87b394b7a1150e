namespace Modelyard.Numerics;

/// <summary>Represents the points and weights that integrate a polynomial from 0 to 1 exactly.</summary>
/// <remarks>
/// n points are exact up to degree 2n − 1. They are the zeros of the Legendre polynomial of degree n, moved to [0, 1] and found by Newton's steps.
/// Source: Golub and Welsch (1969), Calculation of Gauss quadrature rules, Mathematics of Computation 23.
/// </remarks>
internal sealed class GaussLegendre
{
    private const int MostSteps = 100;

    /// <summary>Initializes a rule.</summary>
    /// <param name="count">The number of points, 1 or more.</param>
    public GaussLegendre(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Points = new double[count];
        Weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            double x = Math.Cos(Math.PI * (i + 0.75) / (count + 0.5));
            (double value, double slope) = Evaluate(count, x);
            for (int step = 0; step < MostSteps && Math.Abs(value / slope) > 1e-16; step++)
            {
                x -= value / slope;
                (value, slope) = Evaluate(count, x);
            }

            Points[i] = (1 - x) / 2;
            Weights[i] = 1 / ((1 - (x * x)) * slope * slope);
        }
    }

    /// <summary>Gets the points, between 0 and 1, ascending.</summary>
    public double[] Points { get; }

    /// <summary>Gets the weight of each point; they sum to 1.</summary>
    public double[] Weights { get; }

    /// <summary>Computes the Legendre polynomial of a degree and its slope by the recurrence of three terms.</summary>
    private static (double Value, double Slope) Evaluate(int degree, double x)
    {
        double before = 1, value = x;
        for (int n = 2; n <= degree; n++)
        {
            (before, value) = (value, (((2 * n) - 1) * x * value / n) - ((n - 1) * before / n));
        }

        return (value, degree * ((x * value) - before) / ((x * x) - 1));
    }
}
