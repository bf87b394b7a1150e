using Modelyard.Frames;
using Modelyard.Metrics;

namespace Modelyard.Cli;

/// <summary>Represents a column that says which rows are anomalies. A detector does not look at it; its scores are compared with it.</summary>
internal sealed class KnownAnomalies
{
    private readonly string _anomaly;

    private KnownAnomalies(string column, string anomaly, IReadOnlyList<string> notes)
    {
        Column = column;
        _anomaly = anomaly;
        Notes = notes;
    }

    internal string Column { get; }

    internal IReadOnlyList<string> Notes { get; }

    /// <summary>Takes the rarer of the two values of a column for the anomalies.</summary>
    internal static KnownAnomalies Learn(Frame frame, string name)
    {
        Column column = frame[name];
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (int row = 0; row < column.Length && counts.Count <= 2; row++)
        {
            if (!column.IsMissing(row))
            {
                string cell = column.FormatCell(row);
                counts[cell] = counts.GetValueOrDefault(cell) + 1;
            }
        }

        if (counts.Count != 2)
        {
            throw new ModelyardException(
                $"The column '{name}' has {(counts.Count > 2 ? "more than two values" : $"{counts.Count} values")}; the target of an anomaly detector says which rows are anomalies and must have two. Leave '--target' out, or name another column.");
        }

        (string rare, int rows) = counts.MinBy(pair => pair.Value);
        return new KnownAnomalies(name, rare, [$"The rows whose '{name}' is '{rare}' are taken for the anomalies to be found ({rows:N0} of {frame.RowCount:N0}); the detector does not see the column."]);
    }

    internal (double RocAuc, double AveragePrecision) Compare(Frame frame, double[] scores)
    {
        Column column = frame[Column];
        int[] labels = [.. Enumerable.Range(0, column.Length).Select(row => !column.IsMissing(row) && column.FormatCell(row) == _anomaly ? 1 : 0)];
        return (RankingScores.RocAuc(labels, 1, scores), RankingScores.AveragePrecision(labels, 1, scores));
    }
}
