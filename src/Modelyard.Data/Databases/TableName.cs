namespace Modelyard.Data.Databases;

/// <summary>Represents the name of a table in a database. A text is the name of a table of the database's usual schema, whatever characters it has.</summary>
/// <param name="Name">The name, as it is; a dialect quotes it.</param>
/// <param name="Schema">The schema (in MySQL the database, in SQLite an attached file), or null for the usual one.</param>
public readonly record struct TableName(string Name, string? Schema = null)
{
    /// <summary>Takes a text for the name of a table of the usual schema.</summary>
    /// <param name="name">The name; a dot in it is part of it.</param>
    public static implicit operator TableName(string name) => new(name);

    /// <summary>Takes a text for the name of a table of the usual schema.</summary>
    /// <param name="name">The name; a dot in it is part of it.</param>
    /// <returns>The name.</returns>
    public static TableName FromString(string name) => new(name);

    /// <inheritdoc/>
    public override string ToString() => Schema is null ? Name : $"{Schema}.{Name}";
}
