namespace Modelyard.Frames;

/// <summary>Names what becomes of a key whose values are of several kinds, such as numbers and texts.</summary>
public enum MixedCells
{
    /// <summary>The column becomes one of texts, each value as it was written, and a note says so.</summary>
    Text,

    /// <summary>The table is refused.</summary>
    Error,
}
