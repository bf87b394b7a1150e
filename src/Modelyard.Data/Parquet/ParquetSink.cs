using Modelyard.Data.Parquet;
using Modelyard.Frames;

namespace Modelyard.Data;

/// <summary>Represents a Parquet file that is written chunk by chunk, and appears under its name when it is complete.</summary>
/// <remarks>
/// A single chunk is written as it is; the rows of several are gathered in DuckDB, which goes to a temporary file beyond its memory limit, and are written at the end. Kinds are kept: integers are INT64, doubles DOUBLE with missing cells for NaN,
/// booleans BOOLEAN, texts and categories STRING, timestamps TIMESTAMP in microseconds, adjusted to UTC if they are UTC. A time with parts of a microsecond is refused.
/// </remarks>
public sealed class ParquetSink : IFrameSink
{
    private const string Table = "table";

    private readonly string _path;
    private readonly PendingFile _file;
    private readonly PlainPath _plain;
    private readonly DuckDbSession _session;
    private readonly ParquetWriteOptions _options;
    private ParquetAppender? _appender;
    private Frame? _first;
    private (string Name, ColumnKind Kind, bool IsUtc)[] _columns = [];

    /// <summary>Initializes a file.</summary>
    /// <param name="path">The path; a file that is there is replaced in the end.</param>
    /// <param name="options">How it is written; the defaults if null.</param>
    /// <exception cref="IOException">No file can be made there.</exception>
    /// <exception cref="ModelyardException">DuckDB's library is missing; the message says how to get it.</exception>
    public ParquetSink(string path, ParquetWriteOptions? options = null)
    {
        _path = path;
        _options = options ?? new ParquetWriteOptions();
        _file = new PendingFile(path);
        _plain = new PlainPath(_file.TemporaryPath);
        try
        {
            _session = new DuckDbSession(_plain.Path, _options.Limits);
        }
        catch
        {
            _plain.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Write(Frame chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        if (_columns.Length == 0)
        {
            if (chunk.Columns.Count == 0)
            {
                throw new ModelyardException($"{_path}: The table has no columns, and a Parquet file must have at least one.");
            }

            _columns = [.. chunk.Columns.Select(Describe)];
            _first = chunk;
            return;
        }

        if (chunk.Columns.Count != _columns.Length || !_columns.Zip(chunk.Columns, Matches).All(matches => matches))
        {
            throw new ModelyardException($"{_path}: A chunk has the columns '{string.Join(", ", chunk.Columns.Select(column => $"{column.Name} ({column.Kind})"))}' and must have those of the first, '{string.Join(", ", _columns.Select(column => $"{column.Name} ({column.Kind})"))}'.");
        }

        Tell(() =>
        {
            Gather().Append(chunk);
        });
    }

    /// <inheritdoc/>
    public void Complete()
    {
        if (_columns.Length == 0)
        {
            throw new ModelyardException($"{_path}: Nothing was written, and a Parquet file must have columns. Write a chunk without rows.");
        }

        Tell(() =>
        {
            if (_first is { RowCount: > 0 } && DuckDbTable.CanShow(_session))
            {
                using var table = new DuckDbTable(_session, Table, _first);
                table.Tell(Copy);
                return;
            }

            Gather().Complete();
            Copy();
        });
        _file.Complete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _appender?.Dispose();
        _session.Dispose();
        _plain.Dispose();
        _file.Dispose();
    }

    // Text and category are both texts there.
    private static (string Name, ColumnKind Kind, bool IsUtc) Describe(Column column) =>
        (column.Name, column.Kind == ColumnKind.Category ? ColumnKind.Text : column.Kind, column is TimestampColumn { IsUtc: true });

    // Times that are all missing say nothing of their zone.
    private static bool Matches((string Name, ColumnKind Kind, bool IsUtc) first, Column column) =>
        Describe(column) == first || (column.Kind == ColumnKind.Timestamp && column.MissingCount == column.Length && (first.Name, first.Kind) == (column.Name, column.Kind));

    /// <summary>Gathers rows in DuckDB, beginning with those of the first chunk.</summary>
    private ParquetAppender Gather()
    {
        if (_first is { } first)
        {
            _appender = new ParquetAppender(_session, Table, first.Columns);
            _appender.Append(first);
            _first = null;
        }

        return _appender!;
    }

    private void Copy() =>
        _session.Run($"COPY {DuckDbSession.Name(Table)} TO {DuckDbSession.Literal(_plain.Path)} (FORMAT parquet, COMPRESSION {_options.Compression}, USE_TMP_FILE false)");

    private void Tell(Action work)
    {
        try
        {
            work();
        }
        catch (DuckDbException exception)
        {
            throw new IOException($"{_path}: The Parquet file cannot be written: {exception.Message.Replace(_plain.Path, _path, StringComparison.Ordinal).Split('\n')[0]}", exception);
        }
        catch (ModelyardException exception)
        {
            throw new ModelyardException($"{_path}: {exception.Message}", exception);
        }
    }
}
