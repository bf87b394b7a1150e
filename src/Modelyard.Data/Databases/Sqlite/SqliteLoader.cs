using System.Text;
using Modelyard.Frames;
using SQLitePCL;

namespace Modelyard.Data.Databases;

/// <summary>Brings rows into a table of SQLite by one prepared statement, bound and stepped for each row without an allocation.</summary>
internal sealed class SqliteLoader(SqliteSession session, LoadPlan plan, sqlite3_stmt statement) : TableLoader(plan, session.Name)
{
    protected override bool HasMicroseconds => false;

    public override void Dispose() => statement.Dispose();

    protected override void Load(Column[] columns, int rows, CancellationToken cancellation)
    {
        byte[][]?[] levels = [.. columns.Select(column => column is CategoryColumn categories ? categories.Levels.Select(Encoding.UTF8.GetBytes).ToArray() : null)];
        for (int row = 0; row < rows; row++)
        {
            if (row % Stride == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            for (int i = 0; i < columns.Length; i++)
            {
                if (Bind(columns[i], levels[i], i + 1, row) != raw.SQLITE_OK)
                {
                    throw session.Fault();
                }
            }

            if (raw.sqlite3_step(statement) != raw.SQLITE_DONE)
            {
                DatabaseException fault = session.Fault();
                throw new DatabaseException($"{fault.Message} This is row {Rows + row + 1} of what goes into '{Plan.Title}'. Nothing was written.", fault.Code);
            }

            _ = raw.sqlite3_reset(statement);
        }
    }

    private int Bind(Column column, byte[][]? levels, int index, int row)
    {
        if (column.IsMissing(row))
        {
            return raw.sqlite3_bind_null(statement, index);
        }

        return column switch
        {
            IntegerColumn integers => raw.sqlite3_bind_int64(statement, index, integers.Values[row]),
            DoubleColumn doubles => raw.sqlite3_bind_double(statement, index, doubles.Values[row]),
            BooleanColumn booleans => raw.sqlite3_bind_int64(statement, index, booleans.Values[row] ? 1 : 0),
            CategoryColumn categories => raw.sqlite3_bind_text(statement, index, levels![categories.Codes[row]]),
            TimestampColumn times => BindTime(times, index, row),
            _ => raw.sqlite3_bind_text(statement, index, ((TextColumn)column).Utf8(row)),
        };
    }

    private int BindTime(TimestampColumn times, int index, int row)
    {
        Span<byte> text = stackalloc byte[TimestampText.Length];
        return raw.sqlite3_bind_text(statement, index, text[..TimestampText.Format(times.Ticks[row], times.IsUtc, text)]);
    }
}
