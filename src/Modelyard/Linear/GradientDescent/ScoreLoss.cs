namespace Modelyard.Linear;

/// <summary>Computes the loss of a row from its scores, and what each score contributes to it.</summary>
internal abstract class ScoreLoss
{
    /// <summary>Gets the greatest second derivative by a score; 1 for a loss of straight lines.</summary>
    public abstract double Curvature { get; }

    /// <summary>Replaces scores by the derivatives of the loss by them.</summary>
    /// <param name="scores">The scores; receives the derivatives.</param>
    /// <param name="target">The target, or the number of the class.</param>
    /// <returns>The loss.</returns>
    public abstract double Slopes(Span<double> scores, double target);

    /// <summary>Computes the derivative at the score of a weight of typical size on the wrong side: what the first step must not exceed.</summary>
    /// <param name="score">The score.</param>
    /// <returns>The derivative.</returns>
    public virtual double SlopeAt(double score)
    {
        Span<double> one = [score];
        Slopes(one, 1);
        return one[0];
    }
}
