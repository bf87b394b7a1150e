using Modelyard.Learning;

namespace Modelyard.Bench.Stopping;

/// <summary>Represents one fit that the probe stops.</summary>
/// <param name="Name">The learner.</param>
/// <param name="Form">The form of its data: dense, wide, few rows, sparse, with categories, texts.</param>
/// <param name="Fit">Fits it within a context.</param>
public sealed record StoppingCase(string Name, string Form, Action<FitContext> Fit);
