using System.Collections;

namespace Modelyard.Frames.Chunks;

/// <summary>Represents the groups of a table in the order of their keys, made in as many readings as memory asks for.</summary>
/// <param name="kinds">The kinds of the result's columns.</param>
/// <param name="gather">Reads the table and gathers the groups behind a key, the first if it is null: gives a table of groups, and the last key if there are more.</param>
internal sealed class OrderedGroups(IReadOnlyDictionary<string, ColumnKind> kinds, Func<Frame?, (Frame Groups, Frame? Last)> gather) : IFrameChunks
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ColumnKind> Kinds => kinds;

    /// <inheritdoc/>
    public IEnumerator<Frame> GetEnumerator()
    {
        Frame? after = null;
        do
        {
            (Frame groups, after) = gather(after);
            if (groups.RowCount > 0)
            {
                yield return groups;
            }
        }
        while (after is not null);
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
