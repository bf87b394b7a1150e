using System.Globalization;
using Modelyard.Data.Databases;
using Modelyard.Frames;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Reads a query of a database, of which each window asks for its rows alone.</summary>
internal sealed class QueryRows(MonitorSource source) : ITimedRows
{
    private const string SqliteForm = "%Y-%m-%dT%H:%M:%f";

    private readonly Database _database = Database.Open(source.Address);
    private (DateTime First, DateTime Last)? _span;

    public string Time => source.Time!;

    public (DateTime First, DateTime Last)? Span(DateTime? after) => _span ??= Ends();

    public DateTime? Newest() => Span(null)?.Last;

    private string Column => _database.Dialect.Quote(source.Time!);

    private string Rows => $"({source.Query!.TrimEnd().TrimEnd(';')}\n) AS watched";

    /// <summary>Gets the time as it is compared: SQLite keeps times as texts of several forms, which its function brings to one, to the millisecond.</summary>
    private string Moment => _database.Dialect == SqlDialect.Sqlite ? $"strftime('{SqliteForm}', {Column})" : Column;

    public Frame Read(DateTime from, DateTime until, bool withLabels = false) => Ask(from, until, null);

    public Frame ReadFirst(DateTime from, DateTime until, long most) => Ask(from, until, most);

    public void Dispose() => _database.Dispose();

    private Frame Ask(DateTime from, DateTime until, long? most)
    {
        object first = from, end = until;
        if (_database.Dialect == SqlDialect.Sqlite)
        {
            (first, end) = (Text(from), Text(until));
        }

        for (long limit = most ?? 0; ; limit *= 2)
        {
            string query = $"SELECT * FROM {Rows} WHERE {Moment} >= {_database.Dialect.Placeholder(1)} AND {Moment} < {_database.Dialect.Placeholder(2)} ORDER BY {Column}{(most is null ? "" : FormattableString.Invariant($" LIMIT {limit}"))}";
            Frame read = Read(new SqlQuery(query, first, end), Time);
            ReadOnlySpan<long> times = ((TimestampColumn)read[Time]).Ticks;

            // Of the first millisecond some rows may be earlier than asked for.
            int early = 0;
            while (early < times.Length && times[early] < from.Ticks)
            {
                early++;
            }

            if (most is not { } wanted || read.RowCount < limit || read.RowCount - early >= wanted)
            {
                return early == 0 && !(read.RowCount > most) ? read : read.Take([.. Enumerable.Range(early, (int)Math.Min(most ?? int.MaxValue, read.RowCount - early))]);
            }
        }

        static string Text(DateTime moment) => moment.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);
    }

    private (DateTime First, DateTime Last)? Ends()
    {
        Frame ends = Read($"SELECT MIN({Column}) AS first_time, MAX({Column}) AS last_time FROM {Rows}", "first_time", "last_time");
        return ends["first_time"].IsMissing(0) ? null : (Moment("first_time"), Moment("last_time"));

        DateTime Moment(string name) => new(((TimestampColumn)ends[name]).Ticks[0], DateTimeKind.Utc);
    }

    private Frame Read(SqlQuery query, params string[] times) => _database.Read(query, new DatabaseReadOptions { Kinds = times.ToDictionary(name => name, _ => ColumnKind.Timestamp, StringComparer.Ordinal) });
}
