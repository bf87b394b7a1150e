using Modelyard.Frames.Validation.Checks;
using Modelyard.Numerics;

namespace Modelyard.Frames.Validation.Coercion;

/// <summary>Converts the columns of a table to the kinds of a schema.</summary>
internal static class FrameCoercion
{
    /// <summary>Converts a chunk.</summary>
    /// <param name="plan">The schema.</param>
    /// <param name="runs">What counts the failures, a column each; none if they were counted before.</param>
    /// <param name="chunk">The chunk.</param>
    /// <param name="offset">The number of rows before it.</param>
    /// <param name="excused">Receives the cells of each column that could not be converted and are missing therefore.</param>
    /// <param name="failing">Receives the rows with such a cell.</param>
    /// <param name="options">How many threads, and what ends the work.</param>
    /// <returns>The converted chunk.</returns>
    public static Frame Convert(
        SchemaPlan plan, IReadOnlyList<ColumnRun> runs, Frame chunk, long offset, Dictionary<string, ulong[]>? excused, ulong[]? failing, ValidationOptions options)
    {
        Column[] columns = [.. chunk.Columns];
        var results = new ColumnCoercion?[columns.Length];
        ParallelLoop.For(
            columns.Length,
            options.Degree,
            i => results[i] = plan.Positions.TryGetValue(columns[i].Name, out int position) ? ColumnCoercion.Convert(columns[i], plan.Columns[position].Schema.Kind) : null,
            options.Cancellation);
        for (int i = 0; i < columns.Length; i++)
        {
            if (results[i] is not { } result)
            {
                continue;
            }

            Column before = columns[i];
            columns[i] = result.Column;
            if (runs.Count > 0)
            {
                ColumnRun run = runs[plan.Positions[before.Name]];
                Tell(run.Format!, result.Unreadable, before, offset, excused!, failing!);
                Tell(run.Lossy!, result.Lossy, before, offset, excused!, failing!);
            }
        }

        return Arrange(plan, columns, chunk);
    }

    private static void Tell(Tally tally, ulong[]? words, Column before, long offset, Dictionary<string, ulong[]> excused, ulong[] failing)
    {
        if (words is null)
        {
            return;
        }

        tally.Add(RowFlags.CountOf(words), Tally.FirstRows(words, tally.Limit), offset, row => SchemaValue.Format(before, row));
        if (tally.Identity.Severity == Severity.Error)
        {
            RowFlags.Union(words, failing);
        }

        if (!excused.TryAdd(before.Name, words))
        {
            ulong[] both = [.. words];
            RowFlags.Union(excused[before.Name], both);
            excused[before.Name] = both;
        }
    }

    private static Frame Arrange(SchemaPlan plan, Column[] columns, Frame chunk)
    {
        IEnumerable<Column> kept = plan.Schema.ExtraColumns == ExtraColumns.Dropped ? columns.Where(column => plan.Positions.ContainsKey(column.Name)) : columns;
        if (plan.Schema.Ordered)
        {
            kept = kept.OrderBy(column => plan.Positions.GetValueOrDefault(column.Name, int.MaxValue));
        }

        Column[] arranged = [.. kept];
        return arranged.Length == 0 ? chunk.Select(Array.Empty<string>()) : Frame.Of(arranged);
    }
}
