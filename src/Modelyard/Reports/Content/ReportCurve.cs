namespace Modelyard.Reports.Content;

/// <summary>Represents a ROC or precision-recall curve of one class.</summary>
/// <param name="Class">The class taken as positive.</param>
/// <param name="X">The false positive rates, or the recalls.</param>
/// <param name="Y">The true positive rates, or the precisions.</param>
/// <param name="Area">The area under the curve, or the average precision.</param>
public sealed record ReportCurve(string Class, IReadOnlyList<double> X, IReadOnlyList<double> Y, double Area)
{
    /// <summary>Gets the probability from which on rows are taken at each point; infinite where none is.</summary>
    public IReadOnlyList<double> Thresholds { get; init; } = [];

    /// <summary>Gets the value of a guess: the share of positives for precision-recall; NaN for none.</summary>
    public double Baseline { get; init; } = double.NaN;

    /// <summary>Gets the horizontal position of the point that the model works at; NaN for none.</summary>
    public double OperatingX { get; init; } = double.NaN;

    /// <summary>Gets the height of the point that the model works at; NaN for none.</summary>
    public double OperatingY { get; init; } = double.NaN;
}
