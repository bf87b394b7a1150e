using System.Globalization;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Training;
using Modelyard.Preparation;
using Modelyard.Selection;

namespace Modelyard.Lifecycle.Challengers;

/// <summary>Represents rows that a challenger and the version in production are compared on, and those that the challenger learns from.</summary>
/// <param name="Frame">The rows that were held out.</param>
/// <param name="ToLearn">The rows to learn from.</param>
/// <param name="Told">What was held out and how, in words.</param>
internal sealed record HeldOutRows(Frame Frame, Frame ToLearn, string Told)
{
    /// <summary>Holds out the latest rows if there is a time and not all are of one moment, else some of the newer rows drawn by the seed; rows that the version in production was learned from are learned from again, and not held out.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="old">The table that the version in production was learned from; null if it is gone.</param>
    /// <param name="inputs">The inputs of the version in production.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="plan">How much is held out.</param>
    internal static HeldOutRows Of(GatheredRows rows, Frame? old, FeatureSchema inputs, TrainingRecipe recipe, RetrainingPlan plan)
    {
        Frame labelled = rows.Frame;
        Column target = labelled[recipe.Target];
        if (target.MissingCount > 0)
        {
            labelled = labelled.Filter(row => !target.IsMissing(row));
        }

        Frame newer = rows.OldRows == 0 ? labelled : rows.Frame.Take([.. Enumerable.Range(rows.OldRows, rows.Frame.RowCount - rows.OldRows).Where(row => !target.IsMissing(row))]);
        Frame front = rows.OldRows == 0 ? newer.Take([]) : rows.Frame.Take([.. Enumerable.Range(0, rows.OldRows).Where(row => !target.IsMissing(row))]);
        (int[] held, string told) = rows.Time is { } time ? Latest(ref newer, time, plan) : ([], "");
        if (held.Length == 0 || held.Length == newer.RowCount)
        {
            (held, told) = Drawn(newer, recipe, plan);
        }

        bool[] isHeld = new bool[newer.RowCount];
        Array.ForEach(held, row => isHeld[row] = true);
        Frame window = newer.Filter(row => isHeld[row]), rest = newer.Filter(row => !isHeld[row]);
        Frame unknown = old is null ? window : KnownRows.Of(old, inputs, recipe.Target).Unknown(window);
        if (unknown.RowCount < window.RowCount)
        {
            told += string.Create(CultureInfo.InvariantCulture, $", without {window.RowCount - unknown.RowCount:N0} that the version in production was learned from");
        }

        Frame learned = front.RowCount == 0 ? rest : Frames.Frame.ConcatRows(front, rest);
        return new HeldOutRows(unknown, GatheredRows.ToLearn(learned), $"{told} of {rows.Name}");
    }

    private static (int[] Rows, string Told) Latest(ref Frame newer, string time, RetrainingPlan plan)
    {
        newer = TimeOrder.Of(newer, time).Rows;
        Column column = newer[time];
        int count = newer.RowCount, first = count - (int)Math.Ceiling(count * plan.HoldOutShare);
        if (plan.HoldOutLast is { } span && column is TimestampColumn times)
        {
            long from = count == 0 ? 0 : times.Ticks[^1] - span.Ticks;
            first = Enumerable.Range(0, count).FirstOrDefault(row => times.Ticks[row] >= from, count);
        }

        // Rows of one moment, as those of one request, are not parted; if that leaves nothing to learn from, they teach.
        int begun = first;
        while (first > 0 && first < count && IsSame(first))
        {
            first--;
        }

        if (first == 0)
        {
            for (first = begun; first < count && IsSame(first);)
            {
                first++;
            }
        }

        string since = first < count ? $" (from {column.FormatCell(first)} on)" : "";
        return ([.. Enumerable.Range(first, count - first)], string.Create(CultureInfo.InvariantCulture, $"the latest {count - first:N0} rows{since}"));

        bool IsSame(int row) => row > 0 && column.FormatCell(row) == column.FormatCell(row - 1);
    }

    private static (int[] Rows, string Told) Drawn(Frame newer, TrainingRecipe recipe, RetrainingPlan plan)
    {
        int[]? groups = null;
        if (recipe.Group is { } name)
        {
            Column column = newer[name];
            var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
            groups = [.. Enumerable.Range(0, newer.RowCount).Select(row => numbers.TryAdd(column.FormatCell(row), numbers.Count) ? numbers.Count - 1 : numbers[column.FormatCell(row)])];
        }

        TargetPlan target = TargetPlan.Learn(newer, recipe.Target, recipe.Training?.Task);
        Dataset data = target.Encode(newer, new RowEncoder(new FeatureSchema())).WithGroups(groups);
        int[] held = [.. new HoldOut { Share = plan.HoldOutShare, Seed = recipe.Seed }.Split(data)[0].Test];
        return (held, string.Create(CultureInfo.InvariantCulture, $"{held.Length:N0} rows{(groups is null ? "" : $" of whole groups of '{recipe.Group}'")}, drawn at random,"));
    }
}
