namespace Modelyard.Frames.Summaries;

/// <summary>Finds the most frequent value of a column, in a pass over its chunks after another has said which it may be.</summary>
/// <param name="keys">The values that it may be.</param>
/// <param name="count">The number of cells that each of them has, if that is known: then the one is wanted that sorts first.</param>
/// <param name="mostOfOthers">The number of cells that any other value may have.</param>
internal sealed class TopValue(HashSet<UInt128> keys, long? count, long mostOfOthers)
{
    private readonly Dictionary<UInt128, Candidate> _seen = [];
    private Candidate? _best;

    /// <summary>Gets a value indicating whether no further chunk can change the value.</summary>
    public bool IsFound { get; private set; } = keys.Count == 0;

    /// <summary>Gets the value and the number of its cells, after the pass; null if it is not sure which one is the most frequent.</summary>
    public (string? Text, long Count) Value => _best is { } best && (count is not null || best.Count > mostOfOthers) ? (best.Text, best.Count) : (null, 0);

    /// <summary>Takes in the column of a chunk.</summary>
    public void Add(Column column)
    {
        if (IsFound)
        {
            return;
        }

        UInt128[] cells = CellKeys.Of(column);
        for (int row = 0; row < cells.Length; row++)
        {
            if (cells[row] == default || !keys.Contains(cells[row]))
            {
                continue;
            }

            if (count is { } known)
            {
                // Each is looked at once.
                keys.Remove(cells[row]);
                Offer(Of(column, row, known));
            }
            else if (_seen.TryGetValue(cells[row], out Candidate? seen))
            {
                seen.Count++;
            }
            else
            {
                _seen.Add(cells[row], Of(column, row, 1));
            }
        }

        IsFound = keys.Count == 0;
    }

    /// <summary>Ends the pass.</summary>
    public void EndPass()
    {
        foreach (Candidate candidate in _seen.Values)
        {
            Offer(candidate);
        }

        _seen.Clear();
        IsFound = true;
    }

    private static Candidate Of(Column column, int row, long count)
    {
        ulong[] order = [0];
        if (column.IsNumeric)
        {
            column.Take([row]).CopySortKeys(order);
        }

        return new Candidate(column.FormatCell(row), order[0]) { Count = count };
    }

    private void Offer(Candidate candidate) => _best = _best is null || candidate.IsBefore(_best) ? candidate : _best;

    /// <summary>Represents a value that may be the most frequent one.</summary>
    /// <param name="text">The value as a text.</param>
    /// <param name="order">Of a number, its place among others.</param>
    private sealed class Candidate(string text, ulong order)
    {
        public string Text => text;

        public ulong Order => order;

        public long Count { get; set; }

        /// <summary>Determines whether the value is more frequent than another, or as frequent and sorts before it.</summary>
        public bool IsBefore(Candidate other) => Count != other.Count ? Count > other.Count
            : Order != other.Order ? Order < other.Order
            : CategoryColumn.CompareByCodePoint(Text, other.Text) < 0;
    }
}
