namespace Modelyard.Data.Parquet.Format;

/// <summary>Represents one element of the schema of a Parquet file: a column, or a group of elements that follow it.</summary>
internal sealed record SchemaElement
{
    /// <summary>Gets the name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Gets how cells stand in the file; null for a group.</summary>
    public PhysicalType? Type { get; init; }

    /// <summary>Gets the number of bytes of a cell, where the type does not say it.</summary>
    public int Length { get; init; }

    /// <summary>Gets how often a cell occurs in a row: 0 once, 1 at most once, 2 any number of times.</summary>
    public int Repetition { get; init; }

    /// <summary>Gets the number of elements of a group.</summary>
    public int Children { get; init; }

    /// <summary>Gets what cells mean by the numbers of old writers; null if they say nothing.</summary>
    public int? Converted { get; init; }

    /// <summary>Gets the number of digits after a decimal's point.</summary>
    public int Scale { get; init; }

    /// <summary>Gets the number of digits of a decimal.</summary>
    public int Precision { get; init; }

    /// <summary>Gets what cells mean; null if that is not said, or only by <see cref="Converted"/>.</summary>
    public LogicalType? Logical { get; init; }
}
