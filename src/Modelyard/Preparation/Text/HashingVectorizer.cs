using Modelyard.Numerics;

namespace Modelyard.Preparation.Text;

/// <summary>Represents the turning of texts into a fixed number of columns, to which terms are dealt by their hash: nothing is learned, so that texts may come one at a time.</summary>
/// <remarks>
/// Terms that share a column are added; with signs that depend on the hash too, they rather cancel than pile up. Agrees with scikit-learn's class of this name, as the hash is the same
/// (MurmurHash3, 32 bits, seed 0, of the UTF-8 bytes). Source: Weinberger, Dasgupta, Langford, Smola and Attenberg (2009), Feature Hashing for Large Scale Multitask Learning, ICML.
/// </remarks>
public sealed record HashingVectorizer
{
    /// <summary>Gets how a text is cut into terms.</summary>
    public Tokenizer Tokenizer { get; init; } = new();

    /// <summary>Gets the logarithm to the base 2 of the number of columns, from 1 to 30.</summary>
    public int Bits { get; init; } = 20;

    /// <summary>Gets a value indicating whether the hash gives terms a sign too.</summary>
    public bool Signed { get; init; } = true;

    /// <summary>Gets a value indicating whether a column counts once, however often its terms stand in a text.</summary>
    public bool Binary { get; init; }

    /// <summary>Gets to what length the terms of a text are brought.</summary>
    public TermNorm Norm { get; init; } = TermNorm.L2;

    /// <summary>Counts the terms of texts by column.</summary>
    /// <param name="texts">The texts, one a row; null is read as an empty one.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>The counts or what the norm makes of them, texts x 2^<see cref="Bits"/>.</returns>
    /// <exception cref="ModelyardException">A setting is out of range.</exception>
    public SparseMatrix Transform(IReadOnlyList<string?> texts, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Tokenizer.Check();
        if (Bits is < 1 or > 30)
        {
            throw new ModelyardException($"Bits is '{Bits}' and must be from 1 to 30.");
        }

        int columns = 1 << Bits;
        SparseMatrix counts = SparseBlocks.Build(texts.Count, columns, degree, (row, builder) =>
        {
            var sink = new HashedColumns(builder, columns, Signed);
            Tokenizer.Read(texts[row], ref sink);
        });
        return Norm == TermNorm.None && !Binary ? counts : SparseBlocks.Build(texts.Count, columns, degree, (row, builder) => Scale(counts.Row(row), builder));
    }

    private void Scale(SparseRow row, SparseMatrixBuilder builder)
    {
        using var scratch = new ScratchBuffer(row.Count);
        row.Values.CopyTo(scratch.Span);
        if (Binary)
        {
            scratch.Span.Fill(1);
        }

        TermScale.Apply(Norm, scratch.Span);
        for (int i = 0; i < row.Count; i++)
        {
            builder.Add(row.Indices[i], scratch.Span[i]);
        }
    }
}
