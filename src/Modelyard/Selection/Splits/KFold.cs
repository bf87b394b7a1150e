using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Selection;

/// <summary>Represents the parting of shuffled rows into folds of equal size, each of which is scored on once.</summary>
public sealed record KFold : ISplitter
{
    /// <summary>Gets the number of folds, 2 or more; fewer rows than that make as many folds as there are rows.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Gets a value indicating whether every fold holds every class, or every part of the target's range, in proportion.</summary>
    public bool Stratified { get; init; }

    /// <summary>Gets the seed of the shuffle.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<Split> Split(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        int folds = Math.Min(Folds, data.RowCount);
        if (folds < 2)
        {
            throw new ModelyardException($"There are '{data.RowCount}' rows and '{Folds}' folds; there must be two or more of each.");
        }

        // Dealt like cards from an order in which strata interleave, the folds are equal in size to one row, and so is each stratum in them.
        int[] order = Stratified ? RowOrder.Stratified(data, Seed) : new RandomStream(Seed).Permutation(data.RowCount);
        int[] foldOfRow = new int[data.RowCount];
        for (int i = 0; i < order.Length; i++)
        {
            foldOfRow[order[i]] = i % folds;
        }

        return FoldSplits.Of(foldOfRow, folds);
    }
}
