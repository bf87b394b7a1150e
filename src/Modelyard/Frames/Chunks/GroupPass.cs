using Modelyard.Frames.Lineage;

namespace Modelyard.Frames.Chunks;

/// <summary>Represents the groups that one reading of a table gathers: all in a range of keys, or as many from its beginning as memory holds.</summary>
internal sealed class GroupPass
{
    // Parts of chunks are merged when there are some times as many rows as groups, so that each row is merged a few times, not once a chunk.
    private const int LeastPending = 1 << 16;

    // Fewer are never held, so that a table is not read without end.
    private const int FewestGroups = 1 << 12;

    // A group that is merged stands in what is merged, in the rows put below each other and in the result, beside the numbers and the hash table of its key.
    private const int Copies = 6;
    private const int BytesOfKey = 64;

    private readonly string[] _keys;
    private readonly GroupOptions _options;
    private readonly PartialAggregate[] _parts;
    private readonly long _memory;
    private List<Frame> _pending = [];
    private int _rows;
    private int _most = int.MaxValue;

    /// <summary>Initializes a pass.</summary>
    /// <param name="keys">The names of the key's columns.</param>
    /// <param name="options">What becomes of missing keys.</param>
    /// <param name="parts">The aggregates.</param>
    /// <param name="memory">About how many bytes the groups may take.</param>
    /// <param name="after">A table whose only row has the key before the first of the pass; null for the first pass.</param>
    public GroupPass(string[] keys, GroupOptions options, PartialAggregate[] parts, long memory, Frame? after)
    {
        _keys = keys;
        _options = options with { Sort = false };
        _parts = parts;
        _memory = memory;
        Range = new KeyRange(keys, after, null);
    }

    /// <summary>Gets the keys whose groups are gathered; where it ends there are more.</summary>
    public KeyRange Range { get; private set; }

    /// <summary>Gets the number of groups that were there when parts were last merged.</summary>
    public int Groups { get; private set; }

    /// <summary>Gets the step that the chunks came out of; null before the first.</summary>
    public LineageStep? Source { get; private set; }

    /// <summary>Takes in the rows of a chunk.</summary>
    public void Add(Frame chunk)
    {
        Source = Source is null ? chunk.Lineage : LineageStep.Join([Source, chunk.Lineage], null) ?? Source;
        Frame rows = Range.Keep(chunk);
        if (rows.RowCount == 0 && _pending.Count > 0)
        {
            return;
        }

        GroupedFrame groups = rows.GroupBy(_keys, _options);
        Frame part = Frame.Of([.. groups.Keys.Columns, .. _parts.SelectMany(one => one.Begin(rows, groups))]);
        _pending.Add(part);
        _rows += part.RowCount;
        if (_rows >= Math.Min(Math.Max(LeastPending, 3L * Groups), _most + (_most / 2L)))
        {
            Merge();
        }
    }

    /// <summary>Merges what is left.</summary>
    /// <returns>The keys and the parts of the aggregates, one row a group; null if there was no chunk.</returns>
    public Frame? End()
    {
        if (_pending.Count == 0)
        {
            return null;
        }

        Merge();
        return _pending[0];
    }

    private void Merge()
    {
        Frame merged = _pending[0];
        if (_pending.Count > 1)
        {
            var stacked = Frame.ConcatRows(_pending);
            _pending.Clear();
            GroupedFrame groups = stacked.GroupBy(_keys, _options);
            merged = Frame.Of([.. groups.Keys.Columns, .. _parts.SelectMany(part => part.Merge(stacked, groups))]);
        }

        merged = Fitting(merged);
        _pending = [merged];
        Groups = _rows = merged.RowCount;
    }

    /// <summary>Leaves the last groups to the next pass if there are more than memory holds.</summary>
    private Frame Fitting(Frame merged)
    {
        if (_memory == long.MaxValue || merged.RowCount <= FewestGroups)
        {
            return merged;
        }

        long each = (Copies * CellBytes.Of(merged, 0, merged.RowCount) / merged.RowCount) + BytesOfKey;
        _most = (int)Math.Clamp(_memory / each, FewestGroups, int.MaxValue);
        if (merged.RowCount <= _most)
        {
            return merged;
        }

        // More than must go, as each time costs a sort.
        int[] kept = merged.SortedRows(_keys)[..(_most / 4 * 3)];
        Range = Range with { UpTo = merged.Select(_keys).Take([kept[^1]]) };
        return merged.Take(kept);
    }
}
