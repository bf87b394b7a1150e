using System.Globalization;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle;

/// <summary>Takes down what happens in a run. What a method has returned from is on the disk.</summary>
/// <remarks>Safe for any number of threads. A run that is disposed of without <see cref="Finish"/> has failed.</remarks>
public sealed class RunLog : IDisposable
{
    private readonly Database _database;
    private readonly ArtifactStore _artifacts;
    private int _finished;

    internal RunLog(string id, Database database, ArtifactStore artifacts)
    {
        Id = id;
        _database = database;
        _artifacts = artifacts;
    }

    /// <summary>Gets the identifier of the run.</summary>
    public string Id { get; }

    /// <summary>Logs a hyperparameter; one that was logged before is replaced.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value, as the command prints it.</param>
    public void LogHyperparameter(string name, string value) => LogValue(RunValues.Hyperparameter, name, value);

    /// <summary>Logs a tag; one that was logged before is replaced.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void LogTag(string name, string value) => LogValue(RunValues.Tag, name, value);

    /// <summary>Logs how long a part of the run took.</summary>
    /// <param name="name">The name of the part, as in <c>fit</c>.</param>
    /// <param name="duration">The time that it took.</param>
    public void LogDuration(string name, TimeSpan duration) => LogValue(RunValues.Duration, name, duration.Ticks.ToString(CultureInfo.InvariantCulture));

    /// <summary>Logs a warning.</summary>
    /// <param name="warning">One or more full sentences.</param>
    public void LogWarning(string warning) => _database.Write(connection => connection.Run(
        "INSERT INTO run_values SELECT ?1, ?2, printf('%06d', COUNT(*)), ?3 FROM run_values WHERE run = ?1 AND kind = ?2;", Id, RunValues.Warning, warning));

    /// <summary>Logs the data file that the run reads.</summary>
    /// <param name="data">The data file.</param>
    public void LogData(RunData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        _database.Write(connection => connection.Run("UPDATE runs SET data_path = ?2, data_digest = ?3, data_rows = ?4 WHERE id = ?1;", Id, data.Path, data.Digest, data.Rows));
    }

    /// <summary>Logs a metric; a value of the same step is replaced.</summary>
    /// <param name="name">The name, as in <c>roc-auc</c>.</param>
    /// <param name="value">The value, possibly NaN or infinite.</param>
    /// <param name="step">The step at which it was measured.</param>
    public void LogMetric(string name, double value, long step = 0) => LogMetrics([new RunMetric(name, value, step, DateTimeOffset.UtcNow)]);

    /// <summary>Logs several metrics, all or none. One call costs as much as that for one metric.</summary>
    /// <param name="metrics">The metrics.</param>
    public void LogMetrics(IReadOnlyCollection<RunMetric> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        _database.Write(connection =>
        {
            foreach (RunMetric metric in metrics)
            {
                connection.Run(
                    "INSERT OR REPLACE INTO run_metrics VALUES (?1, ?2, ?3, ?4, ?5);",
                    Id, metric.Name, metric.Step, Sql.Number(metric.Value), metric.Time.UtcTicks);
            }
        });
    }

    /// <summary>Keeps a file that the run made.</summary>
    /// <param name="name">The name within the run, as in <c>report.html</c>; a file of this name is replaced.</param>
    /// <param name="path">The path of the file.</param>
    /// <returns>The file as the yard keeps it.</returns>
    public RunArtifact LogArtifact(string name, string path) => LogArtifact(name, _artifacts.AddFile(path));

    /// <summary>Keeps content that the run made.</summary>
    /// <param name="name">The name within the run, as in <c>report.html</c>; a file of this name is replaced.</param>
    /// <param name="content">The content, read to its end.</param>
    /// <returns>The file as the yard keeps it.</returns>
    public RunArtifact LogArtifact(string name, Stream content) => LogArtifact(name, _artifacts.Add(content));

    /// <summary>Says that content which is among the artifacts already belongs to the run.</summary>
    internal void LogKept(string name, string digest) => LogArtifact(name, (digest, _artifacts.SizeOf(digest)));

    /// <summary>Ends the run. A second call changes nothing.</summary>
    /// <param name="status">How it ended.</param>
    public void Finish(RunStatus status = RunStatus.Finished)
    {
        if (status == RunStatus.Running)
        {
            throw new ArgumentException("The status is 'Running' and must say how the run ended.", nameof(status));
        }

        if (Interlocked.Exchange(ref _finished, 1) == 0)
        {
            _database.Write(connection => connection.Run("UPDATE runs SET status = ?2, ended = ?3 WHERE id = ?1;", Id, status.ToString(), DateTimeOffset.UtcNow.UtcTicks));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Finish(RunStatus.Failed);

    private RunArtifact LogArtifact(string name, (string Digest, long Size) stored)
    {
        _database.Write(connection => connection.Run("INSERT OR REPLACE INTO run_artifacts VALUES (?1, ?2, ?3, ?4);", Id, name, stored.Digest, stored.Size));
        return new RunArtifact(name, stored.Digest, stored.Size);
    }

    private void LogValue(string kind, string name, string value) => _database.Write(connection => RunValues.Write(connection, Id, kind, name, value));
}
