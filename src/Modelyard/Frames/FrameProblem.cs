namespace Modelyard.Frames;

/// <summary>Represents one thing that is wrong in a file.</summary>
/// <param name="Line">The line of the file, from 1; 0 if it is about the file as a whole.</param>
/// <param name="Column">The column, by name or by number from 1; null if it is about the line as a whole.</param>
/// <param name="Message">What is wrong and what must be.</param>
public sealed record FrameProblem(long Line, string? Column, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => (Line, Column) switch
    {
        (0, null) => Message,
        (0, _) => $"column {Column}: {Message}",
        (_, null) => FormattableString.Invariant($"line {Line}: {Message}"),
        _ => FormattableString.Invariant($"line {Line}, column {Column}: {Message}"),
    };
}
