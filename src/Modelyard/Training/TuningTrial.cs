namespace Modelyard.Training;

/// <summary>Represents one drawn set of hyperparameters and how far it came.</summary>
/// <param name="Estimator">The name of the estimator.</param>
/// <param name="Hyperparameters">The hyperparameters by name.</param>
/// <param name="Score">The mean score over the folds it was scored on.</param>
/// <param name="Folds">The number of folds it was scored on: more for those that looked better.</param>
public sealed record TuningTrial(string Estimator, IReadOnlyDictionary<string, string> Hyperparameters, double Score, int Folds);
