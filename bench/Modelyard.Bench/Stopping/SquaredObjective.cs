using Modelyard.Trees.Boosting;

namespace Modelyard.Bench.Stopping;

/// <summary>Represents half the squared error as an objective of the user's own.</summary>
internal sealed class SquaredObjective : IBoostingObjective
{
    /// <inheritdoc/>
    public string Name => "squares";

    /// <inheritdoc/>
    public BoostingLink Link => BoostingLink.Identity;

    /// <inheritdoc/>
    public double InitialScore(ReadOnlySpan<double> target, ReadOnlySpan<double> weights) => 0.5;

    /// <inheritdoc/>
    public void Differentiate(ReadOnlySpan<double> target, ReadOnlySpan<double> scores, Span<double> gradients, Span<double> curvatures)
    {
        for (int i = 0; i < target.Length; i++)
        {
            gradients[i] = scores[i] - target[i];
            curvatures[i] = 1;
        }
    }

    /// <inheritdoc/>
    public void Measure(ReadOnlySpan<double> target, ReadOnlySpan<double> scores, Span<double> losses)
    {
        for (int i = 0; i < target.Length; i++)
        {
            losses[i] = 0.5 * (scores[i] - target[i]) * (scores[i] - target[i]);
        }
    }
}
