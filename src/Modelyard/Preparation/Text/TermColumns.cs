using Modelyard.Numerics;

namespace Modelyard.Preparation.Text;

/// <summary>Adds 1 to the column of each term that a vocabulary knows.</summary>
internal readonly struct TermColumns(Vocabulary vocabulary, SparseMatrixBuilder builder, int first) : ITermSink
{
    public void Add(ReadOnlySpan<char> term)
    {
        int column = vocabulary.IndexOf(term);
        if (column >= 0)
        {
            builder.Add(first + column, 1);
        }
    }
}
