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
    internal Frame Read(DateTime from, DateTime until)
    {
        DateOnly first = DateOnly.FromDateTime(from), last = DateOnly.FromDateTime(until);
        List<Frame> parts = ReadAll(SegmentKind.Predictions, first, last, frame => Between(frame, from, until));
        if (parts.Count == 0)
        {
            return Frame.Of();
        }

        return WithLabels(parts, first);
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

    private Frame WithLabels(List<Frame> parts, DateOnly first)
    {
        Frame predictions = Once(Frame.ConcatRows(parts).SortBy([PredictionColumns.Time, PredictionColumns.Request, PredictionColumns.Row]));
        var labels = new LabelIndex();
        ReadAll(SegmentKind.Labels, first, DateOnly.MaxValue, frame => frame).ForEach(labels.Add);
        (string? Label, long Came)[] found = labels.Find(predictions);
        return predictions
            .With(LabelColumn(predictions[PredictionColumns.Prediction].Kind, Array.ConvertAll(found, one => one.Label)))
            .With(new TimestampColumn(PredictionColumns.LabelTime, Array.ConvertAll(found, one => one.Came), isUtc: true, new Validity([.. found.Select(one => one.Label is not null)])));
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

    /// <summary>Keeps one of several rows of the same moment, request and position: what is sent again after a lost answer is no other prediction.</summary>
    private static Frame Once(Frame sorted)
    {
        ReadOnlySpan<long> times = ((TimestampColumn)sorted[PredictionColumns.Time]).Ticks, rows = ((IntegerColumn)sorted[PredictionColumns.Row]).Values;
        Column requests = sorted[PredictionColumns.Request];
        bool[] keep = new bool[sorted.RowCount];
        for (int i = 0; i < keep.Length; i++)
        {
            keep[i] = i == 0 || times[i] != times[i - 1] || rows[i] != rows[i - 1] || requests.FormatCell(i) != requests.FormatCell(i - 1);
        }

        return Array.TrueForAll(keep, isKept => isKept) ? sorted : sorted.Filter(keep);
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

    /// <summary>Reads all files of a kind. A journal that is sealed between the list and the reading is there under its other name: then all is listed again.</summary>
    private List<Frame> ReadAll(SegmentKind kind, DateOnly first, DateOnly last, Func<Frame, Frame> select, params ColumnCondition[] conditions)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return [.. folder.List(kind, first, last).SelectMany(path => Chunks(kind, path, conditions)).Select(select).Where(frame => frame.RowCount > 0)];
            }
            catch (IOException) when (attempt < MostTries)
            {
                Thread.Sleep(s_pause);
            }
        }
    }

    private static IEnumerable<Frame> Chunks(SegmentKind kind, string path, ColumnCondition[] conditions)
    {
        if (path.EndsWith(SegmentFolder.Table, StringComparison.Ordinal))
        {
            return ParquetReader.ReadChunks(path, new ParquetReadOptions { DegreeOfParallelism = 1, Conditions = conditions });
        }

        return Journal(kind, path);
    }

    private static IEnumerable<Frame> Journal(SegmentKind kind, string path)
    {
        using var reader = new SegmentReader(kind, path);
        foreach (Frame chunk in reader.Chunks())
        {
            yield return chunk;
        }
    }
}
