using Modelyard.Learning;

namespace Modelyard.Selection;

/// <summary>Represents splits of rows that stand in the order of time: each learns from all rows before those it is scored on.</summary>
public sealed record TimeSeriesSplit : ISplitter
{
    /// <summary>Gets the number of splits, 1 or more.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Gets the number of rows that are left out between those learned from and those scored on.</summary>
    public int Gap { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<Split> Split(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        int size = data.RowCount / (Folds + 1);
        if (Folds < 1 || size < 1 || data.RowCount - (Folds * size) - Gap < 1)
        {
            throw new ModelyardException($"There are '{data.RowCount}' rows; '{Folds}' splits in time with a gap of '{Gap}' need more.");
        }

        return
        [
            .. Enumerable.Range(0, Folds).Select(fold =>
            {
                int first = data.RowCount - ((Folds - fold) * size);
                return new Split([.. Enumerable.Range(0, first - Gap)], [.. Enumerable.Range(first, size)]);
            }),
        ];
    }
}
