namespace Modelyard.Trees.Boosting;

/// <summary>Defines a loss of one's own for <see cref="GradientBoostingRegressor.Objective"/>: a loss of a target and a score, the sum of the trees, that is to be small.</summary>
/// <remarks>
/// Only the fit calls it, with some thousand rows at a time and from several threads at once, so it must hold no state that changes. What it returns is weighted by
/// the fit. The model does not need it: it keeps the <see cref="Link"/> alone. A number that is not finite, or a curvature below 0, ends the fit with an error that names
/// the objective, the row and the number.
/// </remarks>
public interface IBoostingObjective
{
    /// <summary>Gets the name, as errors tell it.</summary>
    string Name { get; }

    /// <summary>Gets how a score becomes a prediction.</summary>
    BoostingLink Link { get; }

    /// <summary>Computes the score from which boosting starts, best the constant of the least loss.</summary>
    /// <param name="target">The target of each row.</param>
    /// <param name="weights">The weight of each row; empty if every row weighs 1.</param>
    /// <returns>A finite number.</returns>
    double InitialScore(ReadOnlySpan<double> target, ReadOnlySpan<double> weights);

    /// <summary>Computes the first and second derivative of the loss by the score.</summary>
    /// <param name="target">The target of each row of a block.</param>
    /// <param name="scores">The score of each.</param>
    /// <param name="gradients">Receives the first derivative of each.</param>
    /// <param name="curvatures">Receives the second derivative of each, 0 or more; 1 for all makes the steps those of gradient descent.</param>
    void Differentiate(ReadOnlySpan<double> target, ReadOnlySpan<double> scores, Span<double> gradients, Span<double> curvatures);

    /// <summary>Computes the loss, by which training is told and early stopping decides.</summary>
    /// <param name="target">The target of each row of a block.</param>
    /// <param name="scores">The score of each.</param>
    /// <param name="losses">Receives the loss of each.</param>
    void Measure(ReadOnlySpan<double> target, ReadOnlySpan<double> scores, Span<double> losses);
}
