using System.Data;
using Modelyard.Frames;
using Npgsql;

namespace Modelyard.Data.Databases;

/// <summary>Represents the rows of a query of PostgreSQL, which the server sends as they are read.</summary>
internal sealed class PostgreSqlRows : RowSource
{
    private const int Stride = 4096;
    private const long TicksPerMicrosecond = 10;

    private static readonly long Epoch = new DateTime(2000, 1, 1).Ticks;

    private readonly PostgreSqlSession _session;
    private readonly NpgsqlCommand _command;
    private readonly Action<NpgsqlDataReader, int, CellGatherer>[] _takers;
    private NpgsqlDataReader? _reader;
    private bool _isAtEnd;

    public PostgreSqlRows(PostgreSqlSession session, NpgsqlCommand command, DatabaseReadOptions options)
        : base(session.Name, options)
    {
        _session = session;
        _command = command;
        try
        {
            Understand(session.Run(Columns));
        }
        catch
        {
            command.Dispose();
            throw;
        }

        _takers = [.. base.Columns.Select(Taker)];

        // What becomes text is asked for as text, whatever its type is.
        _command.UnknownResultTypeList = [.. base.Columns.Select(IsText)];

        SourceColumn[] Columns()
        {
            using NpgsqlDataReader reader = _command.ExecuteReader(CommandBehavior.SchemaOnly);
            SourceColumn[] columns = [.. Enumerable.Range(0, reader.FieldCount).Select(i => PostgreSqlTypes.Column(reader.GetName(i), reader.GetDataTypeName(i), options.DecimalsAsDoubles))];

            // What stands in its place, a batch, cannot be asked for cells as text.
#pragma warning disable CS0618
            bool isSingle = reader.Statements.Count == 1;
#pragma warning restore CS0618
            return isSingle ? columns : throw new DatabaseException($"{Database}: The query holds several statements and must hold one.");
        }
    }

    public override void Dispose()
    {
        // A reader that is closed early would read all the rest; the server is told to stop.
        if (_reader is not null && !_isAtEnd)
        {
            _session.Cancel();
        }

        try
        {
            _reader?.Dispose();
        }
        catch (NpgsqlException)
        {
            // It says that the statement was ended.
        }

        _command.Dispose();
    }

    protected override void Fill(int rows, CancellationToken cancellation) => _session.Run(() =>
    {
        _reader ??= _command.ExecuteReader();
        for (int row = 0; row < rows && !_isAtEnd; row++)
        {
            if (row % Stride == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (!_reader.Read())
            {
                _isAtEnd = true;
                break;
            }

            for (int i = 0; i < Cells.Length; i++)
            {
                if (_reader.IsDBNull(i))
                {
                    Cells[i].AddMissing();
                }
                else
                {
                    _takers[i](_reader, i, Cells[i]);
                }
            }
        }

        return true;
    });

    private static bool IsText(SourceColumn column) => column.Kind is ColumnKind.Text or ColumnKind.Category || PostgreSqlTypes.Bare(column.SqlType) is "numeric";

    private static Action<NpgsqlDataReader, int, CellGatherer> Taker(SourceColumn column) => IsText(column)
        ? static (reader, i, cells) => cells.AddText(reader.GetString(i))
        : PostgreSqlTypes.Bare(column.SqlType) switch
        {
            "boolean" => static (reader, i, cells) => cells.Add(reader.GetBoolean(i)),
            "smallint" => static (reader, i, cells) => cells.Add((long)reader.GetInt16(i)),
            "integer" => static (reader, i, cells) => cells.Add((long)reader.GetInt32(i)),
            "bigint" => static (reader, i, cells) => cells.Add(reader.GetInt64(i)),
            "oid" => static (reader, i, cells) => cells.Add((long)reader.GetFieldValue<uint>(i)),
            "real" => static (reader, i, cells) => cells.Add((double)reader.GetFloat(i)),
            "double precision" => static (reader, i, cells) => cells.Add(reader.GetDouble(i)),
            "date" => static (reader, i, cells) => AddTime(cells, reader.GetFieldValue<int>(i), TimeSpan.TicksPerDay, int.MinValue, int.MaxValue),
            "timestamp without time zone" or "timestamp with time zone" => static (reader, i, cells) => AddTime(cells, reader.GetFieldValue<long>(i), TicksPerMicrosecond, long.MinValue, long.MaxValue),
            _ => static (reader, i, cells) => cells.Refuse($"{reader.GetDataTypeName(i)}"),
        };

    // The server counts from 2000 and has times before year 1, after 9999, and two infinities.
    private static void AddTime(CellGatherer cells, long count, long ticks, long before, long after)
    {
        Int128 time = ((Int128)count * ticks) + Epoch;
        if (count == before || count == after || time < DateTime.MinValue.Ticks || time > DateTime.MaxValue.Ticks)
        {
            cells.Refuse(count == after ? "infinity" : count == before ? "-infinity" : "a time outside of the years 1 to 9999");
        }
        else
        {
            cells.AddTicks((long)time);
        }
    }
}
