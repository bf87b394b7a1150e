using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the turning of each timestamp into days since 1970, a straight line, and waves of the year, the month, the week and the day.</summary>
/// <remarks>
/// For what adds features up or measures distances. The parts of <see cref="DateParts"/> break at New Year and at the end of each month: a sum that shares a trend between days and months falls from December to January.
/// Here days alone carry a trend, and a cycle is sines and cosines of its phase, two pairs for the year, one for the month, three for the week, which are as good as one column for each of its days, and two for the day. Dates month by month, each on
/// the same day or on the last, have no week, and from two years on five pairs for the months of the year in place of the year. A cycle that the
/// training rows do not span as a whole cannot be told from a trend and is left out, and so is one of which they have one phase only. A missing timestamp gives missing features.
/// Source: Hyndman and Athanasopoulos (2021), Forecasting: Principles and Practice, section 7.4.
/// </remarks>
public sealed record DateCycles : IStreamingTransformer
{
    /// <summary>Gets the names of the features to turn; null for all timestamps.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { MissingValues = true, Categories = true };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context)
    {
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        CycleSpans spans = context.Aggregate(data, new CycleSpans(Mark(data.Schema)));
        return new DateCyclesModel(data.Schema, spans.Cycles());
    }

    /// <inheritdoc/>
    public ITransformModel FitStream(IDataStream stream, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CycleSpans spans = StreamedStatistic.Gather(this, stream, context, new CycleSpans(Mark(stream.Shape.Schema)));
        return new DateCyclesModel(stream.Shape.Schema, spans.Cycles());
    }

    private bool[] Mark(FeatureSchema schema) => FeatureSelection.Mark(schema, Columns, feature => feature.Kind == FeatureKind.Timestamp);
}
