using Modelyard.Frames.Expressions;

namespace Modelyard.Evaluation;

/// <summary>Represents rows with something in common for which a model errs more than for others.</summary>
/// <param name="Condition">What they have in common, as an expression that <c>Filter</c> takes.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Share">Their share of all rows.</param>
/// <param name="Loss">Their mean loss, on the half of the rows on which the slice was not looked for.</param>
/// <param name="OtherLoss">The mean loss of the other rows there.</param>
/// <param name="Effect">The difference of both over the standard deviation of losses: 0.2 is small, 0.8 is large.</param>
/// <param name="PValue">The chance of a difference as great if there were none, with regard to all slices that were found (Benjamini and Hochberg).</param>
public sealed record Slice(Expression Condition, int Rows, double Share, double Loss, double OtherLoss, double Effect, double PValue);
