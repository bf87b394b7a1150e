namespace Modelyard.Data.Databases;

/// <summary>Says how a database is spoken to.</summary>
public sealed record DatabaseOptions
{
    /// <summary>Gets how long to wait for a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets how long to wait for the server's next word, or in SQLite for the lock of another writer, before giving up.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);
}
