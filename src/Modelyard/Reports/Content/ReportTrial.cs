namespace Modelyard.Reports.Content;

/// <summary>Represents one set of hyperparameters that the search tried.</summary>
/// <param name="Number">The number of the trial, from 1.</param>
/// <param name="Estimator">The name of the estimator.</param>
/// <param name="Score">The score of validation; NaN for a trial that failed.</param>
/// <param name="Seconds">The seconds that the trial took; NaN where they are not known.</param>
/// <param name="Hyperparameters">The hyperparameters, written out.</param>
public sealed record ReportTrial(int Number, string Estimator, double Score, double Seconds = double.NaN, string Hyperparameters = "");
