using Modelyard.Data.Parquet.Writing;
using Modelyard.Frames;

namespace Modelyard.Data.Files;

/// <summary>Writes a table as Parquet.</summary>
internal sealed class ParquetTableSink : TableSink
{
    private readonly ParquetOutput _output;

    public ParquetTableSink(string name, TableTarget target, bool isGzip, ParquetWriteOptions options)
        : base(name, target, isGzip) => _output = new ParquetOutput(Stream, name, options);

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _output.Dispose();
    }

    /// <inheritdoc/>
    protected override void WriteRows(Frame chunk, bool isFirst) => _output.Write(chunk);

    /// <inheritdoc/>
    protected override void End() => _output.Complete();
}
