namespace Modelyard.Frames;

/// <summary>Represents a place that a table is written to chunk by chunk: a file, or a table of a database.</summary>
/// <remarks>
/// What was written is to be seen from <see cref="Complete"/> on, as a whole: the file takes its name, the transaction is committed. A sink that is
/// disposed of before leaves nothing behind. It serves one thread.
/// </remarks>
public interface IFrameSink : IDisposable
{
    /// <summary>Writes the rows of a chunk below those before.</summary>
    /// <param name="chunk">The rows. The first chunk, which may have no rows, says the columns and their kinds; each later one has the same.</param>
    /// <exception cref="ModelyardException">The chunk has other columns than the first, or cells that the place cannot hold; the message says which.</exception>
    /// <exception cref="IOException">The place cannot be written to.</exception>
    void Write(Frame chunk);

    /// <summary>Makes visible what was written; nothing can be written after it.</summary>
    /// <exception cref="IOException">The place cannot be written to; nothing of the table is to be seen then.</exception>
    void Complete();
}
