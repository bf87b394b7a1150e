using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Preparation.Text;

/// <summary>Represents the turning of texts into counts of their terms, a column for each term of a vocabulary that is learned.</summary>
/// <remarks>Agrees with scikit-learn's class of this name. Memory holds each different term of the training texts once, and each text's terms while it learns.</remarks>
public sealed record CountVectorizer
{
    private const int BlockRows = 512;

    /// <summary>Gets how a text is cut into terms.</summary>
    public Tokenizer Tokenizer { get; init; } = new();

    /// <summary>Gets the least number of rows that a term must stand in to be counted.</summary>
    public int MinRows { get; init; } = 1;

    /// <summary>Gets the greatest share of the rows that a term may stand in, from 0 to 1: what stands nearly everywhere says little.</summary>
    public double MaxShare { get; init; } = 1;

    /// <summary>Gets the greatest number of terms, of which the most frequent are taken; null for all.</summary>
    public int? MostTerms { get; init; }

    /// <summary>Gets a value indicating whether a term counts once, however often it stands in a text.</summary>
    public bool Binary { get; init; }

    /// <summary>Learns the vocabulary.</summary>
    /// <param name="texts">The texts, one a row; null is read as an empty one.</param>
    /// <param name="context">What surrounds the fit; the default if null.</param>
    /// <returns>The vocabulary with its settings.</returns>
    /// <exception cref="ModelyardException">A setting is out of range, or no term is left.</exception>
    public CountVectorizerModel Fit(IReadOnlyList<string?> texts, FitContext? context = null)
    {
        (string[] terms, _, _) = Learn(texts, context ?? FitContext.Default);
        return Create(terms, texts.Count);
    }

    /// <summary>Learns the vocabulary and counts the terms of the same texts, which are read once.</summary>
    /// <param name="texts">The texts, one a row; null is read as an empty one.</param>
    /// <param name="context">What surrounds the fit; the default if null.</param>
    /// <returns>The vocabulary, and the counts, texts x terms.</returns>
    /// <exception cref="ModelyardException">A setting is out of range, or no term is left.</exception>
    public (CountVectorizerModel Model, SparseMatrix Counts) FitTransform(IReadOnlyList<string?> texts, FitContext? context = null)
    {
        context ??= FitContext.Default;
        (string[] terms, int[] columnOf, TermTally[] tallies) = Learn(texts, context);
        CountVectorizerModel model = Create(terms, texts.Count);
        var parts = new SparseMatrix[tallies.Length];
        ParallelLoop.For(parts.Length, context.Parallelism, i => parts[i] = tallies[i].ToMatrix(columnOf, terms.Length, Binary), context.Cancellation);
        return (model, SparseBlocks.Join(parts, terms.Length));
    }

    /// <summary>Learns the terms that are worth a column; there may be none.</summary>
    internal (string[] Terms, int[] ColumnOf, TermTally[] Tallies) Learn(IReadOnlyList<string?> texts, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Check();
        var tallies = new TermTally[(texts.Count + BlockRows - 1) / BlockRows];
        ParallelLoop.Blocks(
            texts.Count,
            BlockRows,
            context.Parallelism,
            (first, count) =>
            {
                var tally = new TermTally();
                for (int row = first; row < first + count; row++)
                {
                    context.Cancellation.ThrowIfCancellationRequested();
                    Tokenizer.Read(texts[row], ref tally);
                    tally.EndRow();
                }

                tallies[first / BlockRows] = tally;
            },
            context.Cancellation);
        var totals = new TermTotals();
        foreach (TermTally tally in tallies)
        {
            context.Checkpoint();
            tally.AddTo(totals);
        }

        (string[] terms, int[] columnOf) = totals.Choose(MinRows, MaxShare * texts.Count, MostTerms ?? int.MaxValue);
        return (terms, columnOf, tallies);
    }

    private CountVectorizerModel Create(string[] terms, int rows) => terms.Length > 0
        ? new CountVectorizerModel(Tokenizer, terms, Binary)
        : throw new ModelyardException($"No term of the {rows:N0} texts is left to be counted: they may be empty, or hold no term in {MinRows:N0} or more and at most {MaxShare:P0} of the rows. Lower 'MinRows', or raise 'MaxShare'.");

    private void Check()
    {
        Tokenizer.Check();
        if (MinRows < 1)
        {
            throw new ModelyardException($"MinRows is '{MinRows}' and must be a whole number, 1 or greater.");
        }

        if (!(MaxShare is > 0 and <= 1))
        {
            throw new ModelyardException($"MaxShare is '{MaxShare}' and must be greater than 0 and at most 1.");
        }

        if (MostTerms < 1)
        {
            throw new ModelyardException($"MostTerms is '{MostTerms}' and must be a whole number, 1 or greater, or null for all.");
        }
    }
}
