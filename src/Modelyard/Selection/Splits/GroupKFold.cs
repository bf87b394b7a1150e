using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Selection;

/// <summary>Represents the parting of rows into folds of about equal size such that rows of one group are never parted.</summary>
/// <remarks>
/// The largest group goes first, each into the fold that has the fewest rows so far; the seed decides among groups of equal size. Stratified, the group with the
/// most uneven classes goes first, each into the fold where the shares of the classes stay most even over the folds.
/// </remarks>
public sealed record GroupKFold : ISplitter
{
    /// <summary>Gets the number of folds, 2 or more; fewer groups than that make as many folds as there are groups.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Gets a value indicating whether folds hold about their share of every class, or of every part of the target's range.</summary>
    public bool Stratified { get; init; }

    /// <summary>Gets the seed that decides between groups of equal standing.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<Split> Split(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        (int[] groupOfRow, int groups) = FoldAssignment.NumberGroups(data);
        int folds = FoldAssignment.CheckFolds(Folds, groups, "groups");
        int[] shuffled = new RandomStream(Seed).Permutation(groups);
        int[] foldOfGroup = Stratified ? StratifiedGroups.Assign(data, groupOfRow, shuffled, folds) : AssignBySize(groupOfRow, shuffled, folds);
        return FoldAssignment.ToSplits(Array.ConvertAll(groupOfRow, group => foldOfGroup[group]), folds);
    }

    private static int[] AssignBySize(int[] groupOfRow, int[] shuffled, int folds)
    {
        int[] sizes = new int[shuffled.Length];
        foreach (int group in groupOfRow)
        {
            sizes[group]++;
        }

        int[] foldOfGroup = new int[shuffled.Length], rowsOfFold = new int[folds];
        foreach (int group in shuffled.OrderByDescending(group => sizes[group]))
        {
            int fold = rowsOfFold.IndexOf(rowsOfFold.Min());
            foldOfGroup[group] = fold;
            rowsOfFold[fold] += sizes[group];
        }

        return foldOfGroup;
    }
}
