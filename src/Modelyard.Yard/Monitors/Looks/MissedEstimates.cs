using Modelyard.Charts;
using Modelyard.Metrics;
using Modelyard.Probability;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Holds estimates against what came, as soon as labels are there: where windows did worse than was estimated, what the same inputs lead to has changed, and no estimate can see that.</summary>
internal static class MissedEstimates
{
    // One window may be missed by chance. Their mean is taken as if it were one window's, as the estimates of all windows learned from the same rows and err together.
    private const int Latest = 3;
    private const double Level = 0.001;

    /// <summary>Finds the metric that was missed most.</summary>
    /// <param name="history">The windows before.</param>
    /// <param name="metrics">The metrics that are estimated.</param>
    /// <param name="monitor">The monitor.</param>
    /// <returns>What was missed, in a sentence; null if nothing was, or no labels have come.</returns>
    internal static string? Of(IReadOnlyList<MonitorWindow> history, IReadOnlyList<IMetric> metrics, MonitorDefinition monitor)
    {
        (double Chance, string Text)? worst = null;
        foreach (IMetric metric in metrics)
        {
            (WindowMeasure Estimate, double Seen)[] both = [.. Both(history, MeasureNames.Of(metric), monitor).Take(Latest)];
            if (both.Length == 0)
            {
                continue;
            }

            double sign = metric.HigherIsBetter ? 1 : -1, gap = both.Average(one => sign * (one.Estimate.Value - one.Seen));
            double chance = metrics.Count * Normal.Cumulative(-both.Average(one => sign * (one.Estimate.Value - one.Seen) / MetricReference.ErrorOf(one.Estimate)));
            if (chance <= Level && gap >= monitor.LeastWorse * Math.Abs(both.Average(one => one.Estimate.Value)) && !(chance >= worst?.Chance))
            {
                string windows = both.Length == 1 ? "The last window whose labels have come" : $"The last {both.Length} windows whose labels have come";
                worst = (chance, $"{windows} did worse than was estimated ({metric.Title.ToLowerInvariant()} {NumberText.Value(both.Average(one => one.Seen))}, estimated {NumberText.Value(both.Average(one => one.Estimate.Value))}). What the same inputs lead to has changed, which no estimate sees.");
            }
        }

        return worst?.Text;
    }

    /// <summary>Lists the windows of which both is known, the latest first.</summary>
    private static IEnumerable<(WindowMeasure Estimate, double Seen)> Both(IReadOnlyList<MonitorWindow> history, string name, MonitorDefinition monitor)
    {
        for (int i = history.Count - 1; i >= 0; i--)
        {
            double seen = history[i].Measure(name);
            if (double.IsFinite(seen) && history[i].Measure(MeasureNames.Labelled) >= monitor.LeastRows
                && history[i].Measures.FirstOrDefault(measure => measure.Name == MeasureNames.Estimated + name) is { } estimate && MetricReference.ErrorOf(estimate) > 0)
            {
                yield return (estimate, seen);
            }
        }
    }
}
