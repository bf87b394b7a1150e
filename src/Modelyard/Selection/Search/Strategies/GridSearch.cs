using Modelyard.Numerics;

namespace Modelyard.Selection.Search;

/// <summary>Represents the search that tries every point of a grid, in random order: fewer trials than points are spread over the whole of it.</summary>
public sealed record GridSearch : ISearchStrategy
{
    // Of a grid with more points than a space lists, nearly all draws are new.
    private const int MostDraws = 500;

    /// <summary>Gets the number of values of each axis that has more than that, 2 or more; choices have all of theirs.</summary>
    public int Resolution { get; init; } = 5;

    /// <inheritdoc/>
    public IReadOnlyList<SearchProposal> Ask(TrialHistory history, int count, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(history);
        var fresh = new FreshPoints(history);
        if (history.Space.ListGrid(Resolution) is not { } all)
        {
            return [.. Draw(history.Space, fresh, count, random).Select(point => new SearchProposal(point))];
        }

        if (all.Count == 0)
        {
            throw new ModelyardException($"The search space has no valid point: none of the grid meets {string.Join(" and ", history.Space.Constraints.Select(one => $"'{one.Text}'"))}. Widen the ranges, or loosen the constraint.");
        }

        SearchPoint[] left = [.. all.Where(fresh.TryTake)];
        random.Shuffle(left.AsSpan());
        return [.. left.Take(count).Select(point => new SearchProposal(point))];
    }

    private List<SearchPoint> Draw(SearchSpace space, FreshPoints fresh, int count, RandomStream random)
    {
        var drawn = new List<SearchPoint>(count);
        for (int draw = 0; draw < MostDraws && drawn.Count < count; draw++)
        {
            SearchPoint point = space.DrawFromGrid(Resolution, ref random);
            if (fresh.TryTake(point))
            {
                drawn.Add(point);
            }
        }

        return drawn;
    }
}
