namespace Modelyard.Lifecycle.Predictions;

/// <summary>Says what is kept of the cells of a column.</summary>
public enum Redaction
{
    /// <summary>Nothing: the column is not in the log.</summary>
    Omit,

    /// <summary>A keyed hash: the same cell gives the same text, which does not tell the cell.</summary>
    Hash,
}
