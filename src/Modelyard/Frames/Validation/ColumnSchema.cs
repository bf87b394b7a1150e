namespace Modelyard.Frames.Validation;

/// <summary>Represents what must hold for one column of a table, or for one property of a record.</summary>
/// <remarks>
/// All checks but those for missing cells leave missing cells alone. What is of the right kind: texts and categories stand for each other, integers for
/// doubles, and a column without a present cell for every kind.
/// </remarks>
/// <param name="Name">The name of the column, in the same case.</param>
/// <param name="Kind">The kind of its cells.</param>
public sealed record ColumnSchema(string Name, ColumnKind Kind)
{
    /// <summary>Gets what the column is, for people.</summary>
    public string? Description { get; init; }

    /// <summary>Gets a value indicating whether the column must be there.</summary>
    public bool Required { get; init; } = true;

    /// <summary>Gets a value indicating whether cells may be missing.</summary>
    public bool Nullable { get; init; }

    /// <summary>Gets the greatest share of missing cells of a nullable column, from 0 to 1; null for any. A table without rows has none.</summary>
    public double? MaximumMissingShare { get; init; }

    /// <summary>Gets the least value allowed of numbers and timestamps; missing for any. Times without a zone count as UTC.</summary>
    public Label Minimum { get; init; }

    /// <summary>Gets the greatest value allowed of numbers and timestamps; missing for any.</summary>
    public Label Maximum { get; init; }

    /// <summary>Gets the value that numbers and timestamps must exceed; missing for none.</summary>
    public Label ExclusiveMinimum { get; init; }

    /// <summary>Gets the value that numbers and timestamps must stay below; missing for none.</summary>
    public Label ExclusiveMaximum { get; init; }

    /// <summary>Gets a value indicating whether doubles must not be infinite.</summary>
    public bool Finite { get; init; }

    /// <summary>Gets the only values allowed; null for any.</summary>
    public IReadOnlyList<Label>? Allowed { get; init; }

    /// <summary>Gets the least length of texts, in Unicode code points; null for any.</summary>
    public int? MinimumLength { get; init; }

    /// <summary>Gets the greatest length of texts, in Unicode code points; null for any.</summary>
    public int? MaximumLength { get; init; }

    /// <summary>Gets the regular expression that the whole of each text must match; null for any text.</summary>
    /// <remarks>
    /// A pattern without back references and lookaround is matched in time that grows with the text alone. Another is given up after 100 ms on one text,
    /// which then fails.
    /// </remarks>
    public string? Pattern { get; init; }

    /// <summary>Gets a value indicating whether no value may occur twice. The row that repeats an earlier one fails.</summary>
    public bool Unique { get; init; }

    /// <summary>Gets the order in which the cells must stand. Texts are compared by code point.</summary>
    public Monotonicity Monotonicity { get; init; }

    /// <summary>Gets the codes of <see cref="ValidationCodes"/> whose failures in this column are but warnings: a code, or the part before its point for all within.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gets the severity of a check of this column.</summary>
    internal Severity SeverityOf(string code) => Warnings.Any(name => ValidationCodes.IsWithin(code, name)) ? Severity.Warning : Severity.Error;
}
