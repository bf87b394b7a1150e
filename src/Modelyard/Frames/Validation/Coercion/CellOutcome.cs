namespace Modelyard.Frames.Validation.Coercion;

/// <summary>Names what became of a cell that was to be of another kind.</summary>
internal enum CellOutcome : byte
{
    /// <summary>It is of that kind now.</summary>
    Converted,

    /// <summary>It is a missing cell of that kind, as an empty text is among numbers.</summary>
    Missing,

    /// <summary>It cannot be read as that kind.</summary>
    Unreadable,

    /// <summary>It would lose something.</summary>
    Lossy,
}
