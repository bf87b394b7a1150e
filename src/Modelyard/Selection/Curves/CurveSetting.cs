using Modelyard.Learning;

namespace Modelyard.Selection;

/// <summary>Represents an estimator that a curve or a slice scores on folds.</summary>
/// <param name="Text">What it is in a few words, for errors.</param>
/// <param name="Estimator">The estimator.</param>
/// <param name="Folds">The folds.</param>
/// <param name="IsAsked">Whether it was asked for: if it cannot be fitted, that is an error; one that was only suggested is left out.</param>
internal sealed record CurveSetting(string Text, IEstimator Estimator, IReadOnlyList<Split> Folds, bool IsAsked = true);
