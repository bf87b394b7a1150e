using Modelyard.Frames;

namespace Modelyard.Data.Files;

/// <summary>Writes a table chunk by chunk as JSON.</summary>
internal sealed class JsonTableSink(string name, TableTarget target, bool isGzip, JsonWriteOptions options) : TableSink(name, target, isGzip)
{
    private long _rows;

    /// <inheritdoc/>
    protected override void WriteRows(Frame chunk, bool isFirst) => JsonWriter.WriteRows(chunk, Stream, options, ref _rows);

    /// <inheritdoc/>
    protected override void End() => JsonWriter.WriteEnd(Stream, options, _rows);
}
