using Modelyard.Frames;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Finds the true label of a prediction: by its request and row, or by its key, where a label belongs to the last prediction of the key at or before the moment that it is true for.</summary>
internal sealed class LabelIndex
{
    private readonly Dictionary<(string Request, long Row), (string? Label, long Came)> _byRequest = [];
    private readonly Dictionary<string, List<(long At, string? Label, long Came)>> _byKey = new(StringComparer.Ordinal);

    /// <summary>Adds the labels of a table; of several of one row the last to come counts.</summary>
    internal void Add(Frame labels)
    {
        var came = (TimestampColumn)labels[PredictionColumns.LabelTime];
        var at = (TimestampColumn)labels[LabelRows.At];
        Column requests = labels[PredictionColumns.Request], keys = labels[PredictionColumns.Key], texts = labels[PredictionColumns.Label];
        var rows = (IntegerColumn)labels[PredictionColumns.Row];
        for (int i = 0; i < labels.RowCount; i++)
        {
            string? label = texts.IsMissing(i) ? null : texts.FormatCell(i);
            if (!requests.IsMissing(i))
            {
                (string, long) place = (requests.FormatCell(i), rows.Values[i]);
                if (!_byRequest.TryGetValue(place, out (string? Label, long Came) before) || before.Came <= came.Ticks[i])
                {
                    _byRequest[place] = (label, came.Ticks[i]);
                }
            }
            else
            {
                string key = keys.FormatCell(i);
                if (!_byKey.TryGetValue(key, out List<(long, string?, long)>? list))
                {
                    _byKey.Add(key, list = []);
                }

                list.Add((at.Ticks[i], label, came.Ticks[i]));
            }
        }
    }

    /// <summary>Finds the labels of predictions.</summary>
    /// <param name="predictions">The predictions, in the order of time.</param>
    /// <returns>The labels and when they came; null where none is known.</returns>
    internal (string? Label, long Came)[] Find(Frame predictions)
    {
        var found = new (string? Label, long Came)[predictions.RowCount];
        Column requests = predictions[PredictionColumns.Request], keys = predictions[PredictionColumns.Key];
        ReadOnlySpan<long> rows = ((IntegerColumn)predictions[PredictionColumns.Row]).Values, times = ((TimestampColumn)predictions[PredictionColumns.Time]).Ticks;
        Dictionary<string, List<int>> ofKey = new(StringComparer.Ordinal);
        for (int i = 0; i < found.Length; i++)
        {
            if (_byRequest.Count > 0 && _byRequest.TryGetValue((requests.FormatCell(i), rows[i]), out (string? Label, long Came) label))
            {
                found[i] = label;
            }

            if (_byKey.Count > 0 && !keys.IsMissing(i) && _byKey.ContainsKey(keys.FormatCell(i)))
            {
                string key = keys.FormatCell(i);
                if (!ofKey.TryGetValue(key, out List<int>? list))
                {
                    ofKey.Add(key, list = []);
                }

                list.Add(i);
            }
        }

        foreach ((string key, List<int> predicted) in ofKey)
        {
            foreach ((long at, string? label, long came) in _byKey[key].OrderBy(one => one.Came))
            {
                int last = LastAtOrBefore(predicted, times, at);
                if (last >= 0 && found[predicted[last]].Came <= came)
                {
                    found[predicted[last]] = (label, came);
                }
            }
        }

        return found;
    }

    private static int LastAtOrBefore(List<int> predicted, ReadOnlySpan<long> times, long at)
    {
        int low = 0, high = predicted.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = times[predicted[middle]] <= at ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }
}
