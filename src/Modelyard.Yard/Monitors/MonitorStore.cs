using Microsoft.Data.Sqlite;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Lifecycle.Storage;
using Modelyard.Monitoring;
using Modelyard.Pipelines;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Keeps monitors, and what they saw window by window. What a method has returned from is on the disk.</summary>
public sealed class MonitorStore
{
    private readonly Database _database;
    private readonly PredictionLogStore _logs;
    private readonly ModelRegistry _models;

    internal MonitorStore(Database database, PredictionLogStore logs, ModelRegistry models)
    {
        _database = database;
        _logs = logs;
        _models = models;
        Servers = new ServerMinuteStore(database);
    }

    /// <summary>Gets what servers say of themselves, which monitors of operation read.</summary>
    public ServerMinuteStore Servers { get; }

    /// <summary>Adds a monitor.</summary>
    /// <param name="monitor">What it watches.</param>
    /// <exception cref="ModelyardException">It is out of range, its model has no log, it asks for what cannot be seen of the model, its reference is not there, or there is one of its name.</exception>
    public void Add(MonitorDefinition monitor)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        monitor.Check();
        if (monitor.Source.Kind == SourceKind.Log && !_logs.Contains(monitor.Model!))
        {
            throw new YardException($"There is no log of the predictions of '{monitor.Model}', which the monitor would watch. Serve or predict with '--log' first, or name another model: there {Some(_logs.List())}.");
        }

        if (monitor.Source.Kind != SourceKind.Log)
        {
            // A wrong path, query or column is told now, not when the monitor is first run.
            using IWindowSource source = Open(monitor);
            _ = source.Newest;
        }

        MonitorFit.Check(monitor, Known(monitor.Model));

