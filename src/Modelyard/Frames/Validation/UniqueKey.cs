namespace Modelyard.Frames.Validation;

/// <summary>Represents columns of which no combination of values may occur twice.</summary>
/// <remarks>Rows with a missing cell in the key are left alone, as in SQL. The row that repeats an earlier one fails.</remarks>
/// <param name="Columns">The names of the columns, at least one.</param>
public sealed record UniqueKey(params IReadOnlyList<string> Columns)
{
    /// <summary>Gets what a repetition means.</summary>
    public Severity Severity { get; init; }
}
