namespace Modelyard.Lifecycle.Training;

/// <summary>Represents a version that was made anew.</summary>
/// <param name="Before">The version whose recipe it was made by.</param>
/// <param name="Version">The new version.</param>
/// <param name="Recipe">The recipe.</param>
/// <param name="Data">What it was learned from, in words.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Duration">How long it took.</param>
public sealed record RetrainingOutcome(ModelVersion Before, ModelVersion Version, TrainingRecipe Recipe, string Data, int Rows, TimeSpan Duration);
