using System.Collections;
using Modelyard.Frames;
using Modelyard.Frames.Lineage;

namespace Modelyard.Data.Files;

/// <summary>Represents chunks of a table that is packed or far away: each enumeration reads a copy of its own, which is removed with it.</summary>
internal sealed class CopiedChunks : IFrameChunks
{
    private readonly string _name;
    private readonly Func<LocalFile> _copy;
    private readonly Func<string, IReadOnlyDictionary<string, ColumnKind>, IFrameChunks> _read;

    /// <summary>Initializes chunks.</summary>
    /// <param name="name">What errors call the table.</param>
    /// <param name="copy">Makes a copy.</param>
    /// <param name="read">Reads a copy, given the kinds that are known.</param>
    /// <param name="kinds">The kinds that are known from the start.</param>
    public CopiedChunks(string name, Func<LocalFile> copy, Func<string, IReadOnlyDictionary<string, ColumnKind>, IFrameChunks> read, IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        _name = name;
        _copy = copy;
        _read = read;
        using LocalFile file = copy();
        Kinds = TableFiles.Under(name, file, () => read(file.Path, kinds).Kinds);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; }

    /// <inheritdoc/>
    public IEnumerator<Frame> GetEnumerator()
    {
        using LocalFile file = _copy();
        LineageStep step = LineageSource.OfFile(_name).Reading(Kinds.Keys, null);
        using IEnumerator<Frame> chunks = TableFiles.Under(_name, file, () => _read(file.Path, Kinds).GetEnumerator());
        while (TableFiles.Under(_name, file, chunks.MoveNext))
        {
            yield return chunks.Current.WithLineage(step);
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
