namespace Modelyard.Data.Databases;

/// <summary>Says how a frame becomes the rows of a table.</summary>
public sealed record DatabaseWriteOptions
{
    /// <summary>Gets the definition of a table that is created; null if it follows from the frame. Its columns are those of the frame and may be more.</summary>
    public TableDefinition? Definition { get; init; }

    /// <summary>Gets the columns that tell rows apart: the primary key of a table that is created, and what <see cref="WriteMode.Upsert"/> goes by. If there are none, that is the table's primary key.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>
    /// Gets a value indicating whether what a time has below a microsecond is cut off where the database has no room for it, as PostgreSQL, MySQL and MariaDB.
    /// Otherwise such a time is refused.
    /// </summary>
    public bool CutToMicroseconds { get; init; }
}
