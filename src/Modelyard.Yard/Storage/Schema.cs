using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Modelyard.Lifecycle.Storage;

/// <summary>Makes the tables and brings those of older versions up to date, one step a version.</summary>
internal static class Schema
{
    /// <summary>The steps from one version to the next.</summary>
    internal static readonly string[] Steps =
    [
        """
        CREATE TABLE runs (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER,
            command_line TEXT, seed INTEGER, parent TEXT, data_path TEXT, data_digest TEXT, data_rows INTEGER,
            machine TEXT NOT NULL, process INTEGER NOT NULL, process_started INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX runs_by_parent ON runs (parent);
        CREATE TABLE run_values (
            run TEXT NOT NULL REFERENCES runs (id), kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (run, kind, name)) WITHOUT ROWID;
        CREATE TABLE run_metrics (
            run TEXT NOT NULL REFERENCES runs (id), name TEXT NOT NULL, step INTEGER NOT NULL, value NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (run, name, step)) WITHOUT ROWID;
        CREATE TABLE run_artifacts (
            run TEXT NOT NULL REFERENCES runs (id), name TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL, PRIMARY KEY (run, name)) WITHOUT ROWID;
        CREATE TABLE models (name TEXT PRIMARY KEY, created INTEGER NOT NULL, description TEXT) WITHOUT ROWID;
        CREATE TABLE versions (
            model TEXT NOT NULL REFERENCES models (name), version INTEGER NOT NULL, created INTEGER NOT NULL, run TEXT, digest TEXT NOT NULL, size INTEGER NOT NULL,
            description TEXT, PRIMARY KEY (model, version)) WITHOUT ROWID;
        CREATE INDEX versions_by_run ON versions (run);
        CREATE TABLE version_tags (
            model TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (model, version, name),
            FOREIGN KEY (model, version) REFERENCES versions (model, version)) WITHOUT ROWID;
        CREATE TABLE aliases (
            model TEXT NOT NULL, alias TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (model, alias),
            FOREIGN KEY (model, version) REFERENCES versions (model, version)) WITHOUT ROWID;
        CREATE TABLE revision (value INTEGER NOT NULL);
        INSERT INTO revision VALUES (0);
        """,
        """
        CREATE TABLE studies (
            name TEXT PRIMARY KEY, identity TEXT NOT NULL, created INTEGER NOT NULL, machine TEXT, process INTEGER, process_started INTEGER) WITHOUT ROWID;
        CREATE TABLE trials (
            study TEXT NOT NULL REFERENCES studies (name), number INTEGER NOT NULL, begun TEXT NOT NULL, ended TEXT, PRIMARY KEY (study, number)) WITHOUT ROWID;
        """,
        """
        CREATE TABLE monitors (name TEXT PRIMARY KEY, created INTEGER NOT NULL, definition TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE monitor_grids (
            monitor TEXT NOT NULL REFERENCES monitors (name), source TEXT NOT NULL, grid BLOB NOT NULL, reference BLOB, PRIMARY KEY (monitor, source)) WITHOUT ROWID;
        CREATE TABLE monitor_windows (
            monitor TEXT NOT NULL REFERENCES monitors (name), start INTEGER NOT NULL, finish INTEGER NOT NULL, state TEXT NOT NULL, source TEXT, told TEXT NOT NULL, tally BLOB,
            PRIMARY KEY (monitor, start)) WITHOUT ROWID;
        CREATE TABLE alarms (
            id INTEGER PRIMARY KEY AUTOINCREMENT, monitor TEXT NOT NULL REFERENCES monitors (name), severity TEXT NOT NULL, state TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,
            windows INTEGER NOT NULL, summary TEXT NOT NULL, columns TEXT NOT NULL, acknowledged_by TEXT, note TEXT, silenced INTEGER NOT NULL);
        CREATE INDEX alarms_by_monitor ON alarms (monitor, state);
        CREATE TABLE channels (name TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE deliveries (
            alarm INTEGER NOT NULL REFERENCES alarms (id), channel TEXT NOT NULL REFERENCES channels (name), event TEXT NOT NULL, created INTEGER NOT NULL, attempts INTEGER NOT NULL, delivered INTEGER, fault TEXT,
            PRIMARY KEY (alarm, channel, event)) WITHOUT ROWID;
        CREATE TABLE silences (monitor TEXT PRIMARY KEY REFERENCES monitors (name), until INTEGER NOT NULL, reason TEXT) WITHOUT ROWID;
        """,
        """
        ALTER TABLE monitor_windows RENAME TO windows_of_time;
        CREATE TABLE monitor_windows (
            monitor TEXT NOT NULL REFERENCES monitors (name), start INTEGER NOT NULL, skip INTEGER NOT NULL, finish INTEGER NOT NULL, finish_skip INTEGER NOT NULL, state TEXT NOT NULL, source TEXT, told TEXT NOT NULL, tally BLOB,
            PRIMARY KEY (monitor, start, skip));
        INSERT INTO monitor_windows SELECT monitor, start, 0, finish, 0, state, source, told, tally FROM windows_of_time;
        DROP TABLE windows_of_time;
        UPDATE monitors SET definition = json_set(definition, '$.watch', json_array('Drift'), '$.source', json_object('kind', 'Log', 'address', '', 'query', NULL, 'time', NULL),
            '$.windowRows', NULL, '$.freshnessSeconds', NULL, '$.cooldownSeconds', 0, '$.labelSeconds', 0, '$.leastWorse', 0.02, '$.costs', NULL, '$.fair', json_array(), '$.rules', json_array());
        ALTER TABLE alarms ADD COLUMN watch TEXT NOT NULL DEFAULT 'drift';
        ALTER TABLE alarms ADD COLUMN runbook TEXT;
        """,
        """
        CREATE TABLE tokens (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, scopes INTEGER NOT NULL, models TEXT NOT NULL, digest BLOB NOT NULL, created INTEGER NOT NULL, expires INTEGER, last_used INTEGER,
            revoked INTEGER) WITHOUT ROWID;
        CREATE UNIQUE INDEX tokens_in_force ON tokens (name) WHERE revoked IS NULL;
        CREATE TABLE token_revision (value INTEGER NOT NULL);
        INSERT INTO token_revision VALUES (0);
        """,
        """
        CREATE TABLE automations (
            name TEXT PRIMARY KEY, monitor TEXT NOT NULL REFERENCES monitors (name), created INTEGER NOT NULL, definition TEXT NOT NULL, last_alarm INTEGER NOT NULL, last_window INTEGER NOT NULL, looked INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE executions (
            id INTEGER PRIMARY KEY AUTOINCREMENT, automation TEXT NOT NULL, definition TEXT NOT NULL, cause TEXT NOT NULL, facts TEXT NOT NULL, state TEXT NOT NULL,
            created INTEGER NOT NULL, started INTEGER, ended INTEGER, machine TEXT, process INTEGER, process_started INTEGER, told TEXT, result TEXT,
            champion INTEGER, challenger INTEGER, decided INTEGER, decided_by TEXT, note TEXT, UNIQUE (automation, cause));
        CREATE INDEX executions_by_state ON executions (state);
        CREATE TABLE execution_deliveries (
            execution INTEGER NOT NULL REFERENCES executions (id), channel TEXT NOT NULL REFERENCES channels (name), event TEXT NOT NULL, attempts INTEGER NOT NULL, delivered INTEGER, fault TEXT,
            PRIMARY KEY (execution, channel, event)) WITHOUT ROWID;
        CREATE TABLE alias_moves (model TEXT NOT NULL REFERENCES models (name), alias TEXT NOT NULL, version INTEGER, moved INTEGER NOT NULL);
        CREATE INDEX alias_moves_by_model ON alias_moves (model, moved);
        """,
        """
        CREATE TABLE monitor_streams (monitor TEXT PRIMARY KEY REFERENCES monitors (name), state BLOB NOT NULL) WITHOUT ROWID;
        UPDATE monitors SET definition = json_set(definition, '$.detectors', json_array('Adwin'));
        UPDATE automations SET definition = json_set(definition, '$.trigger', 'Alarm', '$.of', json_array('performance')), last_alarm = (SELECT COALESCE(MAX(id), 0) FROM alarms) WHERE json_extract(definition, '$.trigger') = 'Performance';
        UPDATE executions SET definition = json_set(definition, '$.trigger', 'Alarm', '$.of', json_array('performance')) WHERE json_extract(definition, '$.trigger') = 'Performance';
        ALTER TABLE automations DROP COLUMN last_window;
        ALTER TABLE automations DROP COLUMN looked;
        CREATE TABLE server_minutes (
            model TEXT NOT NULL, finish INTEGER NOT NULL, server TEXT NOT NULL, start INTEGER NOT NULL, requests INTEGER NOT NULL, refused INTEGER NOT NULL, failed INTEGER NOT NULL, predictions INTEGER NOT NULL,
            latencies TEXT NOT NULL, working_set INTEGER NOT NULL, heap INTEGER NOT NULL, paused INTEGER NOT NULL, full_collections INTEGER NOT NULL, processor INTEGER NOT NULL, processors INTEGER NOT NULL,
            PRIMARY KEY (model, finish, server)) WITHOUT ROWID;
        """,
        """
        UPDATE monitors SET definition = json_set(definition, '$.embeddings', json_array());
        """,
        """
        CREATE TABLE monitor_faults (monitor TEXT PRIMARY KEY REFERENCES monitors (name), since INTEGER NOT NULL, fault TEXT NOT NULL) WITHOUT ROWID;
        """,
    ];

    internal static void Prepare(SqliteConnection connection)
    {
        if (Version(connection) < Steps.Length)
        {
            connection.Run("PRAGMA journal_mode = WAL;");
        }

        // Read again under the write lock: another process may have made the tables in between.
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: Version(connection) >= Steps.Length);
        long version = Version(connection);
        if (version > Steps.Length)
        {
            throw new YardException($"The yard was made by a newer version of Modelyard: its database has the schema '{version}' and this program knows up to {Steps.Length}. Update Modelyard.");
        }

        if (version < Steps.Length)
        {
            foreach (string step in Steps.AsSpan((int)version))
            {
                connection.Run(step);
            }

            connection.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Steps.Length};"));
        }

        transaction.Commit();
    }

    private static long Version(SqliteConnection connection) => (long)connection.Scalar("PRAGMA user_version;")!;
}
