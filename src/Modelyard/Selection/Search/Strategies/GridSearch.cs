using Modelyard.Numerics;

namespace Modelyard.Selection.Search;

/// <summary>Represents the search that tries every point of a grid.</summary>
public sealed record GridSearch : ISearchStrategy
{
    /// <summary>Gets the number of values of each axis that has more than that, 2 or more; choices have all of theirs.</summary>
    public int Resolution { get; init; } = 5;

    /// <inheritdoc/>
    public IReadOnlyList<SearchProposal> Ask(TrialHistory history, int count, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(history);
        var fresh = new FreshPoints(history);
        SearchProposal[] proposals = [.. history.Space.Grid(Resolution).Where(fresh.TryTake).Take(count).Select(point => new SearchProposal(point))];
        if (proposals.Length == 0 && !history.Trials.Any(trial => !trial.IsDefault))
        {
            throw new ModelyardException($"The search space has no valid point: none of the grid meets {string.Join(" and ", history.Space.Constraints.Select(one => $"'{one.Text}'"))}. Widen the ranges, or loosen the constraint.");
        }

        return proposals;
    }
}
