using System.Globalization;
using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Brings rows into a table within a transaction.</summary>
internal abstract class TableLoader(LoadPlan plan, string database) : IDisposable
{
    private const long TicksPerMicrosecond = 10;
    private const long LargestExact = 1L << 53;

    /// <summary>The rows between two looks at whether the load was cancelled.</summary>
    protected const int Stride = 4096;

    /// <summary>Gets the number of rows that were brought.</summary>
    public long Rows { get; private set; }

    protected LoadPlan Plan { get; } = plan;

    protected string Database { get; } = database;

    /// <summary>Gets a value indicating whether the database keeps times to the microsecond only.</summary>
    protected virtual bool HasMicroseconds => true;

    /// <summary>Brings the rows of a frame.</summary>
    /// <param name="chunk">The rows; its columns are those of the plan, in that order.</param>
    /// <param name="cancellation">Ends the load.</param>
    public void Add(Frame chunk, CancellationToken cancellation)
    {
        Column[] columns = new Column[Plan.Columns.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            Column column = chunk.Columns[i];
            if (Plan.Required.Contains(column.Name) && column.MissingCount > 0)
            {
                throw Fault(column, FirstRow(column, column.IsMissing), "is missing and must have a value, as the column is part of the key");
            }

            if (column is TimestampColumn times && HasMicroseconds)
            {
                column = Cut(times);
                CheckDates(times, Plan.Columns[i]);
            }
            else if (column is IntegerColumn integers && Plan.Columns[i].Kind == ColumnKind.Double)
            {
                CheckExact(integers);
            }

            Check(column, Plan.Columns[i]);
            columns[i] = column;
        }

        cancellation.ThrowIfCancellationRequested();
        Load(columns, chunk.RowCount, cancellation);
        Rows += chunk.RowCount;
    }

    /// <summary>Ends the load: all rows are in the table.</summary>
    public virtual void Finish()
    {
    }

    public abstract void Dispose();

    /// <summary>Checks that the database can hold the cells of a column, where it would not tell or tell badly.</summary>
    protected virtual void Check(Column column, ColumnDefinition target)
    {
    }

    protected abstract void Load(Column[] columns, int rows, CancellationToken cancellation);

    protected DatabaseException Fault(Column column, int row, string what) => new(string.Create(
        CultureInfo.InvariantCulture, $"{Database}: The cell in row {Rows + row + 1}, column '{column.Name}', of what goes into '{Plan.Title}' {what}. Nothing was written."));

    protected static int FirstRow(Column column, Func<int, bool> isWrong)
    {
        for (int row = 0; row < column.Length; row++)
        {
            if (isWrong(row))
            {
                return row;
            }
        }

        return -1;
    }

    // A server would cut the time of day off without a word.
    private void CheckDates(TimestampColumn times, ColumnDefinition target)
    {
        if (string.Equals(target.SqlType, "date", StringComparison.OrdinalIgnoreCase) && !times.HoldsDatesOnly)
        {
            throw Fault(times, FirstRow(times, row => times[row] is { } time && time.TimeOfDay != TimeSpan.Zero), "has a time of day, and the column of the table holds dates alone");
        }
    }

    private void CheckExact(IntegerColumn integers)
    {
        int row = FirstRow(integers, row => integers[row] is { } value && value is < -LargestExact or > LargestExact);
        if (row >= 0)
        {
            throw Fault(integers, row, $"is '{integers[row]}', which a double does not hold exactly, and the column of the table holds doubles");
        }
    }

    private TimestampColumn Cut(TimestampColumn times)
    {
        ReadOnlySpan<long> ticks = times.Ticks;
        long[]? cut = null;
        for (int row = 0; row < ticks.Length; row++)
        {
            if (ticks[row] % TicksPerMicrosecond == 0 || times.IsMissing(row))
            {
                continue;
            }

            if (!Plan.CutToMicroseconds)
            {
                throw Fault(times, row, $"is '{times.FormatCell(row)}', and the database keeps times to the microsecond. Say 'CutToMicroseconds' to cut them off");
            }

            cut ??= ticks.ToArray();
            cut[row] -= ticks[row] % TicksPerMicrosecond;
        }

        return cut is null ? times : new TimestampColumn(times.Name, times.Validity, cut, times.IsUtc);
    }
}
