namespace Modelyard.Inference;

/// <summary>Represents what could be done about collinearity, and what it would change.</summary>
/// <param name="Action">What is done, as in <c>leave out 'water'</c>.</param>
/// <param name="Evidence">Why, with figures.</param>
/// <param name="FactorBefore">The greatest variance inflation factor before.</param>
/// <param name="FactorAfter">The greatest variance inflation factor after.</param>
/// <param name="ConditionBefore">The greatest condition index before, of the standardised features.</param>
/// <param name="ConditionAfter">The greatest condition index after.</param>
/// <param name="FitBefore">R² of the target before; NaN without a target.</param>
/// <param name="FitAfter">R² of the target after; NaN without a target.</param>
public sealed record CollinearityRemedy(
    string Action, string Evidence, double FactorBefore, double FactorAfter, double ConditionBefore, double ConditionAfter, double FitBefore, double FitAfter);
