namespace Modelyard.Frames.Validation.Checks;

/// <summary>Represents a check that looks at more than one row, and goes through a table from the first row to the last.</summary>
internal interface ITableCheck
{
    /// <summary>Gets what counts the failures.</summary>
    Tally Tally { get; }

    /// <summary>Takes in the next chunk.</summary>
    /// <param name="chunk">The chunk, which has the columns of the check.</param>
    /// <param name="offset">The number of rows before it.</param>
    /// <returns>One bit a row of those that fail; null if none does.</returns>
    ulong[]? Add(Frame chunk, long offset);

    /// <summary>Judges the whole, once all chunks were taken in.</summary>
    /// <param name="rows">The number of rows.</param>
    void Finish(long rows);
}
