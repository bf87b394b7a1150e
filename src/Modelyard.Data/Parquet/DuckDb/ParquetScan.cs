using System.Text;
using Modelyard.Frames;
using Modelyard.Numerics;

namespace Modelyard.Data.Parquet;

/// <summary>Reads the rows of a Parquet file by DuckDB's library.</summary>
internal sealed class ParquetScan : ITableScan
{
    private const int VectorRows = 2048;

    private readonly DuckDbSession _session;
    private readonly PlainPath _path;
    private readonly ParquetReadOptions _options;
    private readonly string _name;

    /// <summary>Opens a file.</summary>
    /// <exception cref="FrameFormatException">It cannot be opened, or is not Parquet.</exception>
    public ParquetScan(string path, ParquetReadOptions options)
    {
        _name = path;
        _options = options;
        ParquetMark.Check(path);
        _path = new PlainPath(path);
        try
        {
            _session = new DuckDbSession(_path.Path, options.Limits);
            Schema = Tell(() => ParquetSchema.Read(_session, path, options));
            Fields = Tell(() => Schema.Settle(path, Schema.Choose(path, options.Columns)));
        }
        catch
        {
            _session?.Dispose();
            _path.Dispose();
            throw;
        }
    }

    /// <summary>Gets the columns of the file.</summary>
    public ParquetSchema Schema { get; }

