using Modelyard.Learning;

namespace Modelyard.Selection;

/// <summary>Represents splits of rows that are in order of time: what is learned from always comes before what is scored on.</summary>
/// <remarks>The last rows are cut into consecutive test parts of equal size; each is predicted from all rows before it (an expanding window).</remarks>
public sealed record TimeSeriesSplit : ISplitter
{
    /// <summary>Gets the number of splits, 1 or more.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Gets the number of rows of a test part; null for rows / (folds + 1).</summary>
    public int? TestSize { get; init; }

    /// <summary>Gets the number of rows left out between training and test part.</summary>
    public int Gap { get; init; }

    /// <summary>Gets the greatest number of rows to learn from, the latest ones; null for all.</summary>
    public int? MaxTrainSize { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<Split> Split(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        FoldAssignment.CheckAtLeast(nameof(Folds), Folds, 1);
        FoldAssignment.CheckAtLeast(nameof(Gap), Gap, 0);
        FoldAssignment.CheckAtLeast(nameof(MaxTrainSize), MaxTrainSize ?? 1, 1);
        int size = TestSize ?? (data.RowCount / (Folds + 1));
        int first = data.RowCount - (Folds * size);
        if (size < 1 || first - Gap < 1)
        {
            throw new ModelyardException($"'{data.RowCount}' rows are too few for '{Folds}' test parts of '{size}' rows after a gap of '{Gap}'. Ask for fewer or smaller ones.");
        }

        return [.. Enumerable.Range(0, Folds).Select(fold =>
        {
            int start = first + (fold * size), end = start - Gap;
            int from = MaxTrainSize is { } most ? Math.Max(0, end - most) : 0;
            return new Split([.. Enumerable.Range(from, end - from)], [.. Enumerable.Range(start, size)]);
        })];
    }
}
