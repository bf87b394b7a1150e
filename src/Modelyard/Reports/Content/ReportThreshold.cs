namespace Modelyard.Reports.Content;

/// <summary>Represents how the probability above which a row counts as positive was chosen.</summary>
/// <param name="Metric">The name of the score that it was chosen for.</param>
/// <param name="Chosen">The chosen threshold.</param>
/// <param name="Thresholds">The thresholds in ascending order.</param>
/// <param name="Scores">The score at each threshold.</param>
public sealed record ReportThreshold(string Metric, double Chosen, IReadOnlyList<double> Thresholds, IReadOnlyList<double> Scores)
{
    /// <summary>Gets the precision at each threshold; empty for none.</summary>
    public IReadOnlyList<double> Precision { get; init; } = [];

    /// <summary>Gets the recall at each threshold; empty for none.</summary>
    public IReadOnlyList<double> Recall { get; init; } = [];

    /// <summary>Gets which rows the threshold was chosen on, such as the name of the part.</summary>
    public string ChosenOn { get; init; } = "";
}
