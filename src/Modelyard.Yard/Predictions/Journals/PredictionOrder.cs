using Modelyard.Frames;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Puts the rows of a log into the order of time, request and position, and keeps one of several of the same: what is sent again after a lost answer is no other prediction.</summary>
internal static class PredictionOrder
{
    internal static Frame Of(Frame rows)
    {
        Frame sorted = IsSorted(rows) ? rows : rows.SortBy([PredictionColumns.Time, PredictionColumns.Request, PredictionColumns.Row]);
        bool[] keep = new bool[sorted.RowCount];
        for (int i = 0; i < keep.Length; i++)
        {
            keep[i] = i == 0 || Compare(sorted, i - 1, i) != 0;
        }

        return Array.TrueForAll(keep, isKept => isKept) ? sorted : sorted.Filter(keep);
    }

    private static bool IsSorted(Frame rows)
    {
        for (int i = 1; i < rows.RowCount; i++)
        {
            if (Compare(rows, i - 1, i) > 0)
            {
                return false;
            }
        }

        return true;
    }

    private static int Compare(Frame rows, int one, int other)
    {
        ReadOnlySpan<long> times = ((TimestampColumn)rows[PredictionColumns.Time]).Ticks, places = ((IntegerColumn)rows[PredictionColumns.Row]).Values;
        if (times[one] != times[other])
        {
            return times[one].CompareTo(times[other]);
        }

        var requests = (TextColumn)rows[PredictionColumns.Request];
        int order = requests.Utf8(one).SequenceCompareTo(requests.Utf8(other));
        return order != 0 ? order : places[one].CompareTo(places[other]);
    }
}
