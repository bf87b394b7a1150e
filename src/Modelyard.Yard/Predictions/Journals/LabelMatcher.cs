using Modelyard.Frames;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Finds the true labels of predictions: by their request and row, or by their key, where a label belongs to the last prediction of the key at or before the moment that it is true for.</summary>
/// <remarks>It holds the predictions, and takes tables of labels one after the other: of labels of other predictions nothing is kept. A table that is added again changes nothing.</remarks>
internal sealed class LabelMatcher
{
    private const int End = -1;

    private readonly TextColumn _requests;
    private readonly IntegerColumn _rows;
    private readonly TimestampColumn _times;
    private readonly (string? Label, long Came)[] _found;

    // Rows of one hash are a chain: the first of each, and to each row the next.
    private readonly int[] _first;
    private readonly int[] _next;
    private readonly Dictionary<string, KeyedRows> _keys;

    /// <summary>Initializes a matcher.</summary>
    /// <param name="predictions">The predictions, in the order of time.</param>
    internal LabelMatcher(Frame predictions)
    {
        _requests = (TextColumn)predictions[PredictionColumns.Request];
        _rows = (IntegerColumn)predictions[PredictionColumns.Row];
        _times = (TimestampColumn)predictions[PredictionColumns.Time];
        _found = new (string?, long)[predictions.RowCount];
        (_first, _next) = Chain();
        _keys = ByKey(predictions[PredictionColumns.Key]);
    }

    /// <summary>Gets whether any prediction has a key.</summary>
    internal bool HasKeys => _keys.Count > 0;

    /// <summary>Gets the latest moment that a label by key is true for which may belong to one of the predictions; null if there is none.</summary>
    internal DateTime? LatestKeyed => _keys.Values.SelectMany(key => key.Labels).Select(label => (long?)label.At).Max() is { } at ? new DateTime(at, DateTimeKind.Utc) : null;

    /// <summary>Takes in a table of labels.</summary>
    internal void Add(Frame labels)
    {
        ReadOnlySpan<long> came = ((TimestampColumn)labels[PredictionColumns.LabelTime]).Ticks, at = ((TimestampColumn)labels[LabelRows.At]).Ticks, rows = ((IntegerColumn)labels[PredictionColumns.Row]).Values;
        var requests = (TextColumn)labels[PredictionColumns.Request];
        Column keys = labels[PredictionColumns.Key], texts = labels[PredictionColumns.Label];
        for (int i = 0; i < labels.RowCount; i++)
        {
            if (!requests.IsMissing(i))
            {
                Add(requests.Utf8(i), rows[i], texts, i, came[i]);
            }
            else if (HasKeys && _keys.TryGetValue(keys.FormatCell(i), out KeyedRows? keyed))
            {
                keyed.Labels.Add((at[i], texts.IsMissing(i) ? null : texts.FormatCell(i), came[i]));
            }
        }
    }

    /// <summary>Takes in predictions that came after all that are looked at: a label by key that is true for a moment from then on belongs to them.</summary>
    internal void AddLater(Frame predictions)
    {
        Column keys = predictions[PredictionColumns.Key];
        ReadOnlySpan<long> times = ((TimestampColumn)predictions[PredictionColumns.Time]).Ticks;
        for (int i = 0; i < times.Length; i++)
        {
            if (!keys.IsMissing(i) && _keys.TryGetValue(keys.FormatCell(i), out KeyedRows? keyed))
            {
                keyed.Later = Math.Min(keyed.Later, times[i]);
            }
        }
    }

    /// <summary>Finds the labels.</summary>
    /// <returns>Of each prediction its label and when that came; null where none is known.</returns>
    internal (string? Label, long Came)[] Find()
    {
        foreach (KeyedRows keyed in _keys.Values)
        {
            foreach ((long at, string? label, long came) in keyed.Labels.Where(label => label.At < keyed.Later).OrderBy(label => label.Came))
            {
                int last = LastAtOrBefore(keyed.Rows, at);
                if (last >= 0 && _found[keyed.Rows[last]].Came <= came)
                {
                    _found[keyed.Rows[last]] = (label, came);
                }
            }
        }

        return _found;
    }

    private static int HashOf(ReadOnlySpan<byte> request, long row)
    {
        var hash = default(HashCode);
        hash.AddBytes(request);
        hash.Add(row);
        return hash.ToHashCode() & int.MaxValue;
    }

    private (int[] First, int[] Next) Chain()
    {
        int count = _found.Length;
        int[] first = new int[Math.Max(1, count)], next = new int[count];
        Array.Fill(first, End);
        for (int row = 0; row < count; row++)
        {
            int bucket = HashOf(_requests.Utf8(row), _rows.Values[row]) % first.Length;
            (next[row], first[bucket]) = (first[bucket], row);
        }

        return (first, next);
    }

    private Dictionary<string, KeyedRows> ByKey(Column keys)
    {
        Dictionary<string, KeyedRows> byKey = new(StringComparer.Ordinal);
        for (int row = 0; keys.MissingCount < keys.Length && row < keys.Length; row++)
        {
            if (keys.IsMissing(row))
            {
                continue;
            }

            string key = keys.FormatCell(row);
            if (!byKey.TryGetValue(key, out KeyedRows? keyed))
            {
                byKey.Add(key, keyed = new KeyedRows());
            }

            keyed.Rows.Add(row);
        }

        return byKey;
    }

    private void Add(ReadOnlySpan<byte> request, long place, Column texts, int label, long came)
    {
        // A request that was answered at two moments has its label at both.
        for (int row = _first[HashOf(request, place) % _first.Length]; row != End; row = _next[row])
        {
            if (_rows.Values[row] == place && _found[row].Came <= came && _requests.Utf8(row).SequenceEqual(request))
            {
                _found[row] = (texts.IsMissing(label) ? null : texts.FormatCell(label), came);
            }
        }
    }

    private int LastAtOrBefore(List<int> rows, long at)
    {
        int low = 0, high = rows.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _times.Ticks[rows[middle]] <= at ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    private sealed class KeyedRows
    {
        internal List<int> Rows { get; } = [];

        internal List<(long At, string? Label, long Came)> Labels { get; } = [];

        /// <summary>Gets or sets the moment of the first prediction of the key after all that are looked at.</summary>
        internal long Later { get; set; } = long.MaxValue;
    }
}
