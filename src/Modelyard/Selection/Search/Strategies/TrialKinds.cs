namespace Modelyard.Selection.Search;

/// <summary>Tells the kinds of trials apart, such as those of one estimator: what the choices say that other axes hang on. A space without such choices has one kind.</summary>
internal sealed class TrialKinds
{
    private readonly int[] _roots;
    private readonly string[] _kinds;
    private readonly string _best;

    /// <summary>Initializes the kinds of trials.</summary>
    /// <param name="space">The space.</param>
    /// <param name="located">The trials, one or more.</param>
    internal TrialKinds(SearchSpace space, LocatedTrials located)
    {
        Space = space;
        _roots = [.. Enumerable.Range(0, space.Dimensions.Count).Where(axis => space.Dimensions[axis].IsChoice && space.Dimensions.Any(other => other.When?.Name == space.Dimensions[axis].Name))];
        _kinds = [.. located.Shares.Select(KindOf)];
        _best = _kinds[located.Losses.Index().MinBy(loss => loss.Item).Index];

        // One kind alone needs no trials of its own.
        CountOfBest = _roots.Length == 0 ? int.MaxValue : _kinds.Count(kind => kind == _best);
    }

    /// <summary>Gets the space.</summary>
    internal SearchSpace Space { get; }

    /// <summary>Gets the number of trials of the kind of the best.</summary>
    internal int CountOfBest { get; }

    /// <summary>Says whether a trial is of the kind of the best.</summary>
    /// <param name="trial">The place of the trial.</param>
    internal bool IsBest(int trial) => _kinds[trial] == _best;

    /// <summary>Says whether a point is of the kind of the best.</summary>
    /// <param name="point">The point.</param>
    internal bool IsBest(SearchPoint point)
    {
        double[] shares = new double[Space.Dimensions.Count];
        return Space.TryLocate(point, shares) && KindOf(shares) == _best;
    }

    private string KindOf(double[] shares) => string.Join('\n', _roots.Select(axis => double.IsNaN(shares[axis]) ? "" : Space.Dimensions[axis].At(shares[axis])));
}
