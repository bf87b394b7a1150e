using System.Text.Json;
using Modelyard.Lifecycle.Storage;
using Modelyard.Selection.Search;

namespace Modelyard.Lifecycle;

/// <summary>Represents the trials of a search in the yard. One process searches at a time; what a dead one left goes on where it was.</summary>
public sealed class StudyJournal : ITrialJournal, IDisposable
{
    private readonly Database _database;
    private bool _isHeld;

    internal StudyJournal(Database database, string name)
    {
        _database = database;
        Name = name;
    }

    /// <summary>Gets the name of the search.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Trial> Open(string identity)
    {
        List<(string Begun, string? Ended)> rows = _database.Write(connection =>
        {
            RunProcess own = RunProcess.Current;
            List<(string Identity, RunProcess? Holder)> known = connection.Query(
                "SELECT identity, machine, process, process_started FROM studies WHERE name = ?1;",
                row => (row.GetString(0), row.IsDBNull(1) ? (RunProcess?)null : new RunProcess(row.GetString(1), row.GetInt64(2), row.GetInt64(3))),
                Name);
            if (known is [var (before, holder)])
            {
                if (holder is { } other && !other.IsDead())
                {
                    throw new YardException($"The study '{Name}' is being searched by the process '{other.Id}' on '{other.Machine}'. Wait for its end, or name another study.");
                }

                StudyIdentity.Check($"The study '{Name}'", before, identity);
                connection.Run("UPDATE studies SET machine = ?2, process = ?3, process_started = ?4 WHERE name = ?1;", Name, own.Machine, own.Id, own.Started);
            }
            else
            {
                connection.Run("INSERT INTO studies VALUES (?1, ?2, ?3, ?4, ?5, ?6);", Name, identity, DateTimeOffset.UtcNow.UtcTicks, own.Machine, own.Id, own.Started);
            }

            return connection.Query("SELECT begun, ended FROM trials WHERE study = ?1 ORDER BY number;", row => (row.GetString(0), row.Text(1)), Name);
        });
        _isHeld = true;
        return rows.ConvertAll(row => Read(row.Begun, row.Ended));
    }

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<Trial> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        _database.Write(connection =>
        {
            foreach (Trial trial in trials)
            {
                connection.Run("INSERT INTO trials VALUES (?1, ?2, ?3, NULL);", Name, trial.Number, TrialJson.Begun(trial));
            }
        });
    }

    /// <inheritdoc/>
    public void End(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        _database.Write(connection => connection.Run("UPDATE trials SET ended = ?3 WHERE study = ?1 AND number = ?2;", Name, trial.Number, TrialJson.Ended(trial)));
    }

    /// <summary>Lets another process go on with the search.</summary>
    public void Dispose()
    {
        if (_isHeld)
        {
            _isHeld = false;
            _database.Write(connection => connection.Run("UPDATE studies SET machine = NULL, process = NULL, process_started = NULL WHERE name = ?1;", Name));
        }
    }

    private static Trial Read(string begun, string? ended)
    {
        using var first = JsonDocument.Parse(begun);
        Trial trial = TrialJson.Begun(first.RootElement);
        if (ended is null)
        {
            return trial;
        }

        using var second = JsonDocument.Parse(ended);
        return TrialJson.Ended(trial, second.RootElement);
    }
}
