namespace Modelyard.Preparation.Text;

/// <summary>Represents the terms that are counted, each with its column. Immutable.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _columns;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    internal Vocabulary(IReadOnlyList<string> terms)
    {
        Terms = terms;
        _columns = new Dictionary<string, int>(terms.Count, StringComparer.Ordinal);
        for (int column = 0; column < terms.Count; column++)
        {
            _columns.TryAdd(terms[column], column);
        }

        _lookup = _columns.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Gets the terms in the order of their columns.</summary>
    internal IReadOnlyList<string> Terms { get; }

    /// <summary>Gets the column of a term, or -1.</summary>
    internal int IndexOf(ReadOnlySpan<char> term) => _lookup.TryGetValue(term, out int column) ? column : -1;
}
