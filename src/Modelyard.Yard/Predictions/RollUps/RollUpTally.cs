using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions.Journals;

namespace Modelyard.Lifecycle.Predictions.RollUps;

/// <summary>Adds the rows of a log up, by the hour and the version.</summary>
internal sealed class RollUpTally
{
    private readonly Dictionary<(long Hour, string Version), PredictionRollUp> _hours = [];
    private readonly Dictionary<long, long> _labels = [];

    /// <summary>Gets the roll-ups, in the order of time and then of versions.</summary>
    internal IReadOnlyList<PredictionRollUp> Hours => [.. _hours.Values.OrderBy(hour => hour.Start).ThenBy(hour => hour.Version, StringComparer.Ordinal)];

    /// <summary>Gets how many labels came in each hour.</summary>
    internal IReadOnlyList<KeyValuePair<DateTime, long>> Labels => [.. _labels.OrderBy(hour => hour.Key).Select(hour => KeyValuePair.Create(new DateTime(hour.Key * TimeSpan.TicksPerHour, DateTimeKind.Utc), hour.Value))];

    /// <summary>Adds the rows of a segment.</summary>
    internal void Add(SegmentKind kind, Frame rows)
    {
        if (kind == SegmentKind.Predictions)
        {
            AddPredictions(rows);
        }
        else
        {
            AddLabels(rows);
        }
    }

    /// <summary>Makes a file of what was added up.</summary>
    /// <param name="segments">The names of the segments that were added up.</param>
    internal RollUpFile ToFile(IReadOnlyList<string> segments) => new(segments, Hours, Labels);

    /// <summary>Adds what others have added up.</summary>
    internal void Add(RollUpFile file)
    {
        foreach (PredictionRollUp hour in file.Hours)
        {
            Of(hour.Start.Ticks / TimeSpan.TicksPerHour, hour.Version).Add(hour);
        }

        foreach ((DateTime hour, long count) in file.Labels)
        {
            AddLabels(hour.Ticks / TimeSpan.TicksPerHour, count);
        }
    }

    private void AddPredictions(Frame rows)
    {
        var versions = AsCategory(rows[PredictionColumns.Version]);
        Column[] inputs = [.. rows.Columns.Where(column => column.MissingCount > 0 && PredictionColumns.IsInput(column.Name))];
        (string Name, DoubleColumn Values)[] chances = [.. rows.Columns.OfType<DoubleColumn>().Select(column => (PredictionColumns.ClassOf(column.Name)!, column)).Where(chance => chance.Item1 is not null)];
        for (int first = 0, end; first < rows.RowCount; first = end)
        {
            end = EndOfRun(rows, versions, first);
            PredictionRollUp hour = Of(HourOf(rows, first), versions[first] ?? "");
            AddRequests(hour, rows, first, end);
            AddAnswers(hour, rows[PredictionColumns.Prediction], first, end);
            foreach ((string name, DoubleColumn values) in chances)
            {
                double sum = hour.ProbabilitySums.GetValueOrDefault(name);
                foreach (double chance in values.Values[first..end])
                {
                    sum += double.IsNaN(chance) ? 0 : chance;
                }

                hour.ProbabilitySums[name] = sum;
            }

            foreach (Column input in inputs)
            {
                long missing = 0;
                for (int row = first; row < end; row++)
                {
                    missing += input.IsMissing(row) ? 1 : 0;
                }

                if (missing > 0)
                {
                    hour.MissingCounts[input.Name] = hour.MissingCounts.GetValueOrDefault(input.Name) + missing;
                }
            }
        }
    }

    private void AddLabels(Frame labels)
    {
        foreach (long came in ((TimestampColumn)labels[PredictionColumns.LabelTime]).Ticks)
        {
            AddLabels(came / TimeSpan.TicksPerHour, 1);
        }
    }

    /// <summary>Finds where the rows end that are of the hour and the version of a row.</summary>
    private static int EndOfRun(Frame rows, CategoryColumn versions, int first)
    {
        ReadOnlySpan<long> times = ((TimestampColumn)rows[PredictionColumns.Time]).Ticks;
        ReadOnlySpan<int> codes = versions.Codes;
        long hour = HourOf(rows, first);
        int end = first + 1;
        while (end < times.Length && times[end] / TimeSpan.TicksPerHour == hour && codes[end] == codes[first])
        {
            end++;
        }

        return end;
    }

    private static long HourOf(Frame rows, int row) => ((TimestampColumn)rows[PredictionColumns.Time]).Ticks[row] / TimeSpan.TicksPerHour;

    private static void AddRequests(PredictionRollUp hour, Frame rows, int first, int end)
    {
        ReadOnlySpan<long> places = ((IntegerColumn)rows[PredictionColumns.Row]).Values;
        ReadOnlySpan<double> latencies = ((DoubleColumn)rows[PredictionColumns.Latency]).Values, shares = ((DoubleColumn)rows[PredictionColumns.Share]).Values;
        hour.Predictions += end - first;
        for (int row = first; row < end; row++)
        {
            hour.Estimated += shares[row] > 0 ? 1 / shares[row] : 1;
            if (places[row] == 0)
            {
                hour.Requests++;

                // What no one has measured is written as 0.
                hour.Latency.Add(latencies[row] > 0 ? latencies[row] : double.NaN);
            }
        }
    }

    private static void AddAnswers(PredictionRollUp hour, Column predictions, int first, int end)
    {
        if (predictions is DoubleColumn numbers)
        {
            foreach (double number in numbers.Values[first..end])
            {
                hour.Numbers.Add(number);
            }

            return;
        }

        CategoryColumn classes = AsCategory(predictions);
        long[] counts = new long[classes.Levels.Count];
        foreach (int code in classes.Codes[first..end])
        {
            if (code >= 0)
            {
                counts[code]++;
            }
        }

        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                hour.ClassCounts[classes.Levels[i]] = hour.ClassCounts.GetValueOrDefault(classes.Levels[i]) + counts[i];
            }
        }
    }

    private static CategoryColumn AsCategory(Column column) =>
        column as CategoryColumn ?? CategoryColumn.From(column.Name, Enumerable.Range(0, column.Length).Select(row => column.IsMissing(row) ? null : column.FormatCell(row)));

    private PredictionRollUp Of(long hour, string version)
    {
        if (!_hours.TryGetValue((hour, version), out PredictionRollUp? known))
        {
            _hours.Add((hour, version), known = new PredictionRollUp(new DateTime(hour * TimeSpan.TicksPerHour, DateTimeKind.Utc), version));
        }

        return known;
    }

    private void AddLabels(long hour, long count) => _labels[hour] = _labels.GetValueOrDefault(hour) + count;
}
