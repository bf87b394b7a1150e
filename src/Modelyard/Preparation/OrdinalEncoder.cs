using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the turning of each categorical feature into one number: the position of its level.</summary>
/// <remarks>A level that was never seen becomes -1, a missing value stays missing.</remarks>
public sealed record OrdinalEncoder : IStreamingTransformer
{
    /// <summary>Gets the names of the features to encode; null for all that are categorical.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { MissingValues = true, Categories = true };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context)
    {
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        return new OrdinalModel(data.Schema, FeatureSelection.Mark(data.Schema, Columns, feature => feature.IsCategorical));
    }

    /// <summary>Reads the first chunk only: the levels are those that the schema lists.</summary>
    /// <param name="stream">The data.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>An immutable, thread-safe transformation.</returns>
    public ITransformModel FitStream(IDataStream stream, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Fit(stream.Read(context).FirstOrDefault() ?? throw new ModelyardException($"'{nameof(OrdinalEncoder)}' was given no rows and needs at least one."), context);
    }
}
