using Modelyard.Charts;
using Modelyard.Metrics;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says whether metrics of a window are worse than usual, beyond chance and by as much as matters.</summary>
internal static class MetricLook
{
    private const int MostTold = 3;

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
            return WindowLook.Unjudged(kind, "There is nothing yet to compare with.");
        }

        return HeldFigure.Judge(kind, [.. known.Select(one => Hold(one.Metric, one.Now, one.Usual, least, what))], level, "Worse", MostTold);
    }

    /// <summary>Writes a title within a sentence: abbreviations and names of people keep their capitals.</summary>
    private static string InSentence(string title) => title.Length < 2 || !char.IsLower(title[1]) || title.StartsWith("Brier", StringComparison.Ordinal) || title.StartsWith("Cohen", StringComparison.Ordinal)
        ? title : char.ToLowerInvariant(title[0]) + title[1..];

    private static HeldFigure Hold(IMetric metric, WindowMeasure now, MetricReference usual, double least, string what) => new(
        metric.Name,
        usual.ChanceOfWorse(now.Value, MetricReference.ErrorOf(now), metric.HigherIsBetter),
        (metric.HigherIsBetter ? usual.Mean - now.Value : now.Value - usual.Mean) >= least * Math.Abs(usual.Mean),
        $"{InSentence(metric.Title)}: {NumberText.Value(usual.Mean)} is usual, and {what}{NumberText.Value(now.Value)} now");
}
