namespace Modelyard.Frames.Json;

/// <summary>Names how the cells of one key are held while a block is read.</summary>
internal enum CellStorage
{
    /// <summary>No cell is present.</summary>
    None,

    /// <summary>Zeros and ones.</summary>
    Booleans,

    /// <summary>Integers.</summary>
    Integers,

    /// <summary>The bits of doubles.</summary>
    Doubles,

    /// <summary>Ticks.</summary>
    Times,

    /// <summary>Numbers of different texts.</summary>
    Levels,

    /// <summary>Nothing is held, because the values are of several kinds; they must be read again as texts.</summary>
    Refuted,
}
