using Modelyard.Frames;

namespace Modelyard.Data.Files;

/// <summary>Writes a table chunk by chunk as delimited text.</summary>
internal sealed class CsvTableSink(string name, TableTarget target, bool isGzip, CsvWriteOptions options) : TableSink(name, target, isGzip)
{
    /// <inheritdoc/>
    protected override void WriteRows(Frame chunk, bool isFirst) => CsvWriter.Write(chunk, Stream, options with { HasHeader = options.HasHeader && isFirst });
}
