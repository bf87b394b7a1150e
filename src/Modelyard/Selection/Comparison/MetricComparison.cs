using Modelyard.Metrics;

namespace Modelyard.Selection;

/// <summary>Represents how two models score on the same rows by one metric.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="First">The score of the first model and its interval.</param>
/// <param name="Second">The score of the second model and its interval.</param>
/// <param name="Outcome">The test of the second less the first.</param>
/// <param name="AdjustedPValue">The p-value with regard to all metrics that were compared (Holm).</param>
/// <param name="NoWorsePValue">The chance of scores as good of the second model if it were worse than the first by the margin; NaN if no margin was given.</param>
public sealed record MetricComparison(IMetric Metric, ScoreInterval First, ScoreInterval Second, TestOutcome Outcome, double AdjustedPValue, double NoWorsePValue)
{
    /// <summary>Gets a value indicating whether the metric is defined for both models on these rows; if not, nothing is known of a difference.</summary>
    public bool IsDefined => double.IsFinite(Outcome.Difference) && !double.IsNaN(AdjustedPValue);

    /// <summary>Says which model is better by this metric at a level of chance: 1 for the second, -1 for the first, 0 if that cannot be told.</summary>
    /// <param name="level">The level, between 0 and 1.</param>
    /// <returns>-1, 0 or 1.</returns>
    public int Winner(double level = 0.05) => !(AdjustedPValue < level) ? 0 : Outcome.Difference > 0 == Metric.HigherIsBetter ? 1 : -1;

    /// <summary>Says in words which model is better by this metric.</summary>
    /// <param name="first">The name of the first model.</param>
    /// <param name="second">The name of the second model.</param>
    /// <param name="level">The level of chance, between 0 and 1.</param>
    /// <returns>A sentence that begins with a name or a small letter, as it may follow the name of the metric.</returns>
    public string Describe(string first, string second, double level = 0.05) => Winner(level) switch
    {
        _ when !IsDefined => $"not defined on these rows for {Undefined(first, second)}, so the models cannot be compared by it. A metric may need rows of every class, or numbers that are finite.",
        1 => $"{second} is better.",
        -1 => $"{first} is better.",
        _ when Outcome.IsUpperBound => "there are too few replicates to tell.",
        _ => "no difference that chance would not make.",
    };

    private string Undefined(string first, string second) =>
        string.Join(" and ", new[] { (First.Value, Name: first), (Second.Value, Name: second) }.Where(one => !double.IsFinite(one.Value)).Select(one => one.Name).DefaultIfEmpty("their difference"));
}
