namespace Modelyard.Inference;

/// <summary>Represents a fitted model as the weighted least squares at its coefficients.</summary>
/// <param name="Data">The data.</param>
/// <param name="Settings">The method without the penalty.</param>
/// <param name="Name">The name of the method.</param>
/// <param name="Coefficients">The coefficients, the intercept first.</param>
/// <param name="Weights">The weights; null for equal ones.</param>
/// <param name="Residuals">What each row has left.</param>
/// <param name="Penalty">What the square of each coefficient but the intercept's is weighed with.</param>
/// <param name="Deviance">The deviance of a generalised linear model; null of a linear one.</param>
internal sealed record PenalizedProblem(
    RegressionData Data, RegressionMethod Settings, string Name, double[] Coefficients, double[]? Weights, double[] Residuals, double Penalty, double? Deviance);
