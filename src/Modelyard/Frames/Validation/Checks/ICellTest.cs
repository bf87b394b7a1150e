namespace Modelyard.Frames.Validation.Checks;

/// <summary>Determines whether a present cell fails.</summary>
internal interface ICellTest
{
    /// <summary>Determines whether the cell of a row fails.</summary>
    /// <param name="row">The zero-based row of the chunk, whose cell is present.</param>
    /// <returns>True if it fails.</returns>
    bool Fails(int row);
}
