namespace Modelyard.Preparation.Text;

/// <summary>Lists the column of each term that a vocabulary knows, as often as it comes.</summary>
internal readonly struct TermPositions(Vocabulary vocabulary, List<int> columns, int first) : ITermSink
{
    public void Add(ReadOnlySpan<char> term)
    {
        int column = vocabulary.IndexOf(term);
        if (column >= 0)
        {
            columns.Add(first + column);
        }
    }
}
