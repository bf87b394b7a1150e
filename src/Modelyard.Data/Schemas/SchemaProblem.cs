namespace Modelyard.Data.Schemas;

/// <summary>Represents one thing that is wrong in the text of a schema.</summary>
/// <param name="Line">The line, from 1; 0 if it is about the text as a whole.</param>
/// <param name="Column">The character of the line, from 1; 0 if it is about the text as a whole.</param>
/// <param name="Message">What is wrong and what must be.</param>
public sealed record SchemaProblem(long Line, long Column, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? Message : FormattableString.Invariant($"line {Line}, column {Column}: {Message}");
}
