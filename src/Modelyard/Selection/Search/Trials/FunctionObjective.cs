using Modelyard.Learning;

namespace Modelyard.Selection.Search;

/// <summary>Represents a function of a point as what a search makes as good as it can.</summary>
/// <param name="function">The function; called from several threads.</param>
/// <param name="higherIsBetter">Whether a higher value is better.</param>
/// <param name="identity">What tells the function from another in a journal.</param>
public sealed class FunctionObjective(Func<SearchPoint, double> function, bool higherIsBetter = false, string identity = "function") : ISearchObjective
{
    /// <inheritdoc/>
    public IReadOnlyList<SearchGoal> Goals { get; } = [new SearchGoal("value", higherIsBetter)];

    /// <inheritdoc/>
    public string Identity => identity;

    /// <inheritdoc/>
    public int Steps(double share) => 1;

    /// <inheritdoc/>
    public IReadOnlyList<double> Score(SearchPoint point, double share, int step, FitContext context) => [function(point)];
}
