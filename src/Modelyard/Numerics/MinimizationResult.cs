namespace Modelyard.Numerics;

/// <summary>Represents how a minimisation ended.</summary>
/// <param name="Outcome">Why it ended.</param>
/// <param name="Value">The value of the function at the point that was reached, penalties included.</param>
/// <param name="Gradient">The greatest absolute derivative at that point.</param>
/// <param name="Iterations">The number of steps.</param>
/// <param name="Evaluations">The number of evaluations of the function.</param>
public readonly record struct MinimizationResult(MinimizationOutcome Outcome, double Value, double Gradient, int Iterations, int Evaluations)
{
    /// <summary>Gets a value indicating whether the minimum was found to the tolerance.</summary>
    public bool Converged => Outcome == MinimizationOutcome.Converged;
}
