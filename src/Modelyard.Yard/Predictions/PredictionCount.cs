using Modelyard.Frames;

namespace Modelyard.Lifecycle.Predictions;

/// <summary>Represents how many predictions a version of a model made on a day.</summary>
/// <param name="Day">The day, in UTC.</param>
/// <param name="Version">The version.</param>
/// <param name="Predictions">The number of predictions.</param>
/// <param name="Labels">The number of those whose true label is known.</param>
public sealed record PredictionCount(DateOnly Day, string Version, long Predictions, long Labels)
{
    /// <summary>Counts the predictions of a log that was read.</summary>
    /// <param name="log">The table, as <see cref="PredictionLog.Read"/> gives it.</param>
    /// <returns>The counts, by day and version.</returns>
    public static PredictionCount[] Of(Frame log)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (log.RowCount == 0)
        {
            return [];
        }

        var times = (TimestampColumn)log[PredictionColumns.Time];
        Column versions = log[PredictionColumns.Version], labels = log[PredictionColumns.Label];
        return [.. Enumerable.Range(0, log.RowCount)
            .GroupBy(row => (Day: DateOnly.FromDateTime(times[row]!.Value), Version: versions.FormatCell(row)))
            .Select(group => new PredictionCount(group.Key.Day, group.Key.Version, group.LongCount(), group.LongCount(row => !labels.IsMissing(row))))
            .OrderBy(one => one.Day).ThenBy(one => one.Version, StringComparer.Ordinal)];
    }
}
