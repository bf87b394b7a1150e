using Modelyard.Numerics;

namespace Modelyard.Preparation.Text;

/// <summary>Counts the terms of consecutive rows, each under a number of its own until the vocabulary is known: so a text is read once.</summary>
internal sealed class TermTally : ITermSink
{
    private readonly TermTable _table = new();
    private readonly List<int> _starts = [0];
    private Seen[] _seen = new Seen[1 << 9];
    private int[] _terms = new int[1 << 12];
    private int[] _counts = new int[1 << 12];
    private int _end;

    // For each term its number in the totals of all rows.
    private int[] _numbers = [];

    public void Add(ReadOnlySpan<char> term)
    {
        int number = _table.Add(term);
        if (number >= _seen.Length)
        {
            Array.Resize(ref _seen, 2 * _seen.Length);
        }

        ref Seen seen = ref _seen[number];
        seen.Count++;
        int row = _starts.Count;
        if (seen.LastRow == row)
        {
            _counts[seen.At]++;
            return;
        }

        if (_end == _terms.Length)
        {
            Array.Resize(ref _terms, 2 * _end);
            Array.Resize(ref _counts, 2 * _end);
        }

        (seen.LastRow, seen.At) = (row, _end);
        seen.Rows++;
        _counts[_end] = 1;
        _terms[_end++] = number;
    }

    internal void EndRow() => _starts.Add(_end);

    /// <summary>Adds what was counted to the totals of all rows.</summary>
    internal void AddTo(TermTotals totals)
    {
        _numbers = new int[_table.Count];
        for (int number = 0; number < _numbers.Length; number++)
        {
            _numbers[number] = totals.Add(_table[number], _seen[number].Rows, _seen[number].Count);
        }
    }

    /// <summary>Creates the rows as counts of the terms that were chosen.</summary>
    /// <param name="columnOf">The column of each term of the totals, or -1.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="binary">Whether a term counts once.</param>
    internal SparseMatrix ToMatrix(int[] columnOf, int columns, bool binary)
    {
        var builder = new SparseMatrixBuilder(columns);
        for (int row = 0; row < _starts.Count - 1; row++)
        {
            for (int i = _starts[row]; i < _starts[row + 1]; i++)
            {
                int column = columnOf[_numbers[_terms[i]]];
                if (column >= 0)
                {
                    builder.Add(column, binary ? 1 : _counts[i]);
                }
            }

            builder.EndRow();
        }

        return builder.Build();
    }

    private struct Seen
    {
        public long Count;
        public int Rows;
        public int LastRow;
        public int At;
    }
}
