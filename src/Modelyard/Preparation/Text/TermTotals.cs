using System.Runtime.InteropServices;

namespace Modelyard.Preparation.Text;

/// <summary>Represents in how many rows each term stands, and how often.</summary>
internal sealed class TermTotals
{
    private readonly Dictionary<string, Total> _terms = new(StringComparer.Ordinal);

    internal void Add(string term, int rows, long count)
    {
        ref Total own = ref CollectionsMarshal.GetValueRefOrAddDefault(_terms, term, out _);
        own.Rows += rows;
        own.Count += count;
    }

    /// <summary>Chooses the terms that stand in enough rows and not in too many; of more than may be kept, the most frequent, of equals those that come first.</summary>
    /// <returns>The terms in ordinal order.</returns>
    internal string[] Choose(int minRows, double maxRows, int mostTerms)
    {
        IEnumerable<KeyValuePair<string, Total>> chosen = _terms.Where(term => term.Value.Rows >= minRows && term.Value.Rows <= maxRows);
        string[] terms = [.. chosen.Select(term => term.Key)];
        if (terms.Length > mostTerms)
        {
            Array.Sort(terms, (left, right) => _terms[left].Count != _terms[right].Count ? _terms[right].Count.CompareTo(_terms[left].Count) : string.CompareOrdinal(left, right));
            terms = terms[..mostTerms];
        }

        Array.Sort(terms, StringComparer.Ordinal);
        return terms;
    }

    private struct Total
    {
        public int Rows;
        public long Count;
    }
}
