using System.Globalization;
using Microsoft.Data.Sqlite;
using Modelyard.Learning;
using Modelyard.Lifecycle.Secrets;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle;

/// <summary>Keeps the runs of a yard.</summary>
public sealed class RunStore
{
    private const string Columns =
        "id, name, kind, status, started, ended, command_line, seed, parent, data_path, data_digest, data_rows, machine, process, process_started";

    private const string Filter = """
        (?1 IS NULL OR name = ?1) AND (?2 IS NULL OR kind = ?2) AND (?3 IS NULL OR parent = ?3) AND (?4 IS NULL OR status = ?4) AND (?5 IS NULL
            OR instr(lower(name), ?5) OR instr(id, ?5) OR instr(lower(coalesce(data_path, '')), ?5) OR instr(lower(coalesce(command_line, '')), ?5)
            OR EXISTS (SELECT 1 FROM run_values WHERE run = runs.id AND kind = 'tag' AND instr(lower(value), ?5)))
        """;

    // The last step of each metric, found from name to name in the index: however many steps there are, none but the last is read. CROSS JOIN keeps the names outside.
    private const string LastSteps = """
        WITH RECURSIVE names (name) AS (
            SELECT MIN(name) FROM run_metrics WHERE run = ?1
            UNION ALL SELECT (SELECT MIN(name) FROM run_metrics WHERE run = ?1 AND name > names.name) FROM names WHERE names.name IS NOT NULL)
        SELECT last.name, last.value, last.step, last.time FROM names CROSS JOIN run_metrics last
            ON last.run = ?1 AND last.name = names.name AND last.step = (SELECT MAX(step) FROM run_metrics WHERE run = ?1 AND name = names.name)
        ORDER BY last.name;
        """;

    private readonly Database _database;
    private readonly ArtifactStore _artifacts;

    internal RunStore(Database database, ArtifactStore artifacts)
    {
        _database = database;
        _artifacts = artifacts;
    }

    /// <summary>Starts a run.</summary>
    /// <param name="start">What is known of it.</param>
    /// <returns>Takes down what happens in it.</returns>
    /// <exception cref="YardException">The yard cannot be written.</exception>
    public RunLog Start(RunStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        string id = RunId.Next(now);
        RunProcess process = RunProcess.Current;
        Dictionary<string, string> environment = RunEnvironment.Describe();
        _database.Write(connection =>
        {
            connection.Run(
                $"INSERT INTO runs ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, NULL, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14);",
                id, start.Name, start.Kind, nameof(RunStatus.Running), now.UtcTicks, Shown(start.CommandLine), start.Seed, start.Parent,
                Shown(start.Data?.Path), start.Data?.Digest, start.Data?.Rows, process.Machine, process.Id, process.Started);
            RunValues.Write(connection, id, RunValues.Hyperparameter, start.Hyperparameters);
            RunValues.Write(connection, id, RunValues.Tag, start.Tags);
            RunValues.Write(connection, id, RunValues.Environment, environment);
            for (int i = 0; i < (start.Schema?.Count ?? 0); i++)
            {
                RunValues.Write(connection, id, RunValues.Column, i.ToString("D6", CultureInfo.InvariantCulture), $"{start.Schema![i].Kind}:{start.Schema[i].Name}");
            }
        });
        return new RunLog(id, _database, _artifacts);
    }

    /// <summary>Lists runs, each with the last step of its metrics.</summary>
    /// <param name="filter">Which runs; null for all.</param>
    /// <param name="limit">The greatest number of runs.</param>
    /// <param name="skip">The number of runs that are passed over first.</param>
    /// <param name="order">The order; null for the newest first.</param>
    /// <returns>The runs.</returns>
    public IReadOnlyList<Run> List(RunFilter? filter = null, int limit = 100, int skip = 0, RunOrder? order = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        return _database.Read(connection => connection
            .Query(
                $"SELECT {Columns} FROM runs WHERE {Filter} ORDER BY {(order ?? RunOrder.Newest).Expression} LIMIT ?6 OFFSET ?7;",
                ReadRow, filter?.Name, filter?.Kind, filter?.Parent, filter?.Status?.ToString(), filter?.Text?.ToLowerInvariant(), limit, skip, order?.Metric)
            .ConvertAll(run => Complete(connection, run, lastStepOnly: true)));
    }

    /// <summary>Counts runs.</summary>
    /// <param name="filter">Which runs; null for all.</param>
    /// <returns>Their number.</returns>
    public long Count(RunFilter? filter = null) => _database.Read(connection => (long)connection.Scalar(
        $"SELECT COUNT(*) FROM runs WHERE {Filter};", filter?.Name, filter?.Kind, filter?.Parent, filter?.Status?.ToString(), filter?.Text?.ToLowerInvariant())!);

    /// <summary>Gets a run with all that was logged.</summary>
    /// <param name="id">The identifier, or its beginning if no other run begins so.</param>
    /// <returns>The run.</returns>
    /// <exception cref="YardException">There is no such run, or more than one.</exception>
    public Run Get(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return _database.Read(connection => Find(connection, id));
    }

    /// <summary>Compares runs.</summary>
    /// <param name="ids">The identifiers, or their beginnings; two or more.</param>
    /// <returns>The runs, each with the last step of its metrics, and the values in which they differ.</returns>
    /// <exception cref="YardException">There is no such run, or fewer than two are named.</exception>
    public RunComparison Compare(params IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.Count < 2)
        {
            throw new YardException($"There {(ids.Count == 1 ? "is one run" : "are no runs")} to compare and there must be two or more.");
        }

