using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Looks whether the model is likely to do worse in a window whose labels have not come than in the first windows whose labels have.</summary>
internal sealed class EstimateLook(MonitorDefinition monitor, WatchedRows watched, FitContext context)
{
    // The first windows that have so many labels together: the same ones at each run.
    private const int ReferenceRows = 500;

    private readonly Dictionary<string, Func<PredictionWindow, PerformanceEstimate>?> _learned = new(StringComparer.Ordinal);

    internal (WindowLook Look, IReadOnlyList<WindowMeasure> Measures) Of(Frame rows, IReadOnlyList<MonitorWindow> history, double level)
    {
        WatchedModel? model = watched.Model(rows);
        string version = model?.Reference ?? "";
        if (!_learned.TryGetValue(version, out Func<PredictionWindow, PerformanceEstimate>? estimate))
        {
            // As long as too few labels are known it is tried again with the next window.
            estimate = Learn(history, model);
            if (estimate is not null)
            {
                _learned.Add(version, estimate);
            }
        }

        if (estimate is null)
        {
            return (WindowLook.Unjudged(WatchKind.Estimate, $"Too few labels of the version that answered: an estimate learns from {ReferenceRows} rows with labels."), []);
        }

        if (Answers(rows) is not { } answers)
        {
            return (WindowLook.Unjudged(WatchKind.Estimate, "There is no row whose answer can be read."), []);
        }

        PerformanceEstimate outcome = estimate(PredictionWindow.Of(answers.Answers, model?.Encode(rows.Take(answers.Rows), context.Parallelism)));
        WindowMeasure[] measures = [.. outcome.Metrics.Select(metric => new WindowMeasure(MeasureNames.Estimated + MeasureNames.Of(metric.Metric), metric.Value) { Low = metric.Low, High = metric.High })];
        if (!outcome.IsReliable)
        {
            return (WindowLook.Unjudged(WatchKind.Estimate, $"No estimate to be relied on: {string.Join(' ', outcome.Warnings)}"), measures);
        }

        WindowLook look = MetricLook.Of(WatchKind.Estimate, [.. outcome.Metrics.Select((metric, i) => (metric.Metric, measures[i], double.IsNaN(metric.Reference) ? null : new MetricReference(metric.Reference, 0, 0)))], monitor.LeastWorse, level, "likely ");

        // Where an estimate reaches beyond what it has learned from, its interval may be too narrow, which must be known beside what it says.
        return (outcome.Warnings.Count == 0 ? look : look with { Summary = $"{look.Summary} {string.Join(' ', outcome.Warnings)}" }, measures);
    }

    /// <summary>Takes the answers of a window, with what stands for labels that are not known.</summary>
    private static LabelledRows? Answers(Frame rows) =>
        rows.TryGetColumn(PredictionColumns.Prediction, out Column? predicted) ? LabelledRows.Of(rows.With(predicted.Rename(PredictionColumns.Label))) : null;

    private Func<PredictionWindow, PerformanceEstimate>? Learn(IReadOnlyList<MonitorWindow> history, WatchedModel? model)
    {
        var parts = new List<Frame>();
        foreach (MonitorWindow window in history.Where(window => window.Measure(MeasureNames.Labelled) >= 1))
        {
            Frame rows = watched.Of(window);
            if (watched.Model(rows)?.Reference == model?.Reference && LabelledRows.Of(rows) is { } own)
            {
                parts.Add(rows.Take(own.Rows));
            }

            if (parts.Sum(part => part.RowCount) >= ReferenceRows)
            {
                break;
            }
        }

        if (parts.Sum(part => part.RowCount) < ReferenceRows)
        {
            return null;
        }

        Frame reference = Frame.ConcatRows(parts);
        LabelledRows labelled = LabelledRows.Of(reference)!;
        Dataset? inputs = model?.Encode(reference.Take(labelled.Rows), context.Parallelism);
        try
        {
            if (labelled.Answers.Classes.Count > 0)
            {
                ConfidenceBasedModel ofClasses = new ConfidenceBasedEstimation().Fit(labelled.Answers, inputs, context);
                return window => ofClasses.Estimate(window, context);
            }

            DirectLossModel ofNumbers = new DirectLossEstimation().Fit(labelled.Answers, inputs, context);
            return window => ofNumbers.Estimate(window, context);
        }
        catch (ModelyardException)
        {
            // Of one class, or all alike: more labels are waited for.
            return null;
        }
    }
}
