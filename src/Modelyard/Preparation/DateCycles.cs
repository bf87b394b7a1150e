using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the turning of each timestamp into days since 1970, a straight line, and waves of the year, the month, the week and the day.</summary>
/// <remarks>
/// For what adds features up or measures distances. The parts of <see cref="DateParts"/> break at New Year and at the end of each month: a sum that shares a trend between days and months falls from December to January.
/// Here days alone carry a trend, and a cycle is sines and cosines of its phase, two pairs for the year, one for the month, three for the week, which are as good as one column for each of its days, and two for the day. Dates month by month, each on
/// the same day or on the last, have no week, and from two years of all months on five pairs for the months of the year in place of the year. A cycle that the
/// training rows do not span as a whole cannot be told from a trend and is left out, and so is one of which they have one phase only. A missing timestamp gives missing features, and so does one that lies far outside of
/// all others, as 9999-12-31 does: on a straight line it would outweigh them all. Far are ten widths of the middle half of the training rows, beyond which no more than a twentieth of them may be at either end; and ten years
/// more than any of them where none was.
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
        bool[] chosen = Mark(data.Schema);
        TimeFences[] fences = context.Aggregate(data, new TimeSpread(chosen)).Fences();
        return Model(data.Schema, context.Aggregate(data, new CycleSpans(chosen, fences)));
    }

    /// <inheritdoc/>
    public ITransformModel FitStream(IDataStream stream, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(stream);
        bool[] chosen = Mark(stream.Shape.Schema);
        TimeFences[] fences = StreamedStatistic.Gather(this, stream, context, new TimeSpread(chosen)).Fences();
        return Model(stream.Shape.Schema, StreamedStatistic.Gather(this, stream, context, new CycleSpans(chosen, fences)));
    }

    private static DateCyclesModel Model(FeatureSchema schema, CycleSpans spans) => new(schema, spans.Cycles(), spans.Fences());

    private bool[] Mark(FeatureSchema schema) => FeatureSelection.Mark(schema, Columns, feature => feature.Kind == FeatureKind.Timestamp);
}
