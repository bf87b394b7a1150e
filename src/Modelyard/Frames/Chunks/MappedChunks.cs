using System.Collections;

namespace Modelyard.Frames.Chunks;

/// <summary>Represents chunks of which each becomes another when it is read.</summary>
/// <param name="source">The chunks.</param>
/// <param name="kinds">The kinds of the columns of what they become.</param>
/// <param name="map">Makes a table of a chunk, and of none what comes at the end.</param>
internal sealed class MappedChunks(IFrameChunks source, IReadOnlyDictionary<string, ColumnKind> kinds, Func<IEnumerable<Frame>, IEnumerable<Frame>> map) : IFrameChunks
{
    public IReadOnlyDictionary<string, ColumnKind> Kinds => kinds;

    public IEnumerator<Frame> GetEnumerator()
    {
        foreach (Frame chunk in map(source))
        {
            // A chunk of which nothing is left is none.
            if (chunk.RowCount > 0)
            {
                yield return chunk;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
