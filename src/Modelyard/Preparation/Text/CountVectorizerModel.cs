using Modelyard.Numerics;

namespace Modelyard.Preparation.Text;

/// <summary>Represents a learned vocabulary, which turns texts into counts of its terms. Immutable, safe for any number of threads.</summary>
public sealed class CountVectorizerModel
{
    private readonly bool _binary;

    internal CountVectorizerModel(Tokenizer tokenizer, IReadOnlyList<string> terms, bool binary)
    {
        Tokenizer = tokenizer;
        Vocabulary = new Vocabulary(terms);
        _binary = binary;
    }

    /// <summary>Gets how a text is cut into terms.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Gets the terms in the order of their columns, which is ordinal.</summary>
    public IReadOnlyList<string> Terms => Vocabulary.Terms;

    internal Vocabulary Vocabulary { get; }

    /// <summary>Finds the column of a term.</summary>
    /// <param name="term">The term, as the tokenizer gives it.</param>
    /// <returns>The zero-based column, or -1 if the term is not counted.</returns>
    public int IndexOf(ReadOnlySpan<char> term) => Vocabulary.IndexOf(term);

    /// <summary>Counts the terms of texts; terms that are not in the vocabulary are passed over.</summary>
    /// <param name="texts">The texts, one a row; null is read as an empty one.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>The counts, texts x terms.</returns>
    public SparseMatrix Transform(IReadOnlyList<string?> texts, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(texts);
        SparseMatrix counts = SparseBlocks.Build(texts.Count, Terms.Count, degree, (row, builder) =>
        {
            var sink = new TermColumns(Vocabulary, builder, 0);
            Tokenizer.Read(texts[row], ref sink);
        });
        if (!_binary)
        {
            return counts;
        }

        double[] ones = new double[counts.Count];
        Array.Fill(ones, 1);
        int[] starts = new int[counts.Rows + 1];
        for (int row = 0; row < counts.Rows; row++)
        {
            starts[row + 1] = starts[row] + counts.Row(row).Count;
        }

        return new SparseMatrix(counts.Columns, starts, counts.Indices.ToArray(), ones);
    }
}
