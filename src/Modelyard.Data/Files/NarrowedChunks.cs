using System.Collections;
using Modelyard.Frames;

namespace Modelyard.Data.Files;

/// <summary>Represents chunks of which some rows and columns are left out.</summary>
internal sealed class NarrowedChunks(IFrameChunks chunks, TableReadOptions options) : IFrameChunks
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; } = options.Columns is null
        ? chunks.Kinds
        : new OrderedDictionary<string, ColumnKind>(options.Columns.Select(name => KeyValuePair.Create(name, chunks.Kinds[name])), StringComparer.Ordinal);

    /// <inheritdoc/>
    public IEnumerator<Frame> GetEnumerator() => chunks.Select(options.Narrow).Where(chunk => chunk.RowCount > 0).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
