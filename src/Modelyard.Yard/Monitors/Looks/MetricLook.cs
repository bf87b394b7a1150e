using Modelyard.Charts;
using Modelyard.Metrics;
using Modelyard.Probability;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says whether metrics of a window are worse than usual, beyond chance and by as much as matters.</summary>
internal static class MetricLook
{
    /// <summary>Looks at metrics.</summary>
    /// <param name="kind">What is looked at.</param>
    /// <param name="figures">The metrics, each with its figure and what is usual; without what is usual none is judged.</param>
    /// <param name="least">By what share of what is usual a metric must be worse to matter.</param>
    /// <param name="level">The level that the chance is held against.</param>
    /// <param name="what">What is said of the figure, before it.</param>
    internal static WindowLook Of(WatchKind kind, IReadOnlyList<(IMetric Metric, WindowMeasure Now, MetricReference? Usual)> figures, double least, double level, string what)
    {
        (IMetric Metric, WindowMeasure Now, MetricReference Usual)[] known = [.. figures.Where(one => one.Usual is not null && double.IsFinite(one.Now.Value) && double.IsFinite(one.Now.Low)).Select(one => (one.Metric, one.Now, one.Usual!))];
        if (known.Length == 0)
        {
            return new WindowLook(kind, double.NaN, double.NaN, false, "There is nothing yet to compare with.");
        }

        double[] adjusted = [.. MultipleTests.BenjaminiHochberg([.. known.Select(one => one.Usual.ChanceOfWorse(one.Now.Value, MetricReference.ErrorOf(one.Now), one.Metric.HigherIsBetter))])];
        int[] worse = [.. Enumerable.Range(0, known.Length).Where(i => Worse(known[i]) >= least * Math.Abs(known[i].Usual.Mean))];
        int[] found = [.. worse.Where(i => adjusted[i] <= level).OrderBy(i => adjusted[i])];
        return new WindowLook(kind, worse.Select(i => adjusted[i]).DefaultIfEmpty(1).Min(), level, found.Length > 0, found.Length == 0 ? "As usual."
            : $"Worse {string.Join("; ", found.Take(3).Select(i => $"{known[i].Metric.Title.ToLowerInvariant()}: {NumberText.Value(known[i].Usual.Mean)} is usual, and {what}{NumberText.Value(known[i].Now.Value)} now"))}.")
        {
            Subjects = [.. found.Select(i => known[i].Metric.Name)],
        };
    }

    private static double Worse((IMetric Metric, WindowMeasure Now, MetricReference Usual) one) => one.Metric.HigherIsBetter ? one.Usual.Mean - one.Now.Value : one.Now.Value - one.Usual.Mean;
}
