using System.Diagnostics;

namespace Modelyard.Bench.Costs;

/// <summary>Represents the measured cost of a family at n, 2n, 4n and 8n rows.</summary>
/// <param name="Family">The family.</param>
/// <param name="Points">The cost at each number of rows.</param>
internal sealed record CostCurve(CostFamily Family, IReadOnlyList<CostPoint> Points)
{
    private const int Doublings = 3;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(2);

    /// <summary>Gets the exponent of the rows in the seconds: the slope of the straight line through the logarithms, by least squares.</summary>
    public double TimeExponent => Slope(point => point.Seconds);

    /// <summary>Gets the exponent of the rows in the memory.</summary>
    public double MemoryExponent => Slope(point => point.Megabytes);

    /// <summary>Measures a family.</summary>
    /// <param name="family">The family.</param>
    /// <returns>The curve.</returns>
    public static CostCurve Measure(CostFamily family)
    {
        // What is compiled and cached at the first fits is no cost of the rows.
        Func<object> small = family.Prepare(family.Rows);
        RepeatedTime.WarmUp(() => small());
        return new CostCurve(family, [.. Enumerable.Range(0, Doublings + 1).Select(doubling => MeasurePoint(family, family.Rows << doubling))]);
    }

    private static CostPoint MeasurePoint(CostFamily family, int rows)
    {
        const int MostFits = 5;
        Func<object> work = family.Prepare(rows);
        double best = double.PositiveInfinity, memory = double.PositiveInfinity;
        long start = Stopwatch.GetTimestamp();
        for (int fit = 0; fit < MostFits && (fit == 0 || Stopwatch.GetElapsedTime(start) < Enough); fit++)
        {
            (double seconds, double megabytes) = HeapWatch.Run(work);
            best = Math.Min(best, seconds);
            memory = Math.Min(memory, megabytes);
        }

        return new CostPoint(rows, best, memory);
    }

    private double Slope(Func<CostPoint, double> cost)
    {
        double[] x = [.. Points.Select(point => Math.Log(point.Rows))], y = [.. Points.Select(point => Math.Log(cost(point)))];
        double meanX = x.Average(), meanY = y.Average();
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}
