using Modelyard.Metrics;

namespace Modelyard.Selection;

/// <summary>Represents how an estimator did on one fold.</summary>
/// <param name="Rows">The rows that were scored, as positions in the data set.</param>
/// <param name="Predictions">The predictions for those rows, beside the truth.</param>
/// <param name="Score">The score.</param>
/// <param name="FitTime">How long the fit took.</param>
/// <param name="Warnings">What the fit had to say.</param>
public sealed record FoldResult(int[] Rows, Predictions Predictions, double Score, TimeSpan FitTime, IReadOnlyList<string> Warnings);
