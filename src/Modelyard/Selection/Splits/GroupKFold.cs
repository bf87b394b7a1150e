using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Selection;

/// <summary>Represents the parting of rows into folds of about equal size such that no group is parted.</summary>
public sealed record GroupKFold : ISplitter
{
    /// <summary>Gets the number of folds, 2 or more; fewer groups than that make as many folds as there are groups.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Gets the seed that decides between groups of equal size.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<Split> Split(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Groups.IsEmpty)
        {
            throw new ModelyardException("The rows have no groups; a split by groups needs them.");
        }

        int[] groups = data.Groups.ToArray();
        int[][] rowsOfGroup = [.. groups.Select((group, row) => (group, row)).GroupBy(pair => pair.group).OrderBy(one => one.Key).Select(one => one.Select(pair => pair.row).ToArray())];
        int folds = Math.Min(Folds, rowsOfGroup.Length);
        if (folds < 2)
        {
            throw new ModelyardException("All rows are of one group; a split by groups needs two or more.");
        }

        // The largest group goes to the fold that is the smallest so far.
        int[] shuffled = new RandomStream(Seed).Permutation(rowsOfGroup.Length);
        int[] sizes = new int[folds];
        int[] foldOfRow = new int[groups.Length];
        foreach (int group in shuffled.OrderByDescending(group => rowsOfGroup[group].Length))
        {
            int fold = Array.IndexOf(sizes, sizes.Min());
            sizes[fold] += rowsOfGroup[group].Length;
            foreach (int row in rowsOfGroup[group])
            {
                foldOfRow[row] = fold;
            }
        }

        return FoldSplits.Of(foldOfRow, folds);
    }
}
