namespace Modelyard.Server.Studio.Content;

/// <summary>Represents a cell of a table.</summary>
/// <param name="Value">A text, a number, a moment in UTC, or null for none.</param>
/// <param name="Link">The page that tells more; null for none.</param>
public readonly record struct Cell(object? Value, string? Link = null)
{
    /// <summary>Gets what it means for the reader.</summary>
    public Tone Tone { get; init; }

    /// <summary>Gets what is said of it where one points at it; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Gets the share of the greatest of its column, drawn as a bar behind it; null for none.</summary>
    public double? Bar { get; init; }

    /// <summary>Gets the value as the kind of its column is written.</summary>
    internal string Text(ColumnKind kind) => CellText.Of(Value, kind);
}
