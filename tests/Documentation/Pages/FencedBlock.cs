namespace Modelyard.Documentation.Pages;

/// <summary>Represents a fenced block of a page.</summary>
/// <param name="Language">The first word behind the fence, as in <c>csharp</c>; empty if there is none.</param>
/// <param name="Line">The number of its first line within the page, from 1.</param>
/// <param name="Lines">The lines between the fences.</param>
internal sealed record FencedBlock(string Language, int Line, IReadOnlyList<string> Lines)
{
    /// <summary>Gets the output that the page shows under the block; null if it shows none.</summary>
    internal FencedBlock? Output { get; init; }
}
