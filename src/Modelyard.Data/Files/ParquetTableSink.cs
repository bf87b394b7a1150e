using Modelyard.Frames;

namespace Modelyard.Data.Files;

/// <summary>Writes a table as Parquet to a temporary file, and copies it to its place in the end, as DuckDB writes files only.</summary>
internal sealed class ParquetTableSink : TableSink
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-parquet-").FullName;
    private readonly ParquetSink _sink;

    public ParquetTableSink(string name, TableTarget target, bool isGzip, ParquetWriteOptions options)
        : base(name, target, isGzip)
    {
        try
        {
            _sink = new ParquetSink(File, options);
        }
        catch
        {
            Directory.Delete(_folder, recursive: true);
            throw;
        }
    }

    private string File => Path.Combine(_folder, "table.parquet");

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _sink.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <inheritdoc/>
    protected override void WriteRows(Frame chunk, bool isFirst) => _sink.Write(chunk);

    /// <inheritdoc/>
    protected override void End()
    {
        _sink.Complete();
        using FileStream written = System.IO.File.OpenRead(File);
        written.CopyTo(Stream);
    }
}
