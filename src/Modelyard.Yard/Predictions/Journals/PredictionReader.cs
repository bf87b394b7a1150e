using System.Globalization;
using Modelyard.Data;
using Modelyard.Frames;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Reads the predictions of a span of time with their labels, while others write, seal and remove files.</summary>
internal sealed class PredictionReader(SegmentFolder folder)
{
    private const int MostTries = 20;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Reads predictions.</summary>
    /// <param name="from">The moment of the first, in UTC.</param>
    /// <param name="until">The moment before which the last is.</param>
    /// <param name="withLabels">Whether their labels are looked for.</param>
    internal Frame Read(DateTime from, DateTime until, bool withLabels = true)
    {
        DateOnly first = DateOnly.FromDateTime(from), last = DateOnly.FromDateTime(until);
        List<Frame> parts = ReadAll(SegmentKind.Predictions, first, last, frame => Between(frame, from, until), Conditions(from, until));
        return parts.Count == 0 ? Frame.Of() : WithLabels(parts, first, withLabels);
    }

    /// <summary>Reads predictions day by day, so that no more than those of a day are held.</summary>
    /// <param name="from">The moment of the first, in UTC.</param>
    /// <param name="until">The moment before which the last is.</param>
    /// <param name="isBack">Whether the last day comes first.</param>
    /// <returns>The days that have any, in order. Days have columns of their own where versions have other inputs.</returns>
    internal IEnumerable<Frame> ReadDays(DateTime from, DateTime until, bool isBack = false)
    {
        DateOnly first = DateOnly.FromDateTime(from), last = DateOnly.FromDateTime(until);
        DateOnly[] days = [.. folder.DaysOf(SegmentKind.Predictions).Where(day => day >= first && day <= last)];
        foreach (DateOnly day in isBack ? days.Reverse() : days)
        {
            DateTime begins = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            Frame rows = Read(begins > from ? begins : from, day < last ? begins.AddDays(1) : until);
            if (rows.RowCount > 0)
            {
                yield return rows;
            }
        }
    }

    /// <summary>Finds the rows of a request, on the latest day that has any.</summary>
    /// <param name="request">The identifier.</param>
    /// <param name="day">The day; null for any.</param>
    internal Frame Find(string request, DateOnly? day)
    {
        foreach (DateOnly one in folder.DaysOf(SegmentKind.Predictions).Where(one => day is null || one == day).Reverse())
        {
            List<Frame> parts = ReadAll(SegmentKind.Predictions, one, one, frame => Of(frame, request), new ColumnCondition(PredictionColumns.Request, ColumnOperator.Equal, request));
            if (parts.Count > 0)
            {
                return WithLabels(parts, one);
            }
        }

        return Frame.Of();
    }

    private Frame WithLabels(List<Frame> parts, DateOnly first, bool areSought = true)
    {
        Frame predictions = PredictionOrder.Of(Frame.ConcatRows(parts));
        (string? Label, long Came)[] found = areSought ? Labels(predictions, first) : new (string?, long)[predictions.RowCount];
        return predictions
            .With(LabelColumn(predictions[PredictionColumns.Prediction].Kind, Array.ConvertAll(found, one => one.Label)))
            .With(new TimestampColumn(PredictionColumns.LabelTime, Array.ConvertAll(found, one => one.Came), isUtc: true, new Validity([.. found.Select(one => one.Label is not null)])));
    }

    private (string? Label, long Came)[] Labels(Frame predictions, DateOnly first)
    {
        var matcher = new LabelMatcher(predictions);
        ReadAll(SegmentKind.Labels, first, DateOnly.MaxValue, frame =>
        {
            matcher.Add(frame);
            return Frame.Of();
        });
        if (matcher.LatestKeyed is { } latest)
        {
            // A label by key may be one of a prediction that came later than those that are asked for.
            DateTime after = ((TimestampColumn)predictions[PredictionColumns.Time])[predictions.RowCount - 1]!.Value;
            ReadAll(SegmentKind.Predictions, DateOnly.FromDateTime(after), DateOnly.FromDateTime(latest), frame =>
            {
                matcher.AddLater(Between(frame, after.AddTicks(1), DateTime.MaxValue));
                return Frame.Of();
            }, new ColumnCondition(PredictionColumns.Key, ColumnOperator.Present), new ColumnCondition(PredictionColumns.Time, ColumnOperator.Greater, after));
        }

        return matcher.Find();
    }

