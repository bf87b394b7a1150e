using Microsoft.Data.Sqlite;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle.Automation;

/// <summary>Reads executions from their table.</summary>
internal static class ExecutionRows
{
    private const string Columns = "id, automation, definition, facts, state, created, started, ended, told, result, champion, challenger, decided, decided_by, note, machine, process, process_started";

    internal static List<Execution> Query(SqliteConnection connection, string condition, params ReadOnlySpan<object?> values) =>
        connection.Query($"SELECT {Columns} FROM executions WHERE {condition};", Read, values);

    internal static Execution Require(SqliteConnection connection, long id) => Query(connection, "id = ?1", id) is [var found] ? found
        : throw new YardException($"There is no execution '{id}'. See 'modelyard automation history'.");

    /// <summary>Lists the executions that are being carried out, each with its process.</summary>
    internal static List<(Execution Execution, RunProcess Process)> Running(SqliteConnection connection) =>
        connection.Query($"SELECT {Columns} FROM executions WHERE state = 'Running' ORDER BY id;", row => (Read(row), new RunProcess(row.GetString(15), row.GetInt64(16), row.GetInt64(17))));

    private static Execution Read(SqliteDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Rule = RuleJson.Read(row.GetString(1), row.GetString(2)),
        Facts = ExecutionJson.ReadFacts(row.GetString(3)),
        State = Enum.Parse<ExecutionState>(row.GetString(4)),
        Created = Moment(row, 5)!.Value,
        Started = Moment(row, 6),
        Ended = Moment(row, 7),
        Told = row.Text(8) ?? "",
        Result = row.Text(9) is { } result ? ExecutionJson.ReadResult(result) : null,
        Champion = (int?)row.Integer(10),
        Challenger = (int?)row.Integer(11),
        Decided = Moment(row, 12),
        DecidedBy = row.Text(13),
        Note = row.Text(14),
    };

    private static DateTime? Moment(SqliteDataReader row, int column) => row.Integer(column) is { } ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;
}