        List<Run> runs = _database.Read(connection => ids.Select(id => Find(connection, id, lastStepOnly: true)).ToList());
        IEnumerable<RunDifference> differences =
        [
            .. Differences("data", runs.ConvertAll(run => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["path"] = run.Data?.Path ?? "",
                ["digest"] = run.Data?.Digest ?? "",
                ["rows"] = run.Data?.Rows?.ToString(CultureInfo.InvariantCulture) ?? "",
            })),
            .. Differences("hyperparameter", runs.ConvertAll(run => run.Hyperparameters)),
            .. Differences("metric", runs.ConvertAll(LastMetrics)),
        ];
        return new RunComparison(runs, [.. differences]);
    }

    internal Run? TryGet(string? id) => id is null ? null : _database.Read(connection => connection
        .Query($"SELECT {Columns} FROM runs WHERE id = ?1;", ReadRow, id)
        .ConvertAll(run => Complete(connection, run, lastStepOnly: false))
        .FirstOrDefault());

    // What is kept here is shown later, to others too.
    private static string? Shown(string? text) => text is null ? null : SecretText.Masked(text);

    private static Run Find(SqliteConnection connection, string id, bool lastStepOnly = false)
    {
        // '~' sorts after every character of an identifier.
        List<Run> found = connection.Query($"SELECT {Columns} FROM runs WHERE id >= ?1 AND id < ?1 || '~' ORDER BY id LIMIT 2;", ReadRow, id);
        return found.Count switch
        {
            0 => throw new YardException($"There is no run '{id}'. 'runs list' shows those there are."),
            1 => Complete(connection, found[0], lastStepOnly),
            _ when found[0].Id == id => Complete(connection, found[0], lastStepOnly),
            _ => throw new YardException($"More than one run begins with '{id}'. Give more of its letters."),
        };
    }

    private static Run ReadRow(SqliteDataReader row)
    {
        RunStatus status = Enum.Parse<RunStatus>(row.GetString(3));
        var process = new RunProcess(row.GetString(12), row.GetInt64(13), row.GetInt64(14));
        return new Run
        {
            Id = row.GetString(0),
            Name = row.GetString(1),
            Kind = row.GetString(2),
            Status = status == RunStatus.Running && process.IsDead() ? RunStatus.Interrupted : status,
            Started = row.Time(4),
            Ended = row.IsDBNull(5) ? null : row.Time(5),
            CommandLine = row.Text(6),
            Seed = row.Integer(7),
            Parent = row.Text(8),
            Data = row.Text(9) is { } path ? new RunData(path, row.Text(10), row.Integer(11)) : null,
            Hyperparameters = new Dictionary<string, string>(StringComparer.Ordinal),
            Metrics = [],
            Durations = new Dictionary<string, TimeSpan>(StringComparer.Ordinal),
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
            Tags = new Dictionary<string, string>(StringComparer.Ordinal),
            Warnings = [],
            Artifacts = [],
        };
    }

    private static Run Complete(SqliteConnection connection, Run run, bool lastStepOnly)
    {
        ILookup<string, KeyValuePair<string, string>> values = connection
            .Query("SELECT kind, name, value FROM run_values WHERE run = ?1 ORDER BY kind, name;", row => (Kind: row.GetString(0), Pair: KeyValuePair.Create(row.GetString(1), row.GetString(2))), run.Id)
            .ToLookup(value => value.Kind, value => value.Pair, StringComparer.Ordinal);
        Feature[] columns = [.. values[RunValues.Column].Select(column => column.Value.Split(':', 2)).Select(parts => new Feature(parts[1], Enum.Parse<FeatureKind>(parts[0])))];
        return run with
        {
            Schema = columns.Length > 0 ? new FeatureSchema(columns) : null,
            Hyperparameters = Texts(values, RunValues.Hyperparameter),
            Environment = Texts(values, RunValues.Environment),
            Tags = Texts(values, RunValues.Tag),
            Durations = values[RunValues.Duration].ToDictionary(value => value.Key, value => TimeSpan.FromTicks(long.Parse(value.Value, CultureInfo.InvariantCulture)), StringComparer.Ordinal),
            Warnings = [.. values[RunValues.Warning].Select(value => value.Value)],
            Metrics = connection.Query(
                lastStepOnly ? LastSteps : "SELECT name, value, step, time FROM run_metrics WHERE run = ?1 ORDER BY name, step;", row => new RunMetric(row.GetString(0), row.Number(1), row.GetInt64(2), row.Time(3)), run.Id),
            Artifacts = connection.Query(
                "SELECT name, digest, size FROM run_artifacts WHERE run = ?1 ORDER BY name;", row => new RunArtifact(row.GetString(0), row.GetString(1), row.GetInt64(2)), run.Id),
        };
    }

    private static Dictionary<string, string> Texts(ILookup<string, KeyValuePair<string, string>> values, string kind) =>
        values[kind].ToDictionary(value => value.Key, value => value.Value, StringComparer.Ordinal);

    private static IReadOnlyDictionary<string, string> LastMetrics(Run run) => run.Metrics
        .GroupBy(metric => metric.Name, StringComparer.Ordinal)
        .ToDictionary(steps => steps.Key, steps => steps.MaxBy(metric => metric.Step)!.Value.ToString("R", CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static IEnumerable<RunDifference> Differences(string kind, IReadOnlyList<IReadOnlyDictionary<string, string>> runs) => runs
        .SelectMany(values => values.Keys)
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)
        .Select(name => new RunDifference(kind, name, [.. runs.Select(values => values.GetValueOrDefault(name))]))
        .Where(difference => difference.Values.Distinct(StringComparer.Ordinal).Count() > 1);
}
