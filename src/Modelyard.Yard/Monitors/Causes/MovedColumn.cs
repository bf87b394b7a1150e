namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents a column that has moved in windows of an alarm.</summary>
/// <param name="Name">The name.</param>
/// <param name="Since">The beginning of the first of them, in UTC.</param>
/// <param name="Until">The end of the last of them, in UTC.</param>
/// <param name="Windows">How many they are.</param>
/// <param name="Effect">By how much shares of rows differed from the reference at most in the last of them, from 0 to 1.</param>
/// <param name="Evidence">What differed in the last of them, in words.</param>
public sealed record MovedColumn(string Name, DateTime Since, DateTime Until, int Windows, double Effect, string Evidence)
{
    /// <summary>Gathers the columns that have moved in some windows: those that moved last first, of these the greatest change.</summary>
    /// <param name="windows">The windows, the oldest first.</param>
    /// <returns>The columns.</returns>
    public static IReadOnlyList<MovedColumn> Of(IReadOnlyList<MonitorWindow> windows) =>
    [
        .. (windows ?? throw new ArgumentNullException(nameof(windows))).SelectMany(window => window.Drifted.Select(column => (Window: window, Column: column)))
            .GroupBy(moved => moved.Column.Name, StringComparer.Ordinal)
            .Select(own => new MovedColumn(own.Key, own.First().Window.Start, own.Last().Window.End, own.Count(), own.Last().Column.Effect, own.Last().Column.Evidence))
            .OrderByDescending(column => column.Until).ThenByDescending(column => column.Effect).ThenBy(column => column.Name, StringComparer.Ordinal),
    ];
}
