using Modelyard.Learning;
using Modelyard.Metrics;

namespace Modelyard.Cli;

/// <summary>Formats figures for people.</summary>
internal static class Figures
{
    /// <summary>Formats a score with four significant figures or decimals.</summary>
    internal static string Score(double value) => double.IsNaN(value) ? "-" : Math.Abs(value) switch
    {
        >= 1e7 => value.ToString("0.000E+0"),
        >= 1000 => value.ToString("#,0"),
        >= 10 => value.ToString("0.00"),
        _ => value.ToString("0.0000"),
    };

    /// <summary>Formats an interval, as in <c>0.81 to 0.86</c>; where replicates of the rows all score alike there is none.</summary>
    internal static string Interval(double low, double high) => double.IsNaN(low) || double.IsNaN(high) ? "not estimable" : $"{Score(low)} to {Score(high)}";

    /// <summary>Formats an interval that stands behind its score, as in <c>[0.81, 0.86]</c>.</summary>
    internal static string Bracket(double low, double high) => double.IsNaN(low) || double.IsNaN(high) ? "[not estimable]" : $"[{Score(low)}, {Score(high)}]";

    /// <summary>Names a metric; of one that is not in the catalogue it is said which scores are better.</summary>
    internal static string Directed(IMetric metric) => MetricCatalogue.All.Contains(metric) ? metric.Title : $"{metric.Title} ({(metric.HigherIsBetter ? "higher" : "lower")} is better)";

    /// <summary>Formats a p-value; one that is an upper bound alone, as none of some replicates was as extreme, says so.</summary>
    internal static string Chance(double value, bool isUpperBound = false) => value < 0.0001 ? "< 0.0001" : (isUpperBound ? "<= " : "") + Score(value);

    /// <summary>Says how many terms of a text are features, and what they are.</summary>
    internal static string Terms(Feature text) => $"{text.Levels.Count:N0} {(text.Levels.Any(term => term.Contains(' ', StringComparison.Ordinal)) ? "words and pairs of words" : "words")}";

    internal static string Seconds(double value) => double.IsNaN(value) ? "-" : value < 0.95 ? value.ToString("0.00") + " s" : value.ToString("#,0.0") + " s";
}
