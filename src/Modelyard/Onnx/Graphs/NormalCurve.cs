namespace Modelyard.Onnx.Graphs;

/// <summary>Lays out the cumulative distribution function of the standard normal distribution, for which the operators have no double precision.</summary>
/// <remarks>
/// Near the middle by Kummer's series, in the tails by the continued fraction of Laplace: Abramowitz and Stegun (1964), formulas 26.2.11 and 26.2.14, each as long as double precision needs.
/// </remarks>
internal static class NormalCurve
{
    private const double TailFrom = 2.5;
    private const int SeriesTerms = 45, FractionTerms = 50;

    internal static GraphValue Cumulative(GraphValue x)
    {
        GraphValue distance = x.Abs();
        GraphValue density = (-0.5 * x * x).Exp() / Math.Sqrt(2 * Math.PI);

        GraphValue near = distance.Least(TailFrom), square = near * near;
        GraphValue series = square / ((2 * SeriesTerms) + 1) + 1;
        for (int term = SeriesTerms - 1; term >= 1; term--)
        {
            series = (square / ((2 * term) + 1) * series) + 1;
        }

        GraphValue far = distance.Greatest(TailFrom), fraction = far;
        for (int term = FractionTerms; term >= 1; term--)
        {
            fraction = (term / fraction) + far;
        }

        GraphValue below = x.Graph.Choose(distance > TailFrom, density / fraction, 0.5 - (density * near * series));
        return x.Graph.Choose(x > 0, 1 - below, below);
    }
}
