using Modelyard.Data;
using Modelyard.Data.Parquet;
using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions.RollUps;
using Modelyard.Lifecycle.Storage;
using Modelyard.Numerics;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Puts the segments of a day that is over together: one table for all versions with the same columns, in the order of time and each row once, and the roll-up of the day.</summary>
/// <remarks>
/// One process at a time does so. A table appears when it is whole and on the disk, only then those that it was made of go; where a death has left both, readers see each row once and the next run puts them together again.
/// No more than a part of the day is held at a time: it is parted by the moments of its rows, and where many are of one moment by their requests.
/// </remarks>
/// <param name="folder">The files of the log.</param>
/// <param name="rowsOfPart">About how many rows are held at a time.</param>
internal sealed class DayMerger(SegmentFolder folder, int rowsOfPart = 1 << 20)
{
    /// <summary>Puts the segments of a day together, if there is anything to be done.</summary>
    /// <param name="day">The day, to which no predictions are written as they happen any more.</param>
    /// <param name="age">How old its newest segment must be.</param>
    internal void Merge(DateOnly day, TimeSpan age)
    {
        IReadOnlyList<string> tables = folder.List(SegmentKind.Predictions, day, day), labels = folder.List(SegmentKind.Labels, day, day);
        string[] segments = [.. tables, .. labels];
        if (segments.Length == 0 || Array.Exists(segments, segment => segment.EndsWith(SegmentFolder.Journal, StringComparison.Ordinal))
            || IsMerged(day, tables, segments)
            || Array.Exists(segments, segment => DateTime.UtcNow - File.GetLastWriteTimeUtc(segment) < age))
        {
            return;
        }

        var tally = new RollUpTally();
        var merged = new List<string>();
        foreach (string[] alike in tables.GroupBy(Shape, StringComparer.Ordinal).Select(group => group.ToArray()))
        {
            merged.Add(alike is [var one] && SegmentFolder.IsOfDay(one) ? AddUp(one, tally) : Merge(alike, folder.NewTable(day), tally));
        }

        foreach (Frame chunk in labels.SelectMany(label => SegmentFiles.Chunks(SegmentKind.Labels, label)))
        {
            tally.Add(SegmentKind.Labels, chunk);
        }

        string rollUp = folder.RollUpOf(day);
        DurableFolder.Create(Path.GetDirectoryName(rollUp)!);
        tally.ToFile([.. merged.Concat(labels).Select(path => Path.GetFileName(path))]).Write(rollUp);
        foreach (string old in tables.Except(merged))
        {
            File.Delete(old);
            File.Delete(SegmentFolder.RollUpOf(old));
        }
    }

    // By the times of the files: a log of years is looked through every minute.
    private bool IsMerged(DateOnly day, IReadOnlyList<string> tables, string[] segments) =>
        tables.All(SegmentFolder.IsOfDay) && File.GetLastWriteTimeUtc(folder.RollUpOf(day)) is var made && Array.TrueForAll(segments, segment => File.GetLastWriteTimeUtc(segment) <= made);

    private string Merge(string[] tables, string merged, RollUpTally tally)
    {
        using (var sink = new ParquetSink(merged, new ParquetWriteOptions { DegreeOfParallelism = 1 }))
        {
            foreach (Frame part in Parts(tables))
            {
                tally.Add(SegmentKind.Predictions, part);
                sink.Write(part);
            }

            sink.Complete();
        }

        DurableFolder.Flush(Path.GetDirectoryName(merged)!);
        return merged;
    }

    /// <summary>Reads tables part by part, in the order of time.</summary>
    private IEnumerable<Frame> Parts(string[] tables)
    {
        (DateTime[] borders, int shares) = Plan(tables);
        ParquetReadOptions options = SegmentFiles.OptionsOf(tables);
        for (int i = 0; i <= borders.Length; i++)
        {
            ColumnCondition[] conditions =
            [
                .. i > 0 ? [new ColumnCondition(PredictionColumns.Time, ColumnOperator.GreaterOrEqual, borders[i - 1])] : Array.Empty<ColumnCondition>(),
                .. i < borders.Length ? [new ColumnCondition(PredictionColumns.Time, ColumnOperator.Less, borders[i])] : Array.Empty<ColumnCondition>(),
            ];
            for (int share = 0; share < shares; share++)
            {
                Frame[] chunks = [.. tables.SelectMany(table => ParquetReader.ReadChunks(table, options with { Conditions = conditions })).Select(chunk => Share(chunk, share, shares)).Where(chunk => chunk.RowCount > 0)];
                if (chunks.Length > 0)
                {
                    yield return PredictionOrder.Of(Frame.ConcatRows(chunks));
                }
            }
        }
    }

    /// <summary>Finds moments between which there are not too many rows, and into how many shares these are parted where moments alone do not do.</summary>
    private (DateTime[] Borders, int Shares) Plan(string[] tables)
    {
        var moments = new QuantileSketch();
        foreach (Frame chunk in tables.SelectMany(table => ParquetReader.ReadChunks(table, SegmentFiles.Options with { Columns = [PredictionColumns.Time] })))
        {
            foreach (long ticks in ((TimestampColumn)chunk[PredictionColumns.Time]).Ticks)
            {
                moments.Add(ticks);
            }
        }

        int parts = (int)((moments.Count + rowsOfPart - 1) / rowsOfPart);
        DateTime[] borders = [.. Enumerable.Range(1, Math.Max(0, parts - 1)).Select(part => new DateTime((long)moments.Quantile(part / (double)parts), DateTimeKind.Utc)).Distinct().Where(border => border.Ticks > moments.Minimum)];
        return (borders, (parts + borders.Length) / (borders.Length + 1));
    }

    private static string AddUp(string table, RollUpTally tally)
    {
        foreach (Frame chunk in SegmentFiles.Chunks(SegmentKind.Predictions, table))
        {
            tally.Add(SegmentKind.Predictions, chunk);
        }

        return table;
    }

    // Rows of one request stay together, so that what was sent again meets what it repeats.
    private static Frame Share(Frame chunk, int share, int shares)
    {
        if (shares <= 1)
        {
            return chunk;
        }

        var requests = (TextColumn)chunk[PredictionColumns.Request];
        return chunk.Filter(row => Crc32C.Compute(requests.Utf8(row)) % (uint)shares == share);
    }

    /// <summary>Names the columns of a table: those of versions with other inputs stay tables of their own.</summary>
    private static string Shape(string table)
    {
        using ITableScan scan = TableScans.Open(table, SegmentFiles.Options);
        return string.Join('\n', scan.Columns.Select(column => $"{column.Kind} {column.Name}"));
    }
}
