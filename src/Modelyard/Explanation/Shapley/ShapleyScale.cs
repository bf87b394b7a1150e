namespace Modelyard.Explanation.Shapley;

/// <summary>Says in what unit Shapley values are.</summary>
public enum ShapleyScale
{
    /// <summary>The unit of the prediction itself: the target's, or that of a score of anomalies.</summary>
    Prediction,

    /// <summary>Probability, or the share of votes.</summary>
    Probability,

    /// <summary>The score before the link: log-odds of a class, the logarithm of a rate, the distance from a border.</summary>
    Raw,

    /// <summary>How far the score of a class lies above the mean of the other classes' scores.</summary>
    Lead,
}
