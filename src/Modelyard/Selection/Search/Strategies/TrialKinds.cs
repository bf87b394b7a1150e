namespace Modelyard.Selection.Search;

/// <summary>Tells the kinds of trials apart, such as those of one estimator: what the choices say that other axes hang on. A space without such choices has one kind.</summary>
internal sealed class TrialKinds
{
    private readonly int[] _roots;
    private readonly string[] _kinds;
    private readonly string _best;
    private readonly Dictionary<string, int> _counts;

    /// <summary>Initializes the kinds of trials.</summary>
    /// <param name="space">The space.</param>
    /// <param name="located">The trials, one or more.</param>
    internal TrialKinds(SearchSpace space, LocatedTrials located)
    {
        Space = space;
        _roots = [.. Enumerable.Range(0, space.Dimensions.Count).Where(axis => space.Dimensions[axis].IsChoice && space.Dimensions.Any(other => other.When?.Name == space.Dimensions[axis].Name))];
        _kinds = [.. located.Shares.Select(KindOf)];
        _best = _kinds[located.Losses.Index().MinBy(loss => loss.Item).Index];

        _counts = _roots is [var root] && space.Dimensions[root] is ChoiceDimension choice
            ? choice.Values.ToDictionary(value => value, _ => 0, StringComparer.Ordinal)
            : new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string kind in _kinds.Concat(located.Failed.Select(KindOf)))
        {
            _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        }
    }

    /// <summary>Gets the space.</summary>
    internal SearchSpace Space { get; }

    /// <summary>Finds the kind that has had the fewest trials.</summary>
    /// <param name="ofBest">The number of trials that the kind of the best is to have.</param>
    /// <param name="ofAll">About the number of trials that all kinds are to have together, of each two at least.</param>
    /// <returns>The kind and how many it lacks; null if none lacks any, as in a space of one kind.</returns>
    internal (string Kind, int Lacks)? Lacking(int ofBest, int ofAll)
    {
        const int Fewest = 2;
        int ofEach = Math.Clamp(ofAll / Math.Max(1, _counts.Count), Fewest, ofBest);
        (string Kind, int Lacks) most = _counts.Select(one => (one.Key, Lacks: (one.Key == _best ? ofBest : ofEach) - one.Value)).MaxBy(one => one.Lacks);
        return _roots.Length == 0 || most.Lacks <= 0 ? null : most;
    }

    /// <summary>Says whether a trial is of the kind of the best.</summary>
    /// <param name="trial">The place of the trial.</param>
    internal bool IsBest(int trial) => _kinds[trial] == _best;

    /// <summary>Says whether a point is of a kind.</summary>
    /// <param name="point">The point.</param>
    /// <param name="kind">The kind.</param>
    internal bool Is(SearchPoint point, string kind)
    {
        double[] shares = new double[Space.Dimensions.Count];
        return Space.TryLocate(point, shares) && KindOf(shares) == kind;
    }

    private string KindOf(double[] shares) => string.Join('\n', _roots.Select(axis => double.IsNaN(shares[axis]) ? "" : Space.Dimensions[axis].At(shares[axis])));
}
