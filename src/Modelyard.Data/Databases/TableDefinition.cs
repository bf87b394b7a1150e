using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Represents a table of a database: its columns, keys and checks.</summary>
/// <remarks>It is the same for every database; a <see cref="SqlDialect"/> says it in that database's words (<see cref="SqlDialect.CreateTable"/>).</remarks>
public sealed record TableDefinition
{
    /// <summary>Gets the name.</summary>
    public required TableName Name { get; init; }

    /// <summary>Gets the columns, in order; at least one.</summary>
    public required IReadOnlyList<ColumnDefinition> Columns { get; init; }

    /// <summary>Gets the names of the columns of the primary key, in its order; none if the table has no primary key.</summary>
    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    /// <summary>Gets the other keys, each of which is the names of its columns.</summary>
    public IReadOnlyList<IReadOnlyList<string>> UniqueKeys { get; init; } = [];

    /// <summary>Gets the references to other tables.</summary>
    public IReadOnlyList<ForeignKey> ForeignKeys { get; init; } = [];

    /// <summary>Gets the conditions that each row must meet, as SQL text. It is written as it is: never make it of a stranger's words.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];

    /// <summary>Describes the table that a frame becomes. The range of integers and the length of texts are those of the frame.</summary>
    /// <param name="name">The name of the table.</param>
    /// <param name="frame">The frame, with at least one column.</param>
    /// <param name="primaryKey">The columns of the primary key; none if the table shall have none.</param>
    /// <returns>The definition.</returns>
    /// <exception cref="UnknownColumnException">A column of the key is not in the frame.</exception>
    public static TableDefinition Of(TableName name, Frame frame, params IReadOnlyList<string> primaryKey)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Of(name, frame, primaryKey, ColumnDefinition.Of);
    }

    /// <summary>Gets the definition of a column.</summary>
    /// <param name="name">The name of the column, in the same case.</param>
    /// <returns>The definition.</returns>
    /// <exception cref="UnknownColumnException">The table has no such column.</exception>
    public ColumnDefinition Column(string name) =>
        Columns.FirstOrDefault(column => column.Name == name) ?? throw new UnknownColumnException(name, Columns.Select(column => column.Name));

    internal static TableDefinition Of(TableName name, Frame frame, IReadOnlyList<string> primaryKey, Func<Column, ColumnDefinition> describe)
    {
        foreach (string column in primaryKey)
        {
            _ = frame.PositionOf(column);
        }

        return new TableDefinition { Name = name, Columns = [.. frame.Columns.Select(describe)], PrimaryKey = primaryKey };
    }

    /// <summary>Determines whether columns are the primary key or a unique key, in any order.</summary>
    internal bool HasKey(IEnumerable<string> columns)
    {
        var wanted = columns.ToHashSet(StringComparer.Ordinal);
        return wanted.Count > 0 && (wanted.SetEquals(PrimaryKey) || UniqueKeys.Any(wanted.SetEquals));
    }
}
