using Modelyard.Metrics;

namespace Modelyard.Selection;

/// <summary>Represents predictions of rows by models that had not seen them.</summary>
/// <param name="Rows">The rows that were predicted, as positions in the data set, ascending: all of them, unless some only train, as the first ones do in order of time.</param>
/// <param name="Predictions">The predictions of those rows, beside the truth; the mean where a row was predicted more than once.</param>
/// <param name="Folds">What each fold gave, in order.</param>
public sealed record OutOfFoldPredictions(int[] Rows, Predictions Predictions, IReadOnlyList<FoldResult> Folds);
