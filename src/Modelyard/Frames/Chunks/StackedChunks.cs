using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Modelyard.Frames.Chunks;

/// <summary>Represents the chunks of several tables, one table after the other; columns are found by their names.</summary>
internal sealed class StackedChunks : IFrameChunks
{
    private readonly IFrameChunks[] _tables;

    private StackedChunks(IFrameChunks[] tables, IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        _tables = tables;
        Kinds = kinds;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; }

    /// <summary>Puts tables below each other if the kinds of their columns tell those of the whole.</summary>
    /// <param name="tables">The tables, at least one.</param>
    /// <param name="stacked">The tables as one; null if not.</param>
    /// <param name="clash">The name of a column that is of different kinds; null if there is none. What they go together to depends on whether all of its cells are missing in a table.</param>
    public static bool TryStack(IFrameChunks[] tables, [NotNullWhen(true)] out StackedChunks? stacked, [NotNullWhen(false)] out string? clash)
    {
        var kinds = new OrderedDictionary<string, ColumnKind>(StringComparer.Ordinal);
        stacked = null;
        foreach ((string name, ColumnKind kind) in tables.SelectMany(table => table.Kinds))
        {
            if (!kinds.TryAdd(name, kind) && kinds[name] != kind)
            {
                if (!IsText(kind) || !IsText(kinds[name]))
                {
                    clash = name;
                    return false;
                }

                kinds[name] = ColumnKind.Text;
            }
        }

        clash = null;
        stacked = new StackedChunks(tables, kinds);
        return true;
    }

    /// <inheritdoc/>
    public IEnumerator<Frame> GetEnumerator()
    {
        var zones = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (Frame chunk in _tables.SelectMany(table => table))
        {
            CheckZones(chunk, zones);
            yield return Frame.Of(Kinds.Select(one => chunk.TryGetColumn(one.Key, out Column? column) ? FittedColumn.Of(column, one.Key, one.Value) : FittedColumn.Absent(one.Key, one.Value, chunk.RowCount)))
                .Recorded("concat", chunk, ("axis", "rows"));
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool IsText(ColumnKind kind) => kind is ColumnKind.Category or ColumnKind.Text;

    private static void CheckZones(Frame chunk, Dictionary<string, bool> zones)
    {
        foreach (TimestampColumn times in chunk.Columns.OfType<TimestampColumn>().Where(column => column.MissingCount < column.Length))
        {
            if (!zones.TryAdd(times.Name, times.IsUtc) && zones[times.Name] != times.IsUtc)
            {
                throw new ModelyardException($"The column '{times.Name}' would hold times in UTC beside times without a zone; give all the same zone first, by utc(t) or local(t) in an expression.");
            }
        }
    }
}
