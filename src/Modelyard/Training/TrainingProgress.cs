namespace Modelyard.Training;

/// <summary>Says how far a training has come.</summary>
/// <param name="Stage">What is being done: comparing, tuning, fitting, testing.</param>
/// <param name="Message">The details in a few words.</param>
/// <param name="Share">The share of the whole that is done, from 0 to 1.</param>
/// <param name="BestScore">The best score so far; NaN if there is none.</param>
public readonly record struct TrainingProgress(string Stage, string Message, double Share, double BestScore);
