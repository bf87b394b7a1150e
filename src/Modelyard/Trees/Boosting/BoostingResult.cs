namespace Modelyard.Trees.Boosting;

/// <summary>Represents what boosting learned.</summary>
/// <param name="Ensemble">The trees.</param>
/// <param name="TrainingLoss">The loss on the training rows before the first iteration and after each.</param>
/// <param name="ValidationLoss">Likewise on the rows that were held out; empty if none were.</param>
internal sealed record BoostingResult(TreeEnsemble Ensemble, double[] TrainingLoss, double[] ValidationLoss);
