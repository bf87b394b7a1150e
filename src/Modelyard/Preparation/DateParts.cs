using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the turning of each timestamp into the parts of it that vary: days since 1970, year, month, day, weekday, hour and minute.</summary>
/// <remarks>A part that is the same in every training row is left out. A missing timestamp gives missing parts.</remarks>
public sealed record DateParts : IStreamingTransformer
{
    /// <summary>Gets the names of the features to take apart; null for all timestamps.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { MissingValues = true, Categories = true };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context)
    {
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        PartVariation variation = context.Aggregate(data, new PartVariation(Mark(data.Schema)));
        return new DatePartsModel(data.Schema, variation.Parts());
    }

    /// <inheritdoc/>
    public ITransformModel FitStream(IDataStream stream, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(stream);
        PartVariation variation = StreamedStatistic.Gather(this, stream, context, new PartVariation(Mark(stream.Shape.Schema)));
        return new DatePartsModel(stream.Shape.Schema, variation.Parts());
    }

    private bool[] Mark(FeatureSchema schema) => FeatureSelection.Mark(schema, Columns, feature => feature.Kind == FeatureKind.Timestamp);
}
