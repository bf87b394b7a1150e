namespace Modelyard.Preparation.Text;

/// <summary>Represents in how many rows each term stands, and how often.</summary>
internal sealed class TermTotals
{
    private readonly TermTable _table = new();
    private Total[] _totals = new Total[1 << 10];

    /// <summary>Adds what some rows hold of a term.</summary>
    /// <returns>The number of the term.</returns>
    internal int Add(ReadOnlySpan<char> term, int rows, long count)
    {
        int number = _table.Add(term);
        if (number >= _totals.Length)
        {
            Array.Resize(ref _totals, 2 * _totals.Length);
        }

        _totals[number].Rows += rows;
        _totals[number].Count += count;
        return number;
    }

    /// <summary>Chooses the terms that stand in enough rows and not in too many; of more than may be kept, the most frequent, of equals those that come first in ordinal order.</summary>
    /// <returns>The terms in ordinal order, and the column of each number, or -1.</returns>
    internal (string[] Terms, int[] ColumnOf) Choose(int minRows, double maxRows, int mostTerms)
    {
        int[] numbers = [.. Enumerable.Range(0, _table.Count).Where(number => _totals[number].Rows >= minRows && _totals[number].Rows <= maxRows)];
        string[] terms = Array.ConvertAll(numbers, number => _table[number].ToString());
        Array.Sort(terms, numbers, StringComparer.Ordinal);
        if (terms.Length > mostTerms)
        {
            bool[] isKept = new bool[_table.Count];
            foreach (int number in numbers.OrderByDescending(number => _totals[number].Count).Take(mostTerms))
            {
                isKept[number] = true;
            }

            terms = [.. terms.Where((_, i) => isKept[numbers[i]])];
            numbers = Array.FindAll(numbers, number => isKept[number]);
        }

        int[] columnOf = new int[_table.Count];
        Array.Fill(columnOf, -1);
        for (int column = 0; column < numbers.Length; column++)
        {
            columnOf[numbers[column]] = column;
        }

        return (terms, columnOf);
    }

    private struct Total
    {
        public long Count;
        public int Rows;
    }
}
