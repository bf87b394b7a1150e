namespace Modelyard.Reports.Content;

/// <summary>Represents one score on the test part.</summary>
/// <param name="Name">The name, such as ROC AUC.</param>
/// <param name="Value">The score.</param>
public sealed record ReportMetric(string Name, double Value)
{
    /// <summary>Gets the lower end of the interval; NaN for none.</summary>
    public double Low { get; init; } = double.NaN;

    /// <summary>Gets the upper end of the interval; NaN for none.</summary>
    public double High { get; init; } = double.NaN;

    /// <summary>Gets the score of the baseline on the same rows; NaN where it is not known.</summary>
    public double Baseline { get; init; } = double.NaN;

    /// <summary>Gets a value indicating whether a greater score is better.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>Gets what the score means, in a sentence; empty for none.</summary>
    public string Meaning { get; init; } = "";
}
