using Modelyard.Frames;
using SQLitePCL;

namespace Modelyard.Data.Databases;

/// <summary>Represents the rows of a query of SQLite.</summary>
/// <remarks>
/// Columns with a declared type have the kind it says. Of others, such as those of expressions, the first row says it, until another row shows that it was wrong; then a pass over
/// all rows settles it.
/// </remarks>
internal sealed class SqliteRows : RowSource
{
    private const int Stride = 4096;
    private const long LargestExact = 1L << 53;

    private readonly SqliteSession _session;
    private readonly sqlite3_stmt _statement;
    private readonly bool _isUtf8;
    private readonly string[] _types;

    // What the cells of a column that the type leaves open may be; null for the others.
    private readonly CellClasses?[] _open;
    private bool _isRefuted;
    private int _step;

    public SqliteRows(SqliteSession session, sqlite3_stmt statement, bool isUtf8, DatabaseReadOptions options)
        : base(session.Name, options)
    {
        _session = session;
        _statement = statement;
        _isUtf8 = isUtf8;
        int count = raw.sqlite3_column_count(statement);
        string[] names = [.. Enumerable.Range(0, count).Select(i => raw.sqlite3_column_name(statement, i).utf8_to_string())];
        _types = [.. Enumerable.Range(0, count).Select(i => raw.sqlite3_column_decltype(statement, i).utf8_to_string() ?? "")];
        _open = [.. _types.Select((type, i) => SqliteTypes.KindOf(type) is null && !options.Kinds.ContainsKey(names[i]) ? new CellClasses() : null)];
        try
        {
            _step = Step();
            for (int i = 0; i < count && _step == raw.SQLITE_ROW; i++)
            {
                Look(i);
            }

            Understand(_types.Select((type, i) => new SourceColumn(
                names[i], type, _open[i]?.Kind ?? SqliteTypes.KindOf(type) ?? ColumnKind.Text, _open[i]?.Note) { IsUtc = SqliteTypes.IsUtc(type) }));
        }
        catch
        {
            statement.Dispose();
            throw;
        }
    }

    public override bool IsRefuted => _isRefuted;

    public override void Settle()
    {
        if (_open.All(open => open is null))
        {
            return;
        }

        while (_step == raw.SQLITE_ROW)
        {
            for (int i = 0; i < _open.Length; i++)
            {
                Look(i);
            }

            _step = Step();
        }

        Understand(Columns.Select((column, i) => _open[i] is { } open ? column with { Kind = open.Kind, Note = open.Note } : column).ToArray());
        Array.Clear(_open);
        _isRefuted = false;
        WasRead = false;
        _ = raw.sqlite3_reset(_statement);
        _step = Step();
    }

    public override void Dispose() => _statement.Dispose();

    protected override bool? IsUtc(SourceColumn column) => column.IsUtc ? true : null;

    protected override void Fill(int rows, CancellationToken cancellation)
    {
        for (int row = 0; row < rows && _step == raw.SQLITE_ROW; row++)
        {
            if (row % Stride == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            for (int i = 0; i < Cells.Length; i++)
            {
                if (_open[i] is { } open && !IsOf(open, i))
                {
                    _isRefuted = true;
                    return;
                }

                Take(Cells[i], i);
            }

            _step = Step();
        }
    }

    private void Take(CellGatherer cells, int column)
    {
        switch (raw.sqlite3_column_type(_statement, column))
        {
            case raw.SQLITE_NULL:
                cells.AddMissing();
                break;
            case raw.SQLITE_INTEGER:
                cells.Add(raw.sqlite3_column_int64(_statement, column));
                break;
            case raw.SQLITE_FLOAT:
                cells.Add(raw.sqlite3_column_double(_statement, column));
                break;
            case raw.SQLITE_TEXT:
                if (!_isUtf8)
                {
                    // The call turns the cell into UTF-8, where it stands.
                    _ = raw.sqlite3_column_text(_statement, column);
                }

                cells.AddText(raw.sqlite3_column_blob(_statement, column));
                break;
            default:
                cells.AddBytes(raw.sqlite3_column_blob(_statement, column));
                break;
        }
    }

    private void Look(int column) => _open[column]?.Add(raw.sqlite3_column_type(_statement, column), raw.sqlite3_column_type(_statement, column) == raw.SQLITE_INTEGER ? raw.sqlite3_column_int64(_statement, column) : 0);

    private bool IsOf(CellClasses open, int column)
    {
        ColumnKind before = open.Kind;
        Look(column);
        return open.Kind == before;
    }

    private int Step()
    {
        int code = raw.sqlite3_step(_statement);
        return code is raw.SQLITE_ROW or raw.SQLITE_DONE ? code : throw _session.Fault();
    }

    /// <summary>Gathers which classes of values a column holds.</summary>
    private sealed class CellClasses
    {
        private bool _integers, _inexact, _doubles, _texts, _bytes;

        public ColumnKind Kind => (_integers, _doubles, _texts || _bytes) switch
        {
            (_, _, true) => ColumnKind.Text,
            (true, false, _) => ColumnKind.Integer,
            (true, true, _) when _inexact => ColumnKind.Text,
            _ => ColumnKind.Double,
        };

        public string? Note => _bytes
            ? "bytes as hexadecimal text"
            : Kind == ColumnKind.Text && (_integers || _doubles) ? "numbers and texts, or integers that no double holds among doubles, all as text" : null;

        public void Add(int type, long value)
        {
            _integers |= type == raw.SQLITE_INTEGER;
            _inexact |= value is < -LargestExact or > LargestExact;
            _doubles |= type == raw.SQLITE_FLOAT;
            _texts |= type == raw.SQLITE_TEXT;
            _bytes |= type == raw.SQLITE_BLOB;
        }
    }
}
