using Modelyard.Frames;

namespace Modelyard.Lifecycle.Training;

/// <summary>Represents the rows that a version is made of anew.</summary>
/// <param name="Frame">The rows, the old ones first; with the column of <paramref name="Time"/> if there is one.</param>
/// <param name="OldRows">How many of them come from the table that the version in production was learned from.</param>
/// <param name="Name">What they are called: the name of their file, or where they come from.</param>
/// <param name="Path">The path of the file that they are, all of it and nothing else; null if they were put together.</param>
/// <param name="Time">The column that tells when a row is from; null if nothing does.</param>
internal sealed record GatheredRows(Frame Frame, int OldRows, string Name, string? Path, string? Time)
{
    /// <summary>Gets the columns to learn from: the time of a log is no input.</summary>
    internal static Frame ToLearn(Frame rows) => rows.TryGetColumn(Predictions.PredictionColumns.Time, out _) ? rows.Select(rows.Columns.Select(column => column.Name).Where(name => name != Predictions.PredictionColumns.Time)) : rows;
}
