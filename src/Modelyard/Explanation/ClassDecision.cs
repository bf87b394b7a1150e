using Modelyard.Learning;

namespace Modelyard.Explanation;

/// <summary>Decides for a class by the outputs of a <see cref="ModelFunction"/>, of two classes the probability of the second.</summary>
/// <param name="Classes">The classes; empty for a number.</param>
/// <param name="Threshold">For two classes, the probability of the second from which on it is predicted; null for the most probable class.</param>
internal sealed record ClassDecision(IReadOnlyList<string> Classes, double? Threshold)
{
    /// <summary>The class of a number.</summary>
    internal const int None = -1;

    /// <summary>Gets the class that outputs stand for.</summary>
    internal int Of(ReadOnlySpan<double> outputs) => Classes.Count switch
    {
        0 => None,
        2 => (Threshold is { } threshold ? outputs[0] >= threshold : outputs[0] > 0.5) ? 1 : 0,
        _ => BatchPrediction.MostProbable(outputs),
    };

    /// <summary>Gets the probability of a class.</summary>
    internal double ProbabilityOf(ReadOnlySpan<double> outputs, int label) => Classes.Count != 2 ? outputs[label] : label == 1 ? outputs[0] : 1 - outputs[0];
}
