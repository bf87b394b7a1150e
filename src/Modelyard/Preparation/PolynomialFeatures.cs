using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the addition of products of features: squares, products of two, and so on up to a degree.</summary>
/// <remarks>
/// The features stay as they are, in their order; the products follow, degree by degree, named as in <c>a b^2</c>. A product with a missing value is missing.
/// </remarks>
public sealed record PolynomialFeatures : ITransformer
{
    private const long MostOutputs = 1_000_000;

    /// <summary>Gets the greatest number of factors of a product.</summary>
    [Hyperparameter(Meaning = "Greatest number of factors of a product.", Minimum = 1, Maximum = 10)]
    public int Degree { get; init; } = 2;

    /// <summary>Gets a value indicating whether no feature is multiplied by itself.</summary>
    [Hyperparameter(Meaning = "Whether no feature is multiplied by itself.")]
    public bool InteractionOnly { get; init; }

    /// <summary>Gets a value indicating whether a column of ones comes first, for a model without an intercept of its own.</summary>
    [Hyperparameter(Meaning = "Whether a column of ones comes first, for a model without an intercept of its own.")]
    public bool Bias { get; init; }

    /// <summary>Gets the names of the features to multiply; null for all numbers and truth values.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { MissingValues = true, Categories = true };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        bool[] chosen = FeatureSelection.Mark(data.Schema, Columns, feature => feature.Kind is FeatureKind.Numeric or FeatureKind.Boolean || (Columns is not null && !feature.IsCategorical));
        int count = chosen.Count(one => one);
        long outputs = PolynomialModel.CountTerms(count, Degree, InteractionOnly) + data.FeatureCount;
        return outputs <= MostOutputs
            ? new PolynomialModel(data.Schema, chosen, Degree, InteractionOnly, Bias)
            : throw new ModelyardException($"'{nameof(PolynomialFeatures)}' of degree '{Degree}' would make more than '{MostOutputs}' columns of '{count}' features. Lower Degree, or name fewer columns.");
    }
}
