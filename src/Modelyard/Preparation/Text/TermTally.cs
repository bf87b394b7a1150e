using System.Runtime.InteropServices;
using Modelyard.Numerics;

namespace Modelyard.Preparation.Text;

/// <summary>Counts the terms of consecutive rows, each under a number of its own until the vocabulary is known: so a text is read once.</summary>
internal sealed class TermTally : ITermSink
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<Entry> _entries = [];
    private readonly List<int> _terms = [];
    private readonly List<int> _counts = [];
    private readonly List<int> _starts = [0];

    internal TermTally()
    {
        _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public void Add(ReadOnlySpan<char> term)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_lookup, term, out bool isKnown);
        if (!isKnown)
        {
            number = _entries.Count;
            _entries.Add(default);
        }

        ref Entry entry = ref CollectionsMarshal.AsSpan(_entries)[number];
        entry.Count++;
        int row = _starts.Count;
        if (entry.LastRow == row)
        {
            CollectionsMarshal.AsSpan(_counts)[entry.At]++;
            return;
        }

        (entry.LastRow, entry.At) = (row, _terms.Count);
        entry.Rows++;
        _terms.Add(number);
        _counts.Add(1);
    }

    internal void EndRow() => _starts.Add(_terms.Count);

    /// <summary>Adds what was counted to the totals of all rows.</summary>
    internal void AddTo(TermTotals totals)
    {
        foreach ((string term, int number) in _numbers)
        {
            totals.Add(term, _entries[number].Rows, _entries[number].Count);
        }
    }

    /// <summary>Creates the rows as counts of the terms of a vocabulary.</summary>
    internal SparseMatrix ToMatrix(Vocabulary vocabulary, bool binary)
    {
        int[] columns = new int[_entries.Count];
        foreach ((string term, int number) in _numbers)
        {
            columns[number] = vocabulary.IndexOf(term);
        }

        var builder = new SparseMatrixBuilder(vocabulary.Terms.Count);
        for (int row = 0; row < _starts.Count - 1; row++)
        {
            for (int i = _starts[row]; i < _starts[row + 1]; i++)
            {
                if (columns[_terms[i]] >= 0)
                {
                    builder.Add(columns[_terms[i]], binary ? 1 : _counts[i]);
                }
            }

            builder.EndRow();
        }

        return builder.Build();
    }

    private struct Entry
    {
        public int Rows;
        public long Count;
        public int LastRow;
        public int At;
    }
}
