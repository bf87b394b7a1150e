using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Selection;

/// <summary>Represents the parting of rows into folds of equal size, to within one row, each of which is scored on once.</summary>
/// <remarks>
/// Stratified folds also hold equally many rows of every class, to within one row: a class of two or more rows is then among the training rows of every split; a
/// class of one row is not, where that row is scored on. For a regression the strata are ten ranges of the target that hold equally many rows.
/// </remarks>
public sealed record KFold : ISplitter
{
    private const int RegressionStrata = 10;

    /// <summary>Gets the number of folds, 2 or more; fewer rows than that make as many folds as there are rows.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Gets a value indicating whether every fold holds every class, or every part of the target's range, in proportion.</summary>
    public bool Stratified { get; init; }

    /// <summary>Gets a value indicating whether rows are shuffled; if not, folds take them in order.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Gets the seed of the shuffle.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<Split> Split(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        int folds = FoldAssignment.CheckFolds(Folds, data.RowCount, "rows");
        int[] foldOfRow = new int[data.RowCount];
        List<int[]> strata = Stratified ? Strata.Of(data, RegressionStrata) : [[.. Enumerable.Range(0, data.RowCount)]];

        // Folds are dealt out like cards, each stratum going on where the last one stopped: folds and strata both come out even.
        int next = 0;
        for (int stratum = 0; stratum < strata.Count; stratum++)
        {
            if (Shuffle)
            {
                new RandomStream(Seed, (ulong)stratum).Shuffle(strata[stratum].AsSpan());
            }

            foreach (int row in strata[stratum])
            {
                foldOfRow[row] = next;
                next = (next + 1) % folds;
            }
        }

        return FoldAssignment.ToSplits(foldOfRow, folds);
    }
}