    /// <summary>Gets the columns that are read.</summary>
    public IReadOnlyList<ParquetField> Fields { get; }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, ColumnKind Kind)> Columns => [.. Fields.Select(one => (one.Name, one.Kind))];

    /// <inheritdoc/>
    public IReadOnlyList<FrameProblem> Notes => Schema.Notes;

    /// <inheritdoc/>
    public Frame ReadWhole() => Read(Fields, _options.Kinds, rows: null).Single();

    /// <inheritdoc/>
    public IEnumerable<Frame> ReadChunks(IReadOnlyList<string> names, IReadOnlyDictionary<string, ColumnKind> kinds, int rows) =>
        Read([.. names.Select(name => Fields.First(field => field.Name == name))], kinds, rows);

    /// <summary>Reads rows.</summary>
    /// <param name="fields">The columns.</param>
    /// <param name="kinds">Text or Category by name, of columns of texts for which that is known.</param>
    /// <param name="rows">The number of rows of a frame at least, where there are so many more; all rows if null.</param>
    /// <returns>The frames, none of them empty; and one without rows if all rows are read at once and there are none.</returns>
    public IEnumerable<Frame> Read(IReadOnlyList<ParquetField> fields, IReadOnlyDictionary<string, ColumnKind> kinds, int? rows)
    {
        (string sql, List<object> values) = Select(fields);

        // Counted before, as the connection has one query under way at a time.
        int expected = rows ?? (int)Math.Min(_options.Conditions.Count > 0 ? VectorRows : CountRows(), Array.MaxLength);

        // What conditions leave comes in as many small chunks as the file has, one by one: DuckDB had better gather it (filter_parquet_flights: 76 ms to 52, with a database that is ready).
        using DuckDbResult result = Tell(() => rows is null && _options.Conditions.Count > 0 ? _session.QueryWhole(sql, values) : _session.Query(sql, values));
        int batch = Math.Clamp((rows ?? int.MaxValue) / VectorRows, 1, 32);
        bool isMore = true;
        while (isMore)
        {
            ParquetCells[] cells = [.. fields.Select(field => ParquetCells.Of(field, kinds.TryGetValue(field.Name, out ColumnKind kind) && field.Kind == ColumnKind.Category ? kind : null, expected))];
            int count = 0;
            while (isMore && count < (rows ?? int.MaxValue))
            {
                int read = Tell(() => ReadBatch(result, cells, batch));
                count += read;
                isMore = read > 0;
            }

            if (count > 0 || rows is null)
            {
                Column[] columns = new Column[cells.Length];
                Tell(() =>
                {
                    ParallelLoop.For(cells.Length, _options.Degree, i => columns[i] = cells[i].Build());
                    return 0;
                });
                Tell(cells, fields);
                yield return Frame.Of(columns);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _path.Dispose();
    }

    /// <summary>Gets the number of rows of the file, conditions aside.</summary>
    private unsafe long CountRows()
    {
        using DuckDbResult result = Tell(() => _session.Query($"SELECT count(*) FROM {ParquetSchema.Source(_session.File)}"));
        nint chunk = result.Fetch();
        long rows = *(long*)_session.Api.VectorData(_session.Api.ChunkVector(chunk, 0));
        _session.Api.DestroyChunk(&chunk);
        return rows;
    }

    /// <summary>Reads some chunks, each column on a thread of its own.</summary>
    private unsafe int ReadBatch(DuckDbResult result, ParquetCells[] cells, int most)
    {
        var chunks = new List<nint>(most);
        try
        {
            int rows = 0;
            while (chunks.Count < most && result.Fetch() is nint chunk && chunk != 0)
            {
                chunks.Add(chunk);
                rows += (int)_session.Api.ChunkSize(chunk);
            }

            ParallelLoop.For(cells.Length, _options.Degree, i =>
            {
                foreach (nint chunk in chunks)
                {
                    nint vector = _session.Api.ChunkVector(chunk, (ulong)i);
                    cells[i].Add(_session.Api.VectorData(vector), _session.Api.VectorValidity(vector), (int)_session.Api.ChunkSize(chunk));
                }
            });
            return rows;
        }
        finally
        {
            foreach (nint chunk in chunks)
            {
                nint given = chunk;
                _session.Api.DestroyChunk(&given);
            }
        }
    }

    private (string Sql, List<object> Values) Select(IReadOnlyList<ParquetField> fields)
    {
        var sql = new StringBuilder("SELECT ");
        sql.AppendJoin(", ", fields.Select(field => field.Expression));
        sql.Append(" FROM ").Append(ParquetSchema.Source(_session.File));
        var values = new List<object>();
        for (int i = 0; i < _options.Conditions.Count; i++)
        {
            ColumnCondition condition = _options.Conditions[i];
            ParquetField field = Schema.Settle(_name, Schema.Choose(_name, [condition.Column]))[0];
            if (!condition.Fits(field.Kind))
            {
                throw new FrameFormatException(_name, condition.Misfit(field.Kind));
            }

            sql.Append(i == 0 ? " WHERE " : " AND ").Append(Condition(field, condition));
            if (condition.Value is not null)
            {
                values.Add(condition.Value);
            }
        }

        return (sql.ToString(), values);
    }

    private static string Condition(ParquetField field, ColumnCondition condition)
    {
        // NaN is missing here, and the greatest number there.
        string column = field.Cells == DuckDbType.Double ? $"nullif({field.Expression}, 'nan'::DOUBLE)" : field.Expression;
        string value = condition.Value is DateTime && field.Cells == DuckDbType.TimestampWithZone ? "CAST(CAST(? AS TIMESTAMP) AS TIMESTAMPTZ)" : "?";
        return condition.Operator switch
        {
            ColumnOperator.Missing => $"{column} IS NULL",
            ColumnOperator.Present => $"{column} IS NOT NULL",
            ColumnOperator.Equal => $"{field.Expression} = {value}",
            ColumnOperator.Less or ColumnOperator.LessOrEqual => $"{field.Expression} {(condition.Operator == ColumnOperator.Less ? "<" : "<=")} {value}",
            ColumnOperator.NotEqual => $"{column} <> {value}",
            ColumnOperator.Greater => $"{column} > {value}",
            _ => $"{column} >= {value}",
        };
    }

    private void Tell(ParquetCells[] cells, IReadOnlyList<ParquetField> fields)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            if (cells[i].Note is { } note)
            {
                Schema.Notes.Add(new FrameProblem(0, $"'{fields[i].Name}'", note));
            }
        }
    }

    /// <summary>Does something, and names the file in what goes wrong.</summary>
    private T Tell<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DuckDbException exception)
        {
            throw new FrameFormatException(_name, $"The Parquet file cannot be read: {exception.Message.Replace(_path.Path, _name, StringComparison.Ordinal).Split('\n')[0]}", exception);
        }
        catch (ModelyardException exception) when (exception is not FrameFormatException && _session is not null)
        {
            throw new FrameFormatException(_name, exception.Message, exception);
        }
    }
}
