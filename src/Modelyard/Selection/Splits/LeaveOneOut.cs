using Modelyard.Learning;

namespace Modelyard.Selection;

/// <summary>Represents splits that score on one row, or on one group of rows, and learn from all others.</summary>
/// <remarks>There are as many fits as rows or groups. Metrics of a single row say little; pool the predictions of all splits instead (<see cref="OutOfFold"/>).</remarks>
public sealed record LeaveOneOut : ISplitter
{
    /// <summary>Gets a value indicating whether whole groups are left out, not single rows.</summary>
    public bool ByGroup { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<Split> Split(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (ByGroup)
        {
            (int[] groupOfRow, int groups) = FoldAssignment.NumberGroups(data);
            return FoldAssignment.ToSplits(groupOfRow, FoldAssignment.CheckFolds(Math.Max(2, groups), groups, "groups"));
        }

        int rows = data.RowCount;
        return new SplitList(FoldAssignment.CheckFolds(Math.Max(2, rows), rows, "rows"), left => new Split([.. Enumerable.Range(0, rows).Where(row => row != left)], [left]));
    }
}
