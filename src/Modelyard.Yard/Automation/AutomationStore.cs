using Microsoft.Data.Sqlite;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Storage;
using Modelyard.Metrics;

namespace Modelyard.Lifecycle.Automation;

/// <summary>Keeps what is done when monitors alarm, carries it out, and keeps what came of it. What a method has returned from is on the disk.</summary>
/// <remarks>
/// An execution is written down before it is begun, under what set it off, so that one alarm sets a rule off once, whichever processes look. One execution of a yard is carried out at a time. The version,
/// its aliases and the end of the execution are one transaction: a process that dies leaves all of them or none, and its execution counts as interrupted.
/// </remarks>
public sealed class AutomationStore
{
    private readonly Database _database;
    private readonly Yard _yard;

    internal AutomationStore(Database database, Yard yard) => (_database, _yard) = (database, yard);

    /// <summary>Adds a rule. Alarms that began before are none of its business.</summary>
    /// <param name="rule">The rule.</param>
    /// <exception cref="ModelyardException">It is out of range, its monitor is not there, its metric does not score the model, or there is one of its name.</exception>
    public void Add(AutomationRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        rule.Check();
        if (rule.Retraining?.Promotion.Metric is { } metric && _yard.Monitors.Get(rule.Monitor).Model is { } watched && _yard.Models.List().Any(model => model.Name == watched))
        {
            // A wrong name is told now, and not when an alarm has set off a training.
            _ = MetricCatalogue.Find(metric, _yard.Models.Load(watched).Predictor.Task);
        }

        _database.Write(connection =>
        {
            MonitorDefinition monitor = MonitorJson.ReadMonitor(rule.Monitor, MonitorStore.Require(connection, rule.Monitor));
            if (rule.Retraining is not null && monitor.Model is null)
            {
                throw new YardException($"The monitor '{monitor.Name}' watches no model, so that there is none to train anew. Give it a command instead.");
            }

            string[] known = [.. WindowFindings.Watches(monitor)];
            if (rule.Of.FirstOrDefault(one => !known.Contains(one, StringComparer.Ordinal)) is { } never)
            {
                throw new YardException($"The monitor '{monitor.Name}' has no alarms of '{never}', only of {string.Join(", ", known.Select(one => $"'{one}'"))}. Give one of these, or add a monitor that watches it: modelyard monitor add NAME --watch ...");
            }

            if (connection.Scalar("SELECT 1 FROM automations WHERE name = ?1;", rule.Name) is not null)
            {
                throw new YardException($"There is an automation '{rule.Name}' already. Give the new one another name, or remove the old one: modelyard automation remove {rule.Name}");
            }

            connection.Run(
                "INSERT INTO automations VALUES (?1, ?2, ?3, ?4, (SELECT COALESCE(MAX(id), 0) FROM alarms));",
                rule.Name, rule.Monitor, DateTime.UtcNow.Ticks, RuleJson.Write(rule));
        });
    }

    /// <summary>Lists the rules by their names.</summary>
    /// <returns>The rules.</returns>
    public IReadOnlyList<AutomationRule> List() => _database.Read(connection => connection.Query("SELECT name, definition FROM automations ORDER BY name;", row => RuleJson.Read(row.GetString(0), row.GetString(1))));

    /// <summary>Finds a rule.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="YardException">There is none of this name.</exception>
    public AutomationRule Get(string name) => _database.Read(connection => Require(connection, name));

    /// <summary>Removes a rule; what came of it stays in the history, and what waits for its turn is not carried out.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="YardException">There is none of this name.</exception>
    public void Remove(string name) => _database.Write(connection =>
    {
        Require(connection, name);
        connection.Run("UPDATE executions SET state = 'Skipped', told = 'The rule was removed before it was carried out.' WHERE automation = ?1 AND state = 'Queued';", name);
        connection.Run("DELETE FROM automations WHERE name = ?1;", name);
    });

