namespace Modelyard.Reports.Content;

/// <summary>Represents the predictions of numbers on the test part beside what was right.</summary>
/// <param name="Actual">The actual values.</param>
/// <param name="Predicted">The predicted values, one for each actual one.</param>
public sealed record ReportPredictions(IReadOnlyList<double> Actual, IReadOnlyList<double> Predicted);
