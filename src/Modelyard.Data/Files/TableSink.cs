using System.IO.Compression;
using Modelyard.Frames;

namespace Modelyard.Data.Files;

/// <summary>Writes a table chunk by chunk to a place, by its format.</summary>
internal abstract class TableSink : IFrameSink
{
    private readonly string _name;
    private readonly TableTarget _target;
    private readonly GZipStream? _gzip;
    private (string Name, ColumnKind Kind)[]? _columns;
    private bool _isComplete;

    protected TableSink(string name, TableTarget target, bool isGzip)
    {
        _name = name;
        _target = target;
        _gzip = isGzip ? new GZipStream(target.Stream, CompressionLevel.Optimal, leaveOpen: true) : null;
    }

    /// <summary>Gets the stream that takes the bytes.</summary>
    protected Stream Stream => _gzip ?? _target.Stream;

    /// <summary>Refuses formats that are only read.</summary>
    /// <exception cref="ModelyardException">The format is not written.</exception>
    public static void CheckWritten(string name, TableFormat format)
    {
        if (format is TableFormat.Bson or TableFormat.ExtendedJson)
        {
            throw new ModelyardException($"{name}: The format '{format}' is read but not written. Write CSV, TSV, JSON, NDJSON or Parquet; mongoimport takes the first four.");
        }
    }

    /// <summary>Opens a sink.</summary>
    public static IFrameSink Open(string name, TableTarget target, TableName table, TableWriteOptions options)
    {
        try
        {
            return table.Format switch
            {
                TableFormat.Csv => new CsvTableSink(name, target, table.IsGzip, options.Csv),
                TableFormat.Tsv => new CsvTableSink(name, target, table.IsGzip, options.Csv with { Delimiter = '\t' }),
                TableFormat.Parquet => new ParquetTableSink(name, target, table.IsGzip, options.Parquet),
                _ => new JsonTableSink(name, target, table.IsGzip, new JsonWriteOptions { Layout = table.Format == TableFormat.Json ? JsonLayout.Array : JsonLayout.Lines }),
            };
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Write(Frame chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        ObjectDisposedException.ThrowIf(_isComplete, this);
        (string Name, ColumnKind Kind)[] columns = [.. chunk.Columns.Select(column => (column.Name, column.Kind is ColumnKind.Category ? ColumnKind.Text : column.Kind))];
        if (_columns is not null && !columns.AsSpan().SequenceEqual(_columns))
        {
            throw new ModelyardException($"{_name}: A chunk has the columns '{Describe(columns)}' and must have those of the first, '{Describe(_columns)}'.");
        }

        bool isFirst = _columns is null;
        _columns = columns;
        WriteRows(chunk, isFirst);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_isComplete, this);
        End();
        _gzip?.Dispose();
        _target.Complete();
        _isComplete = true;
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        if (!_isComplete)
        {
            _gzip?.Dispose();
        }

        _target.Dispose();
    }

    /// <summary>Writes rows.</summary>
    protected abstract void WriteRows(Frame chunk, bool isFirst);

    /// <summary>Writes what stands at the end.</summary>
    protected virtual void End()
    {
    }

    private static string Describe(IEnumerable<(string Name, ColumnKind Kind)> columns) => string.Join(", ", columns.Select(column => $"{column.Name} ({column.Kind})"));
}
