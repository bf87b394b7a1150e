using Modelyard.Probability;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says what a metric usually is, from the windows before: their mean by rows, how far windows lie apart beyond chance, and how sure all that is.</summary>
/// <remarks>Source: DerSimonian and Laird (1986), Meta-Analysis in Clinical Trials, Controlled Clinical Trials 7(3), for what lies between windows.</remarks>
/// <param name="Mean">The mean.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="Between">The variance between windows.</param>
internal sealed record MetricReference(double Mean, double Error, double Between)
{
    /// <summary>How many standard errors make the half of a 95 % interval of a normal law.</summary>
    internal const double Half = 1.959963984540054;

    /// <summary>Learns from windows.</summary>
    /// <param name="figures">The metric of each window with its interval, and the number of its rows.</param>
    /// <returns>What is usual; null of no window.</returns>
    internal static MetricReference? Of(IEnumerable<(WindowMeasure Measure, double Rows)> figures)
    {
        (double Value, double Error, double Rows)[] known = [.. figures.Where(one => double.IsFinite(one.Measure.Value) && double.IsFinite(one.Measure.Low) && double.IsFinite(one.Measure.High) && one.Rows > 0)
            .Select(one => (one.Measure.Value, ErrorOf(one.Measure), one.Rows))];
        if (known.Length == 0)
        {
            return null;
        }

        double rows = known.Sum(one => one.Rows), mean = known.Sum(one => one.Value * one.Rows) / rows, between = Between2(known);
        return new MetricReference(mean, Math.Sqrt(known.Sum(one => one.Rows * one.Rows * ((one.Error * one.Error) + between))) / rows, between);
    }

    /// <summary>Computes the standard error that an interval stands for.</summary>
    internal static double ErrorOf(WindowMeasure measure) => (measure.High - measure.Low) / (2 * Half);

    /// <summary>Computes the chance that a window is so much worse, or more, where nothing has changed.</summary>
    /// <param name="value">Its figure.</param>
    /// <param name="error">The standard error of it.</param>
    /// <param name="isHigherBetter">Whether a higher figure is better.</param>
    /// <returns>The p-value of one side.</returns>
    internal double ChanceOfWorse(double value, double error, bool isHigherBetter)
    {
        double worse = isHigherBetter ? Mean - value : value - Mean, all = Math.Sqrt((error * error) + (Error * Error) + Between);
        return all == 0 ? worse > 0 ? 0 : 1 : Normal.Cumulative(-worse / all);
    }

    private static double Between2((double Value, double Error, double Rows)[] known)
    {
        double least = known.Where(one => one.Error > 0).Select(one => one.Error).DefaultIfEmpty(0).Min();
        if (known.Length < 3 || least == 0)
        {
            return 0;
        }

        double[] weights = [.. known.Select(one => 1 / Math.Pow(Math.Max(one.Error, least), 2))];
        double all = weights.Sum(), mean = known.Zip(weights, (one, weight) => one.Value * weight).Sum() / all;
        double spread = known.Zip(weights, (one, weight) => weight * (one.Value - mean) * (one.Value - mean)).Sum();
        return Math.Max(0, (spread - (known.Length - 1)) / (all - (weights.Sum(weight => weight * weight) / all)));
    }
}
