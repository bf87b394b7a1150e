using Microsoft.Data.Sqlite;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle;

/// <summary>Names the kinds of named texts that a run has, and writes them.</summary>
internal static class RunValues
{
    internal const string Hyperparameter = "hyperparameter";
    internal const string Tag = "tag";
    internal const string Duration = "duration";
    internal const string Environment = "environment";
    internal const string Warning = "warning";
    internal const string Column = "column";

    internal static void Write(SqliteConnection connection, string run, string kind, string name, string value) =>
        connection.Run("INSERT OR REPLACE INTO run_values VALUES (?1, ?2, ?3, ?4);", run, kind, name, value);

    internal static void Write(SqliteConnection connection, string run, string kind, IEnumerable<KeyValuePair<string, string>> values)
    {
        foreach ((string name, string value) in values)
        {
            Write(connection, run, kind, name, value);
        }
    }
}