        _database.Write(connection =>
        {
            if (connection.Scalar("SELECT 1 FROM monitors WHERE name = ?1;", monitor.Name) is not null)
            {
                throw new YardException($"There is a monitor '{monitor.Name}' already. Give the new one another name, or remove the old one: modelyard monitor remove {monitor.Name}");
            }

            connection.Run("INSERT INTO monitors VALUES (?1, ?2, ?3);", monitor.Name, DateTime.UtcNow.Ticks, MonitorJson.Write(monitor));
        });
    }

    /// <summary>Lists the monitors by their names.</summary>
    /// <returns>The monitors.</returns>
    public IReadOnlyList<MonitorDefinition> List() => _database.Read(connection => connection.Query("SELECT name, definition FROM monitors ORDER BY name;", row => MonitorJson.ReadMonitor(row.GetString(0), row.GetString(1))));

    /// <summary>Finds a monitor.</summary>
    /// <param name="name">The name.</param>
    /// <returns>What it watches.</returns>
    /// <exception cref="YardException">There is none of this name.</exception>
    public MonitorDefinition Get(string name) => _database.Read(connection => MonitorJson.ReadMonitor(name, Require(connection, name)));

    /// <summary>Removes a monitor, its windows, its alarms and the automations that they set off; the log of predictions and the history of executions stay.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="YardException">There is none of this name.</exception>
    public void Remove(string name) => _database.Write(connection =>
    {
        Require(connection, name);
        connection.Run("DELETE FROM deliveries WHERE alarm IN (SELECT id FROM alarms WHERE monitor = ?1);", name);
        foreach (string table in (string[])["automations", "silences", "alarms", "monitor_windows", "monitor_grids", "monitor_streams", "monitor_faults"])
        {
            connection.Run($"DELETE FROM {table} WHERE monitor = ?1;", name);
        }

        connection.Run("DELETE FROM monitors WHERE name = ?1;", name);
    });

    /// <summary>Changes the rules that a monitor's windows are held against; those that are over are not looked at again.</summary>
    /// <param name="name">The name of the monitor.</param>
    /// <param name="rules">The rules, in the place of those that it has.</param>
    /// <exception cref="YardException">There is no monitor of this name, or a rule asks for what no window has.</exception>
    public void SetRules(string name, IReadOnlyList<MonitorRule> rules)
    {
        MonitorDefinition changed = Get(name) with { Rules = rules ?? throw new ArgumentNullException(nameof(rules)) };
        changed.Check();
        _database.Write(connection =>
        {
            connection.Run("UPDATE monitors SET definition = ?2 WHERE name = ?1;", name, MonitorJson.Write(changed));

            // An alarm of a rule that is gone would never be over.
            foreach (Alarm alarm in AlarmStore.Open(connection, name).Where(alarm => alarm.Watch.StartsWith(WindowFindings.RulePrefix, StringComparison.Ordinal) && !rules.Any(rule => WindowFindings.RulePrefix + rule.Name == alarm.Watch)))
            {
                AlarmStore.Close(connection, alarm);
            }
        });
    }

    /// <summary>Gets what a monitor saw, the oldest window first.</summary>
    /// <param name="name">The name.</param>
    /// <param name="last">The greatest number of windows, the latest ones; null for all.</param>
    /// <param name="from">The moment from which on they begin, in UTC; null for any.</param>
    /// <param name="until">The moment by which they have ended, in UTC; null for any.</param>
    /// <returns>The windows.</returns>
    /// <exception cref="YardException">There is none of this name.</exception>
    public IReadOnlyList<MonitorWindow> Windows(string name, int? last = null, DateTime? from = null, DateTime? until = null)
    {
        _database.Read(connection => Require(connection, name));
        return new WindowRows(_database, name).List(last, from, until);
    }

    /// <summary>Reads how the model did in the windows that a monitor has looked at, as far as labels are known by now.</summary>
    /// <param name="name">The name.</param>
    /// <param name="slices">The columns by whose levels it is told apart; null for none.</param>
    /// <param name="last">The greatest number of windows, the latest ones; null for all.</param>
    /// <returns>How it did.</returns>
    /// <exception cref="ModelyardException">There is no monitor or column of this name, the log cannot be read, or versions of other classes answered.</exception>
    public MonitoredPerformance Performance(string name, IReadOnlyList<string>? slices = null, int? last = null)
    {
        MonitorDefinition monitor = Get(name);
        if (monitor.Source.Kind != SourceKind.Log)
        {
            throw new YardException($"The monitor '{name}' watches no log of predictions, which labels are known of.");
        }

        using PredictionLog log = _logs.Open(monitor.Model!);
        return new PerformanceReader(log, slices ?? []).Read(Windows(name, last).Where(window => window.Rows > 0).Select(window => (window.Start, window.End)));
    }

    /// <summary>Adds up what a monitor counted in the windows of a time.</summary>
    /// <param name="name">The name.</param>
    /// <param name="from">The moment from which windows begin, in UTC.</param>
    /// <param name="until">The moment up to which they have ended.</param>
    /// <returns>The counts, which can be compared with those of another time.</returns>
    /// <exception cref="YardException">There is no monitor of this name, it has no rows of that time, or another version of the model answered in a part of it.</exception>
    public TableTally Tally(string name, DateTime from, DateTime until)
    {
        (DateTime Start, string Source)[] windows = _database.Read(connection =>
        {
            Require(connection, name);
            return connection.Query(
                "SELECT start, source FROM monitor_windows WHERE monitor = ?1 AND start >= ?2 AND finish <= ?3 AND tally IS NOT NULL ORDER BY start;",
                row => (new DateTime(row.GetInt64(0), DateTimeKind.Utc), row.GetString(1)), name, from.Ticks, until.Ticks).ToArray();
        });
        string[] sources = [.. windows.Select(window => window.Source).Distinct(StringComparer.Ordinal)];
        var rows = new WindowRows(_database, name);
        return sources switch
        {
            [] => throw new YardException($"The monitor '{name}' has counted no rows in windows from {from:yyyy-MM-dd HH:mm} to {until:yyyy-MM-dd HH:mm} UTC. See 'modelyard monitor show {name}'."),
            [var source] => rows.Sum(source, rows.Reference(source)!.Grid, [.. windows.Select(window => window.Start)])!,
            _ => throw new YardException($"From {from:yyyy-MM-dd} to {until:yyyy-MM-dd} the versions {string.Join(", ", sources.Select(source => $"'{source}'"))} answered, whose training data have other bins. Take a time of one version."),
        };
    }

    /// <summary>Adds up what a window was compared with: the counts of its reference, in the bins that it was counted by itself.</summary>
    /// <param name="name">The name.</param>
    /// <param name="start">The beginning of the window, in UTC.</param>
    /// <returns>The counts; null if the window was compared with nothing.</returns>
    /// <exception cref="YardException">There is no monitor of this name.</exception>
    public TableTally? Reference(string name, DateTime start)
    {
        MonitorDefinition monitor = Get(name);
        (string? Source, DateTime[] Before) window = _database.Read(connection => (
            (string?)connection.Scalar("SELECT source FROM monitor_windows WHERE monitor = ?1 AND start = ?2 AND state IN ('Quiet', 'Drifted');", name, start.Ticks),
            connection.Query(
                "SELECT start FROM monitor_windows WHERE monitor = ?1 AND start < ?2 AND tally IS NOT NULL AND state <> 'Sparse' ORDER BY start DESC LIMIT ?3;",
                row => new DateTime(row.GetInt64(0), DateTimeKind.Utc), name, start.Ticks, monitor.Reference.Count).ToArray()));
        var rows = new WindowRows(_database, name);
        if (window.Source is not { } source || rows.Reference(source) is not { } kept)
        {
            return null;
        }

        return monitor.Reference.Kind switch
        {
            ReferenceKind.Training or ReferenceKind.Period or ReferenceKind.File => kept,
            ReferenceKind.First => rows.Sum(source, kept.Grid, null, -monitor.Reference.Count),
            ReferenceKind.Previous => rows.Sum(source, kept.Grid, window.Before),
            _ => rows.Sum(source, kept.Grid, [.. Enumerable.Range(1, monitor.Reference.Count).Select(week => start.AddDays(-7 * week))]),
        };
    }

    /// <summary>Looks at the windows that have ended since the monitor was last run. A window is judged once, and is on the disk with its alarm before the next is looked at: a run that was ended goes on where it was.</summary>
    /// <param name="name">The name.</param>
    /// <param name="until">The moment up to which windows must have ended, their lateness included, in UTC; null for now.</param>
    /// <param name="most">How long windows are looked at, one at least; what is left is for the next run. Null for as long as there are some.</param>
    /// <param name="cancellation">Ends the run, at the latest before the next window.</param>
    /// <returns>What was seen.</returns>
    /// <exception cref="ModelyardException">There is no monitor of this name, the moment lies ahead, the log cannot be read, or there is nothing to compare with. It is in <see cref="Faults"/> until a run ends without one.</exception>
    /// <exception cref="OperationCanceledException">The run was ended; the windows before are judged.</exception>
    public MonitorRun Run(string name, DateTime? until = null, TimeSpan? most = null, CancellationToken cancellation = default)
    {
        DateTime now = DateTime.UtcNow;
        return Run(name, until ?? now, now, most, cancellation);
    }

    /// <summary>Looks at windows as it is done at a moment.</summary>
    internal MonitorRun Run(string name, DateTime until, DateTime now, TimeSpan? most = null, CancellationToken cancellation = default)
    {
        MonitorDefinition monitor = Get(name);
        if (until > now)
        {
            throw new YardException($"Windows up to {until:yyyy-MM-dd HH:mm} UTC are not over: it is {now:yyyy-MM-dd HH:mm} UTC. A window is judged once, when all of its rows are there; leave the moment out for now.");
        }

        try
        {
            using IWindowSource source = Open(monitor);
            var judge = new WindowJudge(monitor, _models, source, Servers, FitContext.Default with { Cancellation = cancellation });
            MonitorRun run = new MonitorRunner(_database, monitor, source, judge, most, cancellation).Run(until, now);
            if (Faults().Any(fault => fault.Monitor == name))
            {
                _database.Write(connection => connection.Run("DELETE FROM monitor_faults WHERE monitor = ?1;", name));
            }

            return run;
        }
        catch (ModelyardException fault)
        {
            // A monitor that cannot look is as bad as none: whoever looks at monitors must see it, also where another process ran it. One that was removed meanwhile is no matter.
            _database.Write(connection => connection.Run(
                "INSERT INTO monitor_faults SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM monitors WHERE name = ?1) ON CONFLICT (monitor) DO UPDATE SET fault = excluded.fault;", name, now.Ticks, fault.Message));
            throw;
        }
    }

    /// <summary>Lists the monitors whose last run ended with a fault, so that they look at nothing.</summary>
    /// <returns>The faults, by the names of the monitors.</returns>
    public IReadOnlyList<MonitorFault> Faults() => _database.Read(connection => connection.Query(
        "SELECT monitor, since, fault FROM monitor_faults ORDER BY monitor;", row => new MonitorFault(row.GetString(0), new DateTime(row.GetInt64(1), DateTimeKind.Utc), row.GetString(2))));

    /// <summary>Gets what the detectors of a monitor have learned of the losses of rows; null if there is nothing.</summary>
    internal LossStream? Stream(string name) => new WindowRows(_database, name).Stream() is { } packed ? LossStream.Unpack(Get(name), packed) : null;

    /// <summary>Finds the definition of a monitor.</summary>
    internal static string Require(SqliteConnection connection, string name) => (string?)connection.Scalar("SELECT definition FROM monitors WHERE name = ?1;", name)
        ?? throw new YardException($"There is no monitor '{name}'. There {Some(connection.Query("SELECT name FROM monitors ORDER BY name LIMIT 20;", row => row.GetString(0)))}.");

    private static string Some(IReadOnlyList<string> names) => names.Count == 0 ? "are none yet" : $"{(names.Count == 1 ? "is" : "are")} {string.Join(", ", names.Take(20).Select(name => $"'{name}'"))}";

    /// <summary>Loads a model; null if it is not in the yard, as its log may outlive it.</summary>
    private Predictor? Known(string? model)
    {
        try
        {
            return model is null ? null : _models.Load(model).Predictor;
        }
        catch (YardException)
        {
            return null;
        }
    }

    private IWindowSource Open(MonitorDefinition monitor) => monitor.Source switch
    {
        { Kind: SourceKind.Log } => new WindowCutter(monitor, new LogRows(_logs.Open(monitor.Model!))),
        { Kind: SourceKind.Query } => new WindowCutter(monitor, new QueryRows(monitor.Source)),
        { Time: null } => new FileBatches(monitor),
        _ => new WindowCutter(monitor, new FileRows(monitor.Source)),
    };
}
