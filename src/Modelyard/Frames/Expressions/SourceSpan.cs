namespace Modelyard.Frames.Expressions;

/// <summary>Represents the place of a part in the text that it was parsed from.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="Start">The zero-based first character.</param>
/// <param name="Length">The number of characters.</param>
internal readonly record struct SourceSpan(string Text, int Start, int Length)
{
    /// <summary>Creates the span from the start of one part to the end of another.</summary>
    public static SourceSpan Between(SourceSpan first, SourceSpan last) => first with { Length = last.Start + last.Length - first.Start };
}