    /// <summary>Finds the labels that belong to no prediction, file by file, so that no more than the labels is held.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="now">The moment that labels by key are true for where they name none.</param>
    /// <returns>Their positions, ascending.</returns>
    internal int[] Unmatched(IReadOnlyList<TrueLabel> labels, DateTime now)
    {
        bool[] matched = new bool[labels.Count];
        int[] all = [.. Enumerable.Range(0, labels.Count)];
        ILookup<(string, long), int> byRequest = all.Where(i => labels[i].Request is not null).ToLookup(i => (labels[i].Request!, (long)labels[i].Row));
        ILookup<string, int> byKey = all.Where(i => labels[i].Key is not null).ToLookup(i => labels[i].Key!, StringComparer.Ordinal);
        ReadAll(SegmentKind.Predictions, DateOnly.MinValue, DateOnly.MaxValue, frame =>
        {
            Match(frame);
            return Frame.Of();
        });
        return [.. all.Where(i => !matched[i])];

        void Match(Frame predictions)
        {
            Column requests = predictions[PredictionColumns.Request], keys = predictions[PredictionColumns.Key];
            ReadOnlySpan<long> rows = ((IntegerColumn)predictions[PredictionColumns.Row]).Values, times = ((TimestampColumn)predictions[PredictionColumns.Time]).Ticks;
            for (int row = 0; row < predictions.RowCount; row++)
            {
                foreach (int label in byRequest.Count > 0 ? byRequest[(requests.FormatCell(row), rows[row])] : [])
                {
                    matched[label] = true;
                }

                foreach (int label in byKey.Count > 0 && !keys.IsMissing(row) ? byKey[keys.FormatCell(row)] : [])
                {
                    matched[label] |= times[row] <= (labels[label].At ?? now).Ticks;
                }
            }
        }
    }

    private static Column LabelColumn(ColumnKind kind, string?[] labels) => kind == ColumnKind.Double
        ? new DoubleColumn(PredictionColumns.Label, Array.ConvertAll(labels, label => double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN))
        : CategoryColumn.From(PredictionColumns.Label, labels);

    private static Frame Of(Frame frame, string request)
    {
        Column requests = frame[PredictionColumns.Request];
        return frame.Filter(row => requests.FormatCell(row) == request);
    }

    private static Frame Between(Frame frame, DateTime from, DateTime until)
    {
        long[] ticks = ((TimestampColumn)frame[PredictionColumns.Time]).Ticks.ToArray();
        bool[] keep = Array.ConvertAll(ticks, time => time >= from.Ticks && time < until.Ticks);
        return Array.TrueForAll(keep, isKept => isKept) ? frame : frame.Filter(keep);
    }

    private static ColumnCondition[] Conditions(DateTime from, DateTime until) =>
    [
        new ColumnCondition(PredictionColumns.Time, ColumnOperator.GreaterOrEqual, DateTime.SpecifyKind(from, DateTimeKind.Utc)),
        new ColumnCondition(PredictionColumns.Time, ColumnOperator.Less, DateTime.SpecifyKind(until, DateTimeKind.Utc)),
    ];

    /// <summary>Reads all files of a kind. A journal that is sealed, or a table that is put together with others, between the list and the reading is there under another name: then all is listed again.</summary>
    private List<Frame> ReadAll(SegmentKind kind, DateOnly first, DateOnly last, Func<Frame, Frame> select, params ColumnCondition[] conditions)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return [.. folder.List(kind, first, last).SelectMany(path => SegmentFiles.Chunks(kind, path, conditions)).Select(select).Where(frame => frame.RowCount > 0)];
            }
            catch (IOException) when (attempt < MostTries)
            {
                Thread.Sleep(s_pause);
            }
        }
    }
}
