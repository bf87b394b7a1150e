using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Says how the parameters of a logistic regression lie: feature by feature, the intercept last, one for each set of scores.</summary>
/// <param name="Features">The number of features.</param>
/// <param name="Scores">The number of sets of scores: 1 for two classes, else one a class.</param>
/// <param name="HasIntercept">Whether the last line of parameters is the intercept.</param>
internal sealed record LogisticLayout(int Features, int Scores, bool HasIntercept)
{
    /// <summary>Gets the number of parameters of a class.</summary>
    internal int Lines => Features + (HasIntercept ? 1 : 0);

    /// <summary>Gets the number of parameters.</summary>
    internal int Count => Lines * Scores;

    /// <summary>Gets the distance between the parameters of neighbouring features when they are spread for scoring: one, or whole vectors.</summary>
    internal int Width => Scores == 1 ? 1 : NarrowProduct.Pad(Scores);

    /// <summary>Gets the number of spread parameters; there the intercept has its place whether it is learned or not.</summary>
    internal int SpreadCount => (Features + 1) * Width;
}
