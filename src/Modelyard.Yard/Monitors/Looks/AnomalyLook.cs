using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Looks whether rows that are unlike the reference, each as a whole, have become more.</summary>
internal sealed class AnomalyLook(MonitorDefinition monitor, WatchedRows watched, FitContext context)
{
    private const int LeastReference = 100;
    private const int Named = 3;

    private UnusualRows? _usual;

    internal (WindowLook Look, WindowMeasure? Measure) Of(Frame rows, IReadOnlyList<MonitorWindow> history, double level)
    {
        if (_usual is null)
        {
            Frame reference = Inputs(watched.Reference(history));
            if (reference.RowCount < LeastReference)
            {
                return (WindowLook.Unjudged(WatchKind.Anomalies, $"Too few rows of the reference to say which are unusual: there {(reference.RowCount == 1 ? "is" : "are")} {NumberText.Count(reference.RowCount)}, and {LeastReference} are needed."), null);
            }

            _usual = UnusualRows.Learn(reference, context, exclude: [.. monitor.Drift.Exclude.Where(name => reference.TryGetColumn(name, out _))]);
        }

        if (_usual.Columns.FirstOrDefault(name => !rows.TryGetColumn(name, out _)) is { } gone)
        {
            return (WindowLook.Unjudged(WatchKind.Anomalies, $"The column '{gone}' of the reference is gone."), null);
        }

        double[] scores = _usual.Score(rows, context);
        int beyond = scores.Count(score => score >= _usual.Threshold);
        double share = (double)beyond / rows.RowCount, usual = (double)_usual.ReferenceBeyond / _usual.ReferenceRows, chance = _usual.Chance(beyond, rows.RowCount);
        bool matters = share - usual >= monitor.Drift.LeastMissing, isFound = matters && chance <= level;
        string summary = $"{NumberText.PlainPercent(share)} of the rows are unlike the reference, {NumberText.PlainPercent(usual)} of its own are{(isFound ? $"; most unlike: {Names(rows, scores)}" : "")}.";
        return (new WindowLook(WatchKind.Anomalies, matters ? chance : 1, level, isFound, summary) { Subjects = isFound ? [MeasureNames.Anomalies] : [] }, new WindowMeasure(MeasureNames.Anomalies, share));
    }

    private static Frame Inputs(Frame rows) => rows.Select([.. rows.Columns.Select(column => column.Name).Where(PredictionColumns.IsInput)]);

    /// <summary>Names the rows that are most unlike the reference: by request, or by number.</summary>
    private static string Names(Frame rows, double[] scores)
    {
        int[] most = [.. Enumerable.Range(0, scores.Length).OrderByDescending(row => scores[row]).Take(Named)];
        return rows.TryGetColumn(PredictionColumns.Request, out Column? requests) && rows.TryGetColumn(PredictionColumns.Row, out Column? numbers)
            ? string.Join(", ", most.Select(row => $"request '{requests.FormatCell(row)}' row {numbers.FormatCell(row)}"))
            : string.Join(", ", most.Select(row => $"row {NumberText.Count(row + 1)}"));
    }
}
