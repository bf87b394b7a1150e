namespace Modelyard.Charts.Scales;

/// <summary>Represents evenly spaced round numbers inside an interval.</summary>
/// <remarks>
/// The choice weighs four things: how round the step is, whether zero is among the ticks, how much of the interval they
/// span, and how near their number is to the wish. Source: Talbot, Lin and Hanrahan (2010), An Extension of Wilkinson's
/// Algorithm for Positioning Tick Labels on Axes, InfoVis; here with the steps 1, 2, 2.5 and 5 and ticks inside only.
/// </remarks>
internal readonly record struct TickRun(long First, int Count, double Mantissa, int Exponent)
{
    private const int Fewest = 3;
    private const int Most = 10;
    private static readonly double[] Mantissas = [1, 2, 5, 2.5];

    /// <summary>Gets the distance between two ticks.</summary>
    public double Step => Scaled(1);

    /// <summary>Gets the number of decimals that write every tick exactly.</summary>
    public int Decimals => Math.Max(0, (Mantissa == 2.5 ? 1 : 0) - Exponent);

    public double this[int tick] => Scaled(First + tick);

    /// <summary>Finds the best ticks of an interval whose length is positive and finite.</summary>
    public static TickRun Find(double minimum, double maximum, int target, bool whole = false)
    {
        target = Math.Clamp(target, Fewest, Most);
        double length = maximum - minimum;
        int middle = (int)Math.Floor(Math.Log10(length / target));
        TickRun best = default;
        double bestScore = double.NegativeInfinity;
        for (int exponent = middle + 1; exponent >= middle - 2; exponent--)
        {
            for (int nice = 0; nice < Mantissas.Length; nice++)
            {
                if (whole && (exponent < 0 || (exponent == 0 && Mantissas[nice] == 2.5)))
                {
                    continue;
                }

                TickRun run = Inside(minimum, maximum, Mantissas[nice], exponent);
                bool few = run.Count < Fewest;
                if (run.Count > Most || (few && !whole) || run.Count == 0)
                {
                    continue;
                }

                double score = Score(run, minimum, maximum, target, nice) - (few ? 1 : 0);
                if (score > bestScore)
                {
                    (best, bestScore) = (run, score);
                }
            }
        }

        return best;
    }

    private static double Score(TickRun run, double minimum, double maximum, int target, int nice)
    {
        double first = run[0];
        double last = run[run.Count - 1];
        bool zero = first <= 0 && last >= 0;
        double simplicity = 1 - (nice / (double)(Mantissas.Length - 1)) + (zero ? 1 : 0);
        double tenth = 0.1 * (maximum - minimum);
        double coverage = 1 - (0.5 * (Square((maximum - last) / tenth) + Square((first - minimum) / tenth)));
        double density = 2 - Math.Max(run.Count / (double)target, target / (double)run.Count);
        return (0.35 * simplicity) + (0.1 * coverage) + (0.55 * density);
    }

    private static double Square(double value) => value * value;

    private static TickRun Inside(double minimum, double maximum, double mantissa, int exponent)
    {
        var unit = new TickRun(0, 0, mantissa, exponent);
        double step = unit.Step;
        long first = (long)Math.Ceiling((minimum / step) - 1e-6);
        long last = (long)Math.Floor((maximum / step) + 1e-6);
        first += unit.Scaled(first) < minimum ? 1 : 0;
        last -= unit.Scaled(last) > maximum ? 1 : 0;
        return unit with { First = first, Count = (int)Math.Clamp(last - first + 1, 0, 1000) };
    }

    // Dividing by a power of ten rounds once, so that the tick 3 x 0.1 is 0.3 and not 0.30000000000000004.
    private double Scaled(long index) => Exponent >= 0
        ? index * Mantissa * Math.Pow(10, Exponent)
        : index * Mantissa / Math.Pow(10, -Exponent);
}
