using Modelyard.Frames;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Gathers true labels as the columns of a table.</summary>
internal sealed class LabelRows(string path) : ISegmentRows
{
    /// <summary>The column of the moment that a label by key is true for.</summary>
    internal const string At = "_at";

    private readonly List<(TrueLabel Label, DateTime Came)> _labels = [];

    /// <inheritdoc/>
    public int Count => _labels.Count;

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> record) => LabelRecord.Read(record, path, _labels);

    /// <inheritdoc/>
    public Frame Take()
    {
        Frame table = Frame.Of(
            new TimestampColumn(PredictionColumns.LabelTime, [.. _labels.Select(one => one.Came.Ticks)], isUtc: true),
            new TextColumn(PredictionColumns.Request, _labels.Select(one => one.Label.Request)),
            new IntegerColumn(PredictionColumns.Row, [.. _labels.Select(one => (long)one.Label.Row)]),
            new TextColumn(PredictionColumns.Key, _labels.Select(one => one.Label.Key)),
            new TimestampColumn(At, [.. _labels.Select(one => one.Label.At!.Value.Ticks)], isUtc: true),
            new TextColumn(PredictionColumns.Label, _labels.Select(one => one.Label.Label)));
        _labels.Clear();
        return table;
    }
}
