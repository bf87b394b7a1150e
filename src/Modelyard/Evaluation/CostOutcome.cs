using Modelyard.Metrics;

namespace Modelyard.Evaluation;

/// <summary>Represents what the answers of a model cost.</summary>
/// <param name="Costs">What each answer costs.</param>
/// <param name="Mean">What a row costs on average.</param>
/// <param name="Curve">What is earned at each threshold; null unless there are probabilities of two classes.</param>
public sealed record CostOutcome(CostMatrix Costs, double Mean, ProfitCurve? Curve);
