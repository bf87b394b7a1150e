using Modelyard.Charts;
using Modelyard.Probability;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says whether what came in a window, once its labels were there, was what had been estimated of it.</summary>
internal static class EstimateMiss
{
    // Where estimates hold, one window in a thousand is said to have been missed at most.
    private const double Level = 0.001;

    /// <summary>Compares the metrics of a window with what was estimated of them; p-values are adjusted for all metrics (Holm).</summary>
    /// <param name="window">The window, with both figures among its measures.</param>
    /// <returns>What was seen of the metric that is farthest off, in words; null if the estimate holds, or there is nothing to compare.</returns>
    internal static string? Of(MonitorWindow window)
    {
        (WindowMeasure Estimate, string Name, double Seen)[] pairs = [.. window.Measures
            .Where(measure => measure.Name.StartsWith(MeasureNames.Estimated, StringComparison.Ordinal) && measure.High > measure.Low)
            .Select(measure => (measure, Name: measure.Name[MeasureNames.Estimated.Length..]))
            .Select(one => (one.measure, one.Name, window.Measure(one.Name)))
            .Where(one => double.IsFinite(one.Item3))];
        if (pairs.Length == 0)
        {
            return null;
        }

        double[] adjusted = [.. MultipleTests.Holm(Array.ConvertAll(pairs, one => Chance(one.Estimate, one.Seen)))];
        int worst = Array.IndexOf(adjusted, adjusted.Min());
        (WindowMeasure estimate, string name, double seen) = pairs[worst];
        return adjusted[worst] > Level ? null : $"{name.Replace('_', ' ')} is {NumberText.Value(seen)}, and {NumberText.Value(estimate.Value)} [{NumberText.Value(estimate.Low)}, {NumberText.Value(estimate.High)}] was estimated";
    }

    /// <summary>Computes the chance of being so far off on either side. An interval need not lie evenly around its estimate: the half towards what was seen says what the standard error is there.</summary>
    private static double Chance(WindowMeasure estimate, double seen)
    {
        double error = (seen > estimate.Value ? estimate.High - estimate.Value : estimate.Value - estimate.Low) / MetricReference.Half;
        return error > 0 ? 2 * Normal.Cumulative(-Math.Abs(seen - estimate.Value) / error) : 1;
    }
}
