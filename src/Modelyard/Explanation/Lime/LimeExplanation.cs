namespace Modelyard.Explanation.Lime;

/// <summary>Represents the linear model that a prediction follows near one row.</summary>
/// <param name="Output">The class whose probability is explained; empty for a number.</param>
/// <param name="Prediction">What the model predicts for the row.</param>
/// <param name="LocalPrediction">What the linear model predicts for the row.</param>
/// <param name="Intercept">What the linear model predicts where no condition holds, or, for numbers as they are, where they are those of the row.</param>
/// <param name="Fidelity">The share of the variation of the predictions near the row that the linear model explains, by the weights of the samples: 1 if it follows exactly, near 0 if its weights say nothing.</param>
/// <param name="Weights">The weights, those that weigh most first.</param>
public sealed record LimeExplanation(string Output, double Prediction, double LocalPrediction, double Intercept, double Fidelity, IReadOnlyList<LimeWeight> Weights)
{
    private const double LeastFidelity = 0.5;

    /// <summary>Gets a value indicating whether the linear model explains at least half of the variation nearby; else its weights say little.</summary>
    public bool IsFaithful => Fidelity >= LeastFidelity;
}
