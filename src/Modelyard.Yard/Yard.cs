using Modelyard.Lifecycle.Automation;
using Microsoft.Data.Sqlite;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Lifecycle.Provenance;
using Modelyard.Lifecycle.Storage;
using Modelyard.Lifecycle.Tokens;

namespace Modelyard.Lifecycle;

/// <summary>Represents a yard: one folder that keeps runs, models and artifacts.</summary>
/// <remarks>
/// The folder holds <c>yard.db</c> (SQLite), <c>artifacts</c> (files by their content) and <c>predictions</c> (a log for each model). What a method has acknowledged by returning survives the death of the process
/// at any moment. Safe for any number of threads and processes at once.
/// </remarks>
public sealed class Yard : IDisposable
{
    private readonly Database _database;

    private Yard(string folder, YardOptions options)
    {
        Folder = folder;
        Artifacts = new ArtifactStore(Path.Combine(folder, "artifacts"), options);
        _database = new Database(Path.Combine(folder, "yard.db"), options.BusyTimeout);
        Runs = new RunStore(_database, Artifacts);
        Models = new ModelRegistry(_database, Artifacts, Runs);
        Studies = new StudyStore(_database);
        Predictions = new PredictionLogStore(PredictionLogStore.FolderIn(folder));
        Alarms = new AlarmStore(_database);
        Channels = new ChannelStore(_database);
        Monitors = new MonitorStore(_database, Predictions, Models);
        Tokens = new TokenStore(_database);
        Automations = new AutomationStore(_database, this);
        Lineage = new YardLineage(_database, this);
    }

    /// <summary>Gets the full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Gets the folder of the reports.</summary>
    internal string ReportFolder => Path.Combine(Folder, "reports");

    /// <summary>Gets the runs.</summary>
    public RunStore Runs { get; }

    /// <summary>Gets the registered models.</summary>
    public ModelRegistry Models { get; }

    /// <summary>Gets the searches of hyperparameters.</summary>
    public StudyStore Studies { get; }

    /// <summary>Gets the logs of what models predicted.</summary>
    public PredictionLogStore Predictions { get; }

    /// <summary>Gets what watches over models.</summary>
    public MonitorStore Monitors { get; }

    /// <summary>Gets what monitors have found.</summary>
    public AlarmStore Alarms { get; }

    /// <summary>Gets what is done when monitors alarm, and what came of it.</summary>
    public AutomationStore Automations { get; }

    /// <summary>Gets what predictions and versions came of, and what came of tables.</summary>
    public YardLineage Lineage { get; }

    /// <summary>Gets whom alarms are told.</summary>
    public ChannelStore Channels { get; }

    /// <summary>Gets the tokens that open servers.</summary>
    public TokenStore Tokens { get; }

    /// <summary>Gets the files by their content.</summary>
    public ArtifactStore Artifacts { get; }

    /// <summary>Gets the state of what is kept, to tell later whether it has changed. Reading it takes a few queries, however much there is.</summary>
    public YardRevision Revision => _database.Read(connection => new YardRevision(
        Words(connection, "SELECT value FROM revision;"),
        Words(connection, """
            SELECT COUNT(*), MAX(id), MAX(ended), SUM(status = 'Running'), (SELECT COUNT(*) FROM run_metrics WHERE run IN (SELECT id FROM runs WHERE status = 'Running')) FROM runs;
            """),
        Words(connection, "SELECT (SELECT COUNT(*) FROM monitors), COUNT(*), MAX(finish), (SELECT COUNT(*) || ' ' || total(since) FROM monitor_faults) FROM monitor_windows;"),
        Words(connection, """
            SELECT COUNT(*), MAX(id), SUM(windows), SUM(state = 'Open'), SUM(state = 'Closed'), SUM(length(coalesce(note, '')) + length(coalesce(acknowledged_by, ''))),
                (SELECT COUNT(*) || ' ' || total(until) FROM silences) FROM alarms;
            """)));

    /// <summary>Opens a yard, and makes it if it is not there.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The yard, to be disposed.</returns>
    /// <exception cref="YardException">The folder cannot be used, or the yard was made by a newer version.</exception>
    public static Yard Open(string folder = ".modelyard") => Open(new YardOptions { Folder = folder });

    /// <summary>Opens a yard.</summary>
    /// <param name="options">Where it lies and what it allows.</param>
    /// <returns>The yard, to be disposed.</returns>
    /// <exception cref="YardException">The folder cannot be used, is not there and may not be made, or the yard was made by a newer version.</exception>
    public static Yard Open(YardOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string folder = Path.GetFullPath(options.Folder);
        if (File.Exists(folder))
        {
            throw new YardException($"The yard '{options.Folder}' is a file and must be a folder. Name another folder.");
        }

        if (!options.Create && !File.Exists(Path.Combine(folder, "yard.db")))
        {
            throw new YardException($"There is no yard in '{options.Folder}'. Train a model there first, or name the folder of another yard.");
        }

        return YardFault.Translate($"The yard '{options.Folder}' cannot be opened", () =>
        {
            MakePrivate(folder);
            var yard = new Yard(folder, options);
            yard.Artifacts.RemoveLeftovers(options.LeftoverAge);
            return yard;
        });
    }

    /// <summary>Checks that files can be written where a training puts them, before it takes its time.</summary>
    /// <exception cref="YardException">They cannot.</exception>
    internal void CheckWritable() => YardFault.Translate($"The yard '{Folder}' cannot be written to", () =>
    {
        foreach (string folder in (string[])[Artifacts.Folder, Artifacts.Incoming, ReportFolder])
        {
            Directory.CreateDirectory(folder);
            using var probe = new FileStream(Path.Combine(folder, $"{Guid.NewGuid():N}.probe"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }

        return true;
    });

    /// <summary>Makes the folder for its owner alone: what was logged and learned is nobody else's. A folder that is there keeps its rights, which whoever shares it has set.</summary>
    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        if (Path.GetDirectoryName(folder) is { } parent)
        {
            Directory.CreateDirectory(parent);
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
    private static string Words(SqliteConnection connection, string question) =>
        connection.Query(question, row => string.Join(' ', Enumerable.Range(0, row.FieldCount).Select(row.GetValue))).Single();

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();
}
