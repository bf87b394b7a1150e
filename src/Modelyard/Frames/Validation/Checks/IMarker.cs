namespace Modelyard.Frames.Validation.Checks;

/// <summary>Finds the rows of a chunk that fail a check which looks at one row at a time.</summary>
internal interface IMarker
{
    /// <summary>Marks rows.</summary>
    /// <param name="first">The first row, a multiple of 64.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="failing">Receives one bit a row, from the lowest of the first word on; all words are written.</param>
    void Mark(int first, int count, Span<ulong> failing);
}
