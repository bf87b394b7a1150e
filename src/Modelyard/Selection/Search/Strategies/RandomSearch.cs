using Modelyard.Numerics;

namespace Modelyard.Selection.Search;

/// <summary>Represents the search that draws every point from the prior.</summary>
/// <remarks>Source: Bergstra and Bengio (2012), Random Search for Hyper-Parameter Optimization, JMLR 13.</remarks>
public sealed record RandomSearch : ISearchStrategy
{
    /// <inheritdoc/>
    public IReadOnlyList<SearchProposal> Ask(TrialHistory history, int count, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(history);
        var fresh = new FreshPoints(history);
        var proposals = new List<SearchProposal>();
        while (proposals.Count < count && fresh.Draw(ref random) is { } point)
        {
            proposals.Add(new SearchProposal(point));
        }

        return proposals;
    }
}
