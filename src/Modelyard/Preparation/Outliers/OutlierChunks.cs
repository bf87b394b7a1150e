using System.Collections;
using Modelyard.Frames;
using Modelyard.Frames.Chunks;
using Modelyard.Frames.Summaries;

namespace Modelyard.Preparation.Outliers;

/// <summary>Represents a table that is read chunk by chunk and whose outliers are treated.</summary>
public sealed class OutlierChunks : IFrameChunks
{
    private readonly FrameOutliers _outliers;
    private readonly IFrameChunks _chunks;
    private OutlierReport? _report;

    internal OutlierChunks(FrameOutliers outliers, IFrameChunks chunks)
    {
        _outliers = outliers;
        _chunks = chunks;
        Kinds = EmptyTable.KindsOf(outliers.Treat(EmptyTable.Of(chunks.Kinds), new (int, int)[outliers.Limits.Count]));
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; }

    /// <summary>Gets what was changed, once all chunks were read. Of its summaries of columns the counts, means, standard deviations and extremes are known; no quartiles, and no different values.</summary>
    /// <exception cref="InvalidOperationException">The chunks were not read to the end.</exception>
    public OutlierReport Report => _report ?? throw new InvalidOperationException("What was changed is known when all chunks were read, and they were not. Read them first.");

    /// <summary>Reads the table from the first row, and treats it.</summary>
    /// <returns>The chunks, none of them empty.</returns>
    /// <exception cref="ModelyardException">A column of integers has no whole number within its limits.</exception>
    public IEnumerator<Frame> GetEnumerator()
    {
        IReadOnlyList<OutlierLimits> limits = _outliers.Limits;
        long before = 0, after = 0;
        long[] below = new long[limits.Count], above = new long[limits.Count];
        ColumnChange[] changes = [.. limits.Select(limit => new ColumnChange(limit.Column))];
        foreach (Frame chunk in _chunks)
        {
            var counts = new (int Below, int Above)[limits.Count];
            Frame treated = _outliers.Treat(chunk, counts);
            before += chunk.RowCount;
            after += treated.RowCount;
            for (int i = 0; i < counts.Length; i++)
            {
                below[i] += counts[i].Below;
                above[i] += counts[i].Above;
                changes[i].Add(chunk, treated);
            }

            if (treated.RowCount > 0)
            {
                yield return treated;
            }
        }

        _report = new OutlierReport(_outliers.Action, Whole(before), Whole(after), [.. limits.Select((limit, i) => new OutlierColumnReport(limit, Whole(below[i]), Whole(above[i]), changes[i].Before, changes[i].After))]);
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int Whole(long count) => count <= int.MaxValue ? (int)count : throw new ModelyardException(
        $"The table has '{count}' rows, and a report counts up to '{int.MaxValue}'. Treat it in parts.");

    /// <summary>Gathers what a column was and became.</summary>
    private sealed class ColumnChange(string name)
    {
        private readonly RunningSummary _before = new();
        private readonly RunningSummary _after = new();
        private ColumnKind _kind = ColumnKind.Double;
        private long _rowsBefore;
        private long _rowsAfter;

        public ColumnSummary Before => Of(_before, _rowsBefore);

        public ColumnSummary After => Of(_after, _rowsAfter);

        public void Add(Frame before, Frame after)
        {
            _kind = before[name].Kind;
            _before.Add(before[name].ToDoubles());
            _after.Add(after[name].ToDoubles());
            _rowsBefore += before.RowCount;
            _rowsAfter += after.RowCount;
        }

        private ColumnSummary Of(RunningSummary numbers, long rows) => new()
        {
            Name = name,
            Kind = _kind,
            Count = Whole(numbers.Count),
            Missing = Whole(rows - numbers.Count),
            Distinct = 0,
            Mean = numbers.Mean,
            StandardDeviation = numbers.Deviation,
            Minimum = numbers.Minimum,
            Maximum = numbers.Maximum,
        };
    }
}
