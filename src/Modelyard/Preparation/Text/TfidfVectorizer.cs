using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Preparation.Text;

/// <summary>Represents the turning of texts into weights of their terms: counts, each by how rare the term is.</summary>
public sealed record TfidfVectorizer
{
    /// <summary>Gets how the terms are found and counted.</summary>
    public CountVectorizer Counts { get; init; } = new();

    /// <summary>Gets how the counts are weighted.</summary>
    public TfidfTransformer Weighting { get; init; } = new();

    /// <summary>Learns the vocabulary and the weight of each term.</summary>
    /// <param name="texts">The texts, one a row; null is read as an empty one.</param>
    /// <param name="context">What surrounds the fit; the default if null.</param>
    /// <returns>The vocabulary with its weights.</returns>
    /// <exception cref="ModelyardException">A setting is out of range, or no term is left.</exception>
    public TfidfVectorizerModel Fit(IReadOnlyList<string?> texts, FitContext? context = null) => FitTransform(texts, context).Model;

    /// <summary>Learns the vocabulary and the weight of each term, and weighs the terms of the same texts, which are read once.</summary>
    /// <param name="texts">The texts, one a row; null is read as an empty one.</param>
    /// <param name="context">What surrounds the fit; the default if null.</param>
    /// <returns>The vocabulary with its weights, and the weighted terms, texts x terms.</returns>
    /// <exception cref="ModelyardException">A setting is out of range, or no term is left.</exception>
    public (TfidfVectorizerModel Model, SparseMatrix Weights) FitTransform(IReadOnlyList<string?> texts, FitContext? context = null)
    {
        context ??= FitContext.Default;
        (CountVectorizerModel counter, SparseMatrix counts) = Counts.FitTransform(texts, context);
        var schema = new FeatureSchema(counter.Terms.Select(term => new Feature(term, FeatureKind.Term)));
        TfidfModel weighting = Weighting.Fit(Dataset.WithoutTarget(counts, schema), context);
        return (new TfidfVectorizerModel(counter, weighting), weighting.TransformSparse(counts, context.Parallelism, context.Cancellation));
    }
}
