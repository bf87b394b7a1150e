using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Writes chunks to a table in a transaction of its own.</summary>
internal sealed class DatabaseSink(DatabaseTransaction transaction, TableName table, WriteMode mode, DatabaseWriteOptions options) : IFrameSink
{
    private TableLoader? _loader;
    private string[] _columns = [];
    private ColumnKind[] _kinds = [];
    private bool _isComplete;

    /// <summary>Gets the number of rows that were written.</summary>
    public long Rows { get; private set; }

    public void Write(Frame chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        ObjectDisposedException.ThrowIf(_isComplete, this);
        transaction.Run(() =>
        {
            if (_loader is null)
            {
                _loader = transaction.Prepare(chunk, table, mode, options, isWhole: false);
                _columns = [.. chunk.Columns.Select(column => column.Name)];
                _kinds = [.. chunk.Columns.Select(column => column.Kind)];
            }
            else if (!chunk.Columns.Select(column => column.Name).SequenceEqual(_columns) || !chunk.Columns.Select(column => column.Kind).SequenceEqual(_kinds))
            {
                throw new DatabaseException(
                    $"The columns of a chunk for the table '{table}' are '{string.Join(", ", chunk.Columns.Select(column => $"{column.Name} {column.Kind}"))}' and must be those of the first chunk: '{string.Join(", ", _columns.Zip(_kinds, (name, kind) => $"{name} {kind}"))}'.");
            }

            _loader.Add(chunk, transaction.Cancellation);
            return true;
        });
        Rows = _loader!.Rows;
    }

    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_isComplete, this);
        if (_loader is null)
        {
            throw new DatabaseException($"No chunk was written to the table '{table}', so its columns are not known. Write one without rows to have it empty.");
        }

        transaction.Run(() =>
        {
            _loader.Finish();
            _loader.Dispose();
            return true;
        });
        transaction.Commit();
        _isComplete = true;
    }

    public void Dispose()
    {
        _loader?.Dispose();
        transaction.Dispose();
    }
}
