using System.Text;
using Modelyard.Frames;
using Npgsql;

namespace Modelyard.Data.Databases;

/// <summary>Brings rows into a table of PostgreSQL by COPY: in its binary form where the types of the columns have one that is written here, otherwise as text, which the server reads as any type.</summary>
/// <remarks>Rows that replace others go into a temporary table first, and from there into the table by one statement.</remarks>
internal sealed class PostgreSqlLoader : TableLoader
{
    private readonly PostgreSqlSession _session;
    private readonly string _target;
    private readonly string _names;
    private readonly string? _counter;
    private readonly CopyType[] _types;
    private NpgsqlRawCopyStream? _binary;
    private NpgsqlCopyTextWriter? _text;
    private CopyBuffer? _buffer;

    public PostgreSqlLoader(PostgreSqlSession session, LoadPlan plan, int number)
        : base(plan, session.Name)
    {
        _session = session;
        _target = session.Dialect.Quote(plan.Table);
        _names = session.Dialect.QuoteAll(plan.Columns.Select(column => column.Name));
        _types = [.. plan.Columns.Select(column => CopyTypes.Of(session.Dialect.TypeOf(column)))];
        string place = _target;
        if (plan.Key.Count > 0)
        {
            string counter = "modelyard_row";
            while (plan.Columns.Any(column => column.Name == counter))
            {
                counter += "_";
            }

            _counter = session.Dialect.Quote(counter);
            place = $"\"modelyard_upsert_{number}\"";
            session.Execute($"CREATE TEMPORARY TABLE {place} ON COMMIT DROP AS SELECT {_names} FROM {_target} WITH NO DATA");
            session.Execute($"ALTER TABLE {place} ADD COLUMN {_counter} bigint GENERATED ALWAYS AS IDENTITY");
        }

        Place = place;
        string copy = $"COPY {place} ({_names}) FROM STDIN";
        session.Run(() =>
        {
            if (_types.Contains(CopyType.Other))
            {
                _text = (NpgsqlCopyTextWriter)session.Connection.BeginTextImport(copy);
            }
            else
            {
                _binary = session.Connection.BeginRawBinaryCopy(copy + " (FORMAT BINARY)");
                _buffer = new CopyBuffer(_binary);
                _buffer.WriteHeader();
            }

            return true;
        });
    }

    private string Place { get; }

    public override void Finish() => _session.Run(() =>
    {
        if (_buffer is not null)
        {
            _buffer.WriteEnd();
            _buffer.Flush();
            _binary!.Dispose();
        }

        _text?.Dispose();
        (_binary, _text) = (null, null);
        if (Plan.Key.Count > 0)
        {
            string key = _session.Dialect.QuoteAll(Plan.Key);
            string[] columns = [.. Plan.Columns.Select(column => column.Name)];

            // Of rows of one key the last counts; one statement may not touch a row twice.
            _session.Execute($"INSERT INTO {_target} ({_names}) SELECT DISTINCT ON ({key}) {_names} FROM {Place} ORDER BY {key}, {_counter} DESC{_session.Dialect.OnConflict(columns, Plan.Key)}");
            _session.Execute($"DROP TABLE {Place}");
        }

        return true;
    });

    // To end a copy without its end is to have it rolled back.
    public override void Dispose()
    {
        try
        {
            if (_binary is not null)
            {
                _binary.Cancel();
                _binary.Dispose();
            }

            if (_text is not null)
            {
                _text.Cancel();
                _text.Dispose();
            }
        }
        catch (Exception fault) when (fault is NpgsqlException or IOException or InvalidOperationException)
        {
            // The connection is gone, and with it the copy.
        }

        (_binary, _text) = (null, null);
    }

    protected override void Check(Column column, ColumnDefinition target)
    {
        int row = column switch
        {
            TextColumn texts => FirstRow(column, row => texts.Utf8(row).Contains((byte)0)),
            CategoryColumn categories when categories.Levels.Any(level => level.Contains('\0', StringComparison.Ordinal)) => FirstRow(column, row => categories[row]?.Contains('\0', StringComparison.Ordinal) == true),
            IntegerColumn integers => CopyTypes.Range(_session.Dialect.TypeOf(target)) is { } range ? FirstRow(column, row => integers[row] is { } value && (value < range.Minimum || value > range.Maximum)) : -1,
            _ => -1,
        };
        if (row >= 0)
        {
            throw Fault(column, row, column is IntegerColumn
                ? $"is '{column.FormatCell(row)}', which the type {_session.Dialect.TypeOf(target)} of the column does not hold"
                : "holds a NUL character, which a text of PostgreSQL cannot hold; take it out");
        }
    }

    protected override void Load(Column[] columns, int rows, CancellationToken cancellation) => _session.Run(() =>
    {
        if (_text is not null)
        {
            LoadText(columns, rows, cancellation);
        }
        else
        {
            LoadBinary(columns, rows, cancellation);
        }

        return true;
    });

    private void LoadBinary(Column[] columns, int rows, CancellationToken cancellation)
    {
        CopyBuffer buffer = _buffer!;
        byte[][]?[] levels = [.. columns.Select(column => column is CategoryColumn categories ? categories.Levels.Select(Encoding.UTF8.GetBytes).ToArray() : null)];
        for (int row = 0; row < rows; row++)
        {
            if (row % Stride == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            buffer.BeginRow(columns.Length);
            for (int i = 0; i < columns.Length; i++)
            {
                if (columns[i].IsMissing(row))
                {
                    buffer.WriteMissing();
                }
                else
                {
                    CopyTypes.Write(buffer, _types[i], columns[i], levels[i], row);
                }
            }
        }
    }

    private void LoadText(Column[] columns, int rows, CancellationToken cancellation)
    {
        for (int row = 0; row < rows; row++)
        {
            if (row % Stride == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            for (int i = 0; i < columns.Length; i++)
            {
                _text!.Write(i == 0 ? "" : "\t");
                _text.Write(columns[i].IsMissing(row) ? "\\N" : CopyTypes.Text(columns[i], row));
            }

            _text!.Write('\n');
        }
    }
}
