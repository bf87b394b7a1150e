using Modelyard.Frames;
using Modelyard.Frames.Csv;

namespace Modelyard.Data.Files;

/// <summary>Writes a table chunk by chunk as delimited text.</summary>
internal sealed class CsvTableSink(string name, TableTarget target, bool isGzip, CsvWriteOptions options) : TableSink(name, target, isGzip)
{
    private readonly CsvBlocks _blocks = new(options);

    /// <inheritdoc/>
    protected override void WriteRows(Frame chunk, bool isFirst) => _blocks.Write(chunk, Stream, options.HasHeader && isFirst);
}
