namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents what a detector made of the losses of a window.</summary>
/// <param name="Chance">The chance of a rise as clear as the clearest one, were there no change, over all looks in the window; NaN where it was not judged.</param>
/// <param name="Mean">The mean of the losses since the last change.</param>
/// <param name="Rise">The first rise that was found; null for none.</param>
/// <param name="Fall">The first fall that was found; null for none.</param>
internal sealed record StreamOutcome(double Chance, double Mean, LossChange? Rise = null, LossChange? Fall = null);
