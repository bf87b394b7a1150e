using Modelyard.Numerics;

namespace Modelyard.Preparation.Text;

/// <summary>Represents a learned vocabulary with the weight of each term. Immutable, safe for any number of threads.</summary>
public sealed class TfidfVectorizerModel
{
    internal TfidfVectorizerModel(CountVectorizerModel counts, TfidfModel weighting)
    {
        Counts = counts;
        Weighting = weighting;
    }

    /// <summary>Gets the vocabulary.</summary>
    public CountVectorizerModel Counts { get; }

    /// <summary>Gets the weights of its terms.</summary>
    public TfidfModel Weighting { get; }

    /// <summary>Gets the terms in the order of their columns, which is ordinal.</summary>
    public IReadOnlyList<string> Terms => Counts.Terms;

    /// <summary>Weighs the terms of texts; terms that are not in the vocabulary are passed over.</summary>
    /// <param name="texts">The texts, one a row; null is read as an empty one.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>The weights, texts x terms.</returns>
    public SparseMatrix Transform(IReadOnlyList<string?> texts, int degree = 1) => Weighting.TransformSparse(Counts.Transform(texts, degree), degree);
}