    /// <summary>Lists what came of rules, the newest first.</summary>
    /// <param name="name">The rule; null for all.</param>
    /// <param name="limit">The greatest number.</param>
    /// <returns>The executions.</returns>
    public IReadOnlyList<Execution> History(string? name = null, int limit = 100)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return _database.Read(connection => ExecutionRows.Query(connection, "(?1 IS NULL OR automation = ?1) ORDER BY id DESC LIMIT ?2", name, limit));
    }

    /// <summary>Finds an execution.</summary>
    /// <param name="id">The number.</param>
    /// <returns>The execution.</returns>
    /// <exception cref="YardException">There is none of this number.</exception>
    public Execution Show(long id) => _database.Read(connection => ExecutionRows.Require(connection, id));

    /// <summary>Puts the challenger of an execution that waits into production.</summary>
    /// <param name="id">The number of the execution.</param>
    /// <param name="by">Who approves.</param>
    /// <param name="note">What they say; null for nothing.</param>
    /// <returns>The execution as it is then.</returns>
    /// <exception cref="YardException">There is no such execution, it does not wait, or another version has come into production meanwhile.</exception>
    public Execution Approve(long id, string by, string? note = null) => Decide(id, by, note, (connection, execution) =>
    {
        string model = execution.Facts.Model!;
        if (ModelRegistry.AliasOf(connection, model, ModelReference.Champion) is var now && now != execution.Champion)
        {
            string instead = now is null ? "no version has the alias 'champion' any more" : $"'{model}:{now}' is in production by now";
            throw new YardException($"The challenger '{execution.ChallengerReference}' was compared with '{model}:{execution.Champion}', and {instead}. Compare them anew, or move the alias by hand: modelyard models alias {execution.ChallengerReference} champion");
        }

        ModelRegistry.PointAlias(connection, model, ModelReference.Champion, execution.Challenger!.Value);
        return ExecutionState.Promoted;
    });

    /// <summary>Keeps the challenger of an execution that waits out of production.</summary>
    /// <param name="id">The number of the execution.</param>
    /// <param name="by">Who rejects.</param>
    /// <param name="note">What they say; null for nothing.</param>
    /// <returns>The execution as it is then.</returns>
    /// <exception cref="YardException">There is no such execution, or it does not wait.</exception>
    public Execution Reject(long id, string by, string? note = null) => Decide(id, by, note, (_, _) => ExecutionState.Rejected);

    /// <summary>Sets a rule off by hand, whatever its limits.</summary>
    /// <param name="name">The rule.</param>
    /// <param name="by">Who.</param>
    /// <param name="alarm">The number of the alarm that it is about; null for the last one of its monitor, if there is one.</param>
    /// <returns>The execution, which waits for its turn.</returns>
    /// <exception cref="YardException">There is no such rule or alarm.</exception>
    public Execution Enqueue(string name, string by, long? alarm = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(by);
        AlarmStore.CheckText("name", by);
        return _database.Write(connection =>
        {
            AutomationRule rule = Require(connection, name);
            MonitorDefinition monitor = MonitorJson.ReadMonitor(rule.Monitor, MonitorStore.Require(connection, rule.Monitor));
            Alarm? about = alarm is { } number ? AlarmStore.Show(connection, number) : AlarmStore.After(connection, rule.Monitor, 0) is [.., var last] ? last : null;
            DateTime now = DateTime.UtcNow;
            ExecutionFacts facts = about is null
                ? new ExecutionFacts(rule.Monitor, monitor.Model, AlarmSeverity.Info, now, now, "It was set off by hand.")
                : ExecutionFacts.Of(about, monitor.Model);
            ExecutionQueue.Insert(connection, rule, $"hand-{Guid.NewGuid():N}", facts with { By = by }, ExecutionState.Queued, "");
            return ExecutionRows.Require(connection, (long)connection.Scalar("SELECT last_insert_rowid();")!);
        });
    }

    /// <summary>Looks for alarms that set rules off, and queues what is to be done.</summary>
    /// <returns>How many executions were queued.</returns>
    /// <exception cref="ModelyardException">The yard cannot be read.</exception>
    public int Look() => new ExecutionQueue(_database, _yard).Look();

    /// <summary>Carries out the execution whose turn it is. Executions whose process died are told as interrupted first.</summary>
    /// <param name="threads">The greatest number of threads of a retraining whose rule says nothing else; null for all processors.</param>
    /// <param name="cancellationToken">Ends the work; the execution then counts as interrupted.</param>
    /// <returns>The execution as it is afterwards; null if none waits, or another process carries one out.</returns>
    public Execution? RunNext(int? threads = null, CancellationToken cancellationToken = default) => new ExecutionRun(_database, _yard).RunNext(threads, cancellationToken);

    /// <summary>Tells channels what came of executions and has not been told yet.</summary>
    /// <param name="cancellationToken">Ends the telling; what was not told is told the next time.</param>
    /// <returns>What was tried, in the order of the executions.</returns>
    public Task<IReadOnlyList<ExecutionDelivery>> DeliverAsync(CancellationToken cancellationToken = default) => new ExecutionTelling(_database).DeliverAsync(cancellationToken);

    /// <summary>Finds a rule.</summary>
    internal static AutomationRule Require(SqliteConnection connection, string name) =>
        connection.Query("SELECT name, definition FROM automations WHERE name = ?1;", row => RuleJson.Read(row.GetString(0), row.GetString(1)), name).FirstOrDefault()
        ?? throw new YardException($"There is no automation '{name}'.{Spelling.Hint(name, connection.Query("SELECT name FROM automations;", row => row.GetString(0)))}");

    private Execution Decide(long id, string by, string? note, Func<SqliteConnection, Execution, ExecutionState> decide)
    {
        ArgumentException.ThrowIfNullOrEmpty(by);
        AlarmStore.CheckText("name", by);
        AlarmStore.CheckText("note", note);
        return _database.Write(connection =>
        {
            Execution execution = ExecutionRows.Require(connection, id);
            if (execution.State != ExecutionState.Waiting)
            {
                string instead = execution.ChallengerReference is { } challenger ? $" To put it into production all the same: modelyard models alias {challenger} champion" : "";
                throw new YardException($"The execution '{id}' of '{execution.Rule.Name}' is {execution.State.ToString().ToLowerInvariant()} and does not wait for a decision.{instead}");
            }

            ExecutionState state = decide(connection, execution);
            string reasons = execution.Result?.Decision is { } decision ? $" It had waited: {string.Join(' ', decision.Reasons)}" : "";
            string told = state == ExecutionState.Promoted
                ? $"'{execution.ChallengerReference}' was promoted, approved by {by}.{reasons} To go back: modelyard models alias {execution.Facts.Model}:{execution.Champion} champion"
                : $"'{execution.ChallengerReference}' was rejected by {by}.{reasons}";
            connection.Run("UPDATE executions SET state = ?2, decided = ?3, decided_by = ?4, note = ?5, told = ?6 WHERE id = ?1;", id, state.ToString(), DateTime.UtcNow.Ticks, by, note, told);
            Execution after = ExecutionRows.Require(connection, id);
            ExecutionTelling.Announce(connection, after);
            return after;
        });
    }
}
