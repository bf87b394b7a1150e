using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Represents what was understood of a column of a query.</summary>
/// <param name="Name">The name.</param>
/// <param name="SqlType">The type in the words of the database; empty if it has none.</param>
/// <param name="Kind">The kind that its cells have in the frame.</param>
/// <param name="Note">What is to be told of it, as that texts stand for values of a type that frames do not have; null if nothing is.</param>
public sealed record SourceColumn(string Name, string SqlType, ColumnKind Kind, string? Note)
{
    /// <summary>Gets a value indicating whether the timestamps of the column are UTC.</summary>
    public bool IsUtc { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {SqlType} as {Kind}{(Note is null ? "" : $", {Note}")}";
}
