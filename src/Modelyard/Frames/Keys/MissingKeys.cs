namespace Modelyard.Frames.Keys;

/// <summary>Names what becomes of rows whose key has a missing cell.</summary>
internal enum MissingKeys
{
    /// <summary>They have no key, and equal nothing.</summary>
    Dropped,

    /// <summary>A missing cell is a value like any other, equal to itself.</summary>
    Kept,
}
