namespace Modelyard.Frames;

/// <summary>Represents a table that is read chunk by chunk, because it is larger than memory or need not be held.</summary>
/// <remarks>
/// Each enumeration reads the table anew from its first row and gives the same chunks, none of them empty, with the same columns of the same kinds
/// in the same order. Levels of a category are those of the chunk. A source that can be read but once, such as a pipe, is none.
/// </remarks>
public interface IFrameChunks : IEnumerable<Frame>
{
    /// <summary>Gets the kinds of the columns by name, in order.</summary>
    IReadOnlyDictionary<string, ColumnKind> Kinds { get; }
}
