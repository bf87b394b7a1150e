using Modelyard.Learning;

namespace Modelyard.Conformance;

/// <summary>Represents data in memory as a stream of chunks.</summary>
/// <param name="data">The data.</param>
/// <param name="rows">The number of rows of a chunk; the last has fewer.</param>
internal sealed class ChunkStream(Dataset data, int rows) : IDataStream
{
    /// <inheritdoc/>
    public DataShape Shape { get; } = DataShape.Of(data);

    /// <summary>Gets the number of times that the stream was read from the first row.</summary>
    internal int Passes { get; private set; }

    /// <summary>Reads the rows, and leaves it to the learner to look whether it was cancelled.</summary>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>The chunks.</returns>
    public IEnumerable<Dataset> Read(FitContext context)
    {
        Passes++;
        for (int first = 0; first < data.RowCount; first += rows)
        {
            yield return data.Rows([.. Enumerable.Range(first, Math.Min(rows, data.RowCount - first))]);
        }
    }
}
