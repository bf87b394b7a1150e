using System.Text;
using Modelyard.Charts;
using Modelyard.Metrics;

namespace Modelyard.Selection.Features;

/// <summary>Represents which features were chosen, and why.</summary>
/// <param name="Method">The name of the method.</param>
/// <param name="Features">What is said of each feature, the best first.</param>
/// <param name="ScoreTitle">What the score of a feature is.</param>
/// <param name="Summary">What came out, in words.</param>
public sealed record FeatureChoice(string Method, IReadOnlyList<FeatureVerdict> Features, string ScoreTitle, string Summary)
{
    private const int MostDrawn = 40;

    /// <summary>Gets what learned, as the catalogue reads it; empty of a function that was given.</summary>
    public string Learner { get; init; } = "";

    /// <summary>Gets the sets of features that were scored on the way, in order; empty for methods that score none.</summary>
    public IReadOnlyList<SelectionStep> Steps { get; init; } = [];

    /// <summary>Gets the metric of the steps; null for methods that score none.</summary>
    public IMetric? Metric { get; init; }

    /// <summary>Gets how well the usual answer does in the same folds, which looks at no feature; null for methods that score no sets, or where the metric is not defined for it.</summary>
    public SelectionStep? Guess { get; init; }

    /// <summary>Gets a value indicating whether the selected features predict better than the usual answer by more than chance, twice the standard error; null where it was not scored.</summary>
    /// <remarks>The best of several sets is taken, so that on noise it may seem to, now and then; <see cref="SelectionComparison.BeatsGuessing"/> chooses anew in each fold.</remarks>
    public bool? BeatsGuessing { get; init; }

    /// <summary>Gets the score from which on a feature is selected, where the method has one; NaN where it has none.</summary>
    public double Threshold { get; init; } = double.NaN;

    /// <summary>Gets the names of the selected features, the best first.</summary>
    public IReadOnlyList<string> Selected => [.. Features.Where(feature => feature.Decision == FeatureDecision.Selected).Select(feature => feature.Name)];

    /// <summary>Creates a chart of the score of each feature, of at most forty.</summary>
    /// <returns>The chart; selected features stand out.</returns>
    public BarChart ToChart() => new()
    {
        Title = $"{Method}: features",
        Description = Summary,
        Axis = new Axis { Label = ScoreTitle },
        Items = [.. Features.Take(MostDrawn).Select(feature => new BarItem(
            feature.Decision == FeatureDecision.Tentative ? $"{feature.Name} (tentative)" : feature.Name, feature.Score, IsHighlighted: feature.Decision == FeatureDecision.Selected))],
    };

    /// <summary>Creates a chart of the scores over the number of features, with a standard error about each.</summary>
    /// <returns>The chart; null if no sets were scored.</returns>
    public LineChart? ToCurve()
    {
        if (Metric is null || Steps.Count == 0)
        {
            return null;
        }

        SelectionStep[] ordered = [.. Steps.GroupBy(step => step.Count).Select(same => Metric.HigherIsBetter ? same.MaxBy(step => step.Mean)! : same.MinBy(step => step.Mean)!).OrderBy(step => step.Count)];
        double Half(SelectionStep step) => double.IsNaN(step.Error) ? 0 : step.Error;
        SelectionStep? chosen = Array.Find(ordered, step => step.Count == Selected.Count);
        return new LineChart
        {
            Title = $"{Method}: {Metric.Title} over the number of features",
            Description = Summary,
            X = new Axis { Label = "features", Format = AxisFormat.Count, RoundsEnds = false },
            Y = new Axis { Label = $"{Metric.Title} on new rows" },
            Series =
            [
                new LineSeries
                {
                    X = [.. ordered.Select(step => (double)step.Count)],
                    Y = [.. ordered.Select(step => step.Mean)],
                    Low = [.. ordered.Select(step => step.Mean - Half(step))],
                    High = [.. ordered.Select(step => step.Mean + Half(step))],
                    Dots = true,
                },
            ],
            References = BeatsGuessing == false ? [ReferenceLine.Level(Guess!.Mean, "guessing")] : [],
            Points = chosen is null ? [] : [new ChartPoint(chosen.Count, chosen.Mean, $"chosen: {chosen.Count}")],
        };
    }

    /// <summary>Writes the choice as a table, and what came out.</summary>
    /// <returns>A header, a line a feature, and the summary.</returns>
    public override string ToString()
    {
        int width = Math.Max("feature".Length, Features.Max(feature => feature.Name.Length));
        var text = new StringBuilder();
        text.Append("feature".PadRight(width)).AppendLine($"  decision   {ScoreTitle}");
        foreach (FeatureVerdict feature in Features)
        {
            text.Append(feature.Name.PadRight(width)).AppendLine($"  {feature.Decision.ToString().ToLowerInvariant(),-9}  {NumberText.Score(feature.Score)}");
        }

        return text.AppendLine().AppendLine(Summary).ToString();
    }

    /// <summary>Holds the choice against guessing.</summary>
    /// <param name="scores">The score of the selected features, fold by fold.</param>
    /// <param name="folds">The folds.</param>
    internal FeatureChoice AgainstGuessing(IReadOnlyList<double> scores, PreparedFolds folds)
    {
        if (folds.ScoreGuess() is not { } guess)
        {
            return this;
        }

        var step = new SelectionStep([], guess);
        bool beats = folds.IsClearlyBetter(scores, guess);
        string standing = beats ? ""
            : folds.LooksBetter(scores, guess) ? ": what is kept looks better than guessing, which so few rows, or folds that differ so much, do not show beyond chance"
            : ": what is kept is not better than guessing beyond chance, so nothing speaks for it";
        return this with
        {
            Guess = step,
            BeatsGuessing = beats,
            Summary = $"{Summary} Guessing has {NumberText.Score(step.Mean)}{standing}.",
        };
    }

    /// <summary>Counts the features that are taken, as the beginning of a sentence.</summary>
    internal static string Count(int taken, int all) => $"{taken} of {all} {(all == 1 ? "feature" : "features")} {(taken == 1 || all == 1 ? "is" : "are")}";

    /// <summary>Names the selected features in a sentence.</summary>
    internal static string List(IReadOnlyCollection<string> names) => names.Count == 0 ? "none" : string.Join(", ", names.Take(12)) + (names.Count > 12 ? $" and {names.Count - 12} more" : "");
}
