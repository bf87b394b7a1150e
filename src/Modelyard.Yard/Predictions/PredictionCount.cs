using Modelyard.Frames;

namespace Modelyard.Lifecycle.Predictions;

/// <summary>Represents how many predictions a version of a model made on a day.</summary>
/// <param name="Day">The day, in UTC.</param>
/// <param name="Version">The version.</param>
/// <param name="Predictions">The number of predictions.</param>
/// <param name="Labels">The number of those whose true label is known; null if that was not counted.</param>
public sealed record PredictionCount(DateOnly Day, string Version, long Predictions, long? Labels)
{
    /// <summary>The number of predictions up to which labels are counted too if nothing else is said: a matter of seconds.</summary>
    public const long UsualMost = 1_000_000;

    /// <summary>Counts the predictions of a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="from">The moment of the first prediction, in UTC; null for all.</param>
    /// <param name="until">The moment before which the last prediction is, in UTC; null for all.</param>
    /// <param name="most">The number of predictions up to which their rows are read, so that those with labels are counted too. Of more the roll-ups tell, by whole hours.</param>
    /// <returns>The counts, by day and version.</returns>
    /// <exception cref="ModelyardException">A file is damaged, or cannot be read.</exception>
    public static IReadOnlyList<PredictionCount> Of(PredictionLog log, DateTime? from = null, DateTime? until = null, long most = UsualMost)
    {
        ArgumentNullException.ThrowIfNull(log);
        LogRollUps kept = log.RollUps(from is { } first ? HourOf(first) : null, until);
        PredictionCount[] rolledUp = [.. PredictionRollUp.Merge(kept.Predictions, hour => hour.Date).Select(day => new PredictionCount(DateOnly.FromDateTime(day.Start), day.Version, day.Predictions, null))];
        if (kept.Count > most)
        {
            return rolledUp;
        }

        // Days whose rows are over are known by their roll-ups alone.
        PredictionCount[] read = [.. log.ReadDays(from, until).SelectMany(Of)];
        HashSet<DateOnly> days = [.. log.DaysWithRows];
        return [.. read.Concat(rolledUp.Where(one => !days.Contains(one.Day))).OrderBy(one => one.Day).ThenBy(one => one.Version, StringComparer.Ordinal)];
    }

    private static IEnumerable<PredictionCount> Of(Frame rows)
    {
        var times = (TimestampColumn)rows[PredictionColumns.Time];
        Column versions = rows[PredictionColumns.Version], labels = rows[PredictionColumns.Label];
        return Enumerable.Range(0, rows.RowCount)
            .GroupBy(row => (Day: DateOnly.FromDateTime(times[row]!.Value), Version: versions.FormatCell(row)))
            .Select(group => new PredictionCount(group.Key.Day, group.Key.Version, group.LongCount(), group.LongCount(row => !labels.IsMissing(row))))
            .OrderBy(one => one.Day).ThenBy(one => one.Version, StringComparer.Ordinal);
    }

    private static DateTime HourOf(DateTime moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerHour));
}
