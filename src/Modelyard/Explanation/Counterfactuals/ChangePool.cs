namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Keeps the cheapest change of each set of columns.</summary>
internal sealed class ChangePool(double[] own, ChangeSpace space)
{
    private readonly Dictionary<string, ChangeCandidate> _bySet = new(StringComparer.Ordinal);

    /// <summary>Gets the cost of the cheapest; infinity of none.</summary>
    internal double LeastCost { get; private set; } = double.PositiveInfinity;

    /// <summary>Takes in a change that does what is wanted, if it is the cheapest of its columns.</summary>
    internal void Add(ChangeCandidate change)
    {
        string set = SetOf(change);
        if (!_bySet.TryGetValue(set, out ChangeCandidate? known) || change.Cost < known.Cost)
        {
            _bySet[set] = change;
            LeastCost = Math.Min(LeastCost, change.Cost);
        }
    }

    /// <summary>Takes a change out, if it is the one of its columns.</summary>
    internal void Remove(ChangeCandidate change)
    {
        string set = SetOf(change);
        if (_bySet.TryGetValue(set, out ChangeCandidate? known) && ReferenceEquals(known, change))
        {
            _bySet.Remove(set);
        }
    }

    /// <summary>Lists the changes, the cheapest first.</summary>
    internal IReadOnlyList<ChangeCandidate> Cheapest(int most) =>
        [.. _bySet.OrderBy(pair => pair.Value.Cost).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(most).Select(pair => pair.Value)];

    private string SetOf(ChangeCandidate change) => string.Join(',', space.Changed(own, change.Row));
}
