using Modelyard.Probability;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents the law of a further value beside those that were seen: that of a normal one, with heavier tails where their kurtosis tells of such.</summary>
/// <remarks>
/// Values of which some lie far off have the tails of an exponential power law, whose shape is 2 for the normal law and 1 for that of Laplace, by the method of moments.
/// Source: Subbotin (1923), On the law of frequency of error, Matematicheskii Sbornik 31; Mineo (1994) for its estimation by kurtosis.
/// </remarks>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The sample standard deviation.</param>
/// <param name="Shape">The shape of the tails, from 0.3 to 2.</param>
/// <param name="Count">The number of values.</param>
internal sealed record FigureLaw(double Mean, double Deviation, double Shape, int Count)
{
    private const double Normal = 2, Heaviest = 0.3;
    private const int Halvings = 40;

    /// <summary>Learns from values.</summary>
    /// <param name="values">The values, at least three.</param>
    internal static FigureLaw Of(IReadOnlyList<double> values)
    {
        int count = values.Count;
        double mean = values.Average(), squares = 0, fourths = 0;
        foreach (double value in values)
        {
            double square = (value - mean) * (value - mean);
            squares += square;
            fourths += square * square;
        }

        // Kurtosis that chance may have made, within two standard errors, is none.
        double excess = squares > 0 ? (count * fourths / (squares * squares)) - 3 : 0;
        return new FigureLaw(mean, Math.Sqrt(squares / (count - 1)), excess > 2 * Math.Sqrt(24.0 / count) ? ShapeOf(excess) : Normal, count);
    }

    /// <summary>Computes the chance of a value so great, or greater.</summary>
    internal double AtLeast(double value) => Tail(value - Mean);

    /// <summary>Computes the chance of a value so small, or smaller.</summary>
    internal double AtMost(double value) => Tail(Mean - value);

    private double Tail(double above)
    {
        // Values that were all alike say that any other one is unusual.
        double error = Deviation * Math.Sqrt(1 + (1.0 / Count));
        if (error == 0)
        {
            return above > 0 ? 0 : 1;
        }

        double off = Math.Abs(above) / error, half = new StudentT(Count - 1).TwoSided(off) / 2;
        if (Shape < Normal)
        {
            double width = Math.Exp((SpecialFunctions.LogGamma(1 / Shape) - SpecialFunctions.LogGamma(3 / Shape)) / 2);
            half = Math.Max(half, SpecialFunctions.UpperGamma(1 / Shape, Math.Pow(off / width, Shape)) / 2);
        }

        return above > 0 ? half : 1 - half;
    }

    /// <summary>Finds the shape whose excess kurtosis is the one that was seen.</summary>
    private static double ShapeOf(double excess)
    {
        double low = Heaviest, high = Normal;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = ExcessOf(middle) > excess ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static double ExcessOf(double shape) => Math.Exp(SpecialFunctions.LogGamma(5 / shape) + SpecialFunctions.LogGamma(1 / shape) - (2 * SpecialFunctions.LogGamma(3 / shape))) - 3;
}
