using Microsoft.Data.Sqlite;

namespace Modelyard.Lifecycle.Storage;

/// <summary>Runs statements with numbered parameters: ?1, ?2, and so on.</summary>
internal static class Sql
{
    internal static int Run(this SqliteConnection connection, string statement, params ReadOnlySpan<object?> values)
    {
        using SqliteCommand command = Command(connection, statement, values);
        return command.ExecuteNonQuery();
    }

    internal static object? Scalar(this SqliteConnection connection, string statement, params ReadOnlySpan<object?> values)
    {
        using SqliteCommand command = Command(connection, statement, values);
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    internal static List<T> Query<T>(this SqliteConnection connection, string statement, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using SqliteCommand command = Command(connection, statement, values);
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    internal static string? Text(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    internal static long? Integer(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    internal static DateTimeOffset Time(this SqliteDataReader reader, int column) => new(reader.GetInt64(column), TimeSpan.Zero);

    // SQLite keeps no NaN; the text stands for it.
    internal static object Number(double value) => double.IsNaN(value) ? "NaN" : value;

    internal static double Number(this SqliteDataReader reader, int column) => reader.GetValue(column) is string ? double.NaN : reader.GetDouble(column);

    private static SqliteCommand Command(SqliteConnection connection, string statement, ReadOnlySpan<object?> values)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = statement;
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"?{i + 1}", values[i] ?? DBNull.Value);
        }

        return command;
    }
}
