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

    private readonly Dictionary<string, Learned> _learned = new(StringComparer.Ordinal);

    internal (WindowLook Look, IReadOnlyList<WindowMeasure> Measures) Of(Frame rows, IReadOnlyList<MonitorWindow> history, double level)
    {
        WatchedModel? model = watched.Model(rows);
        string version = model?.Reference ?? "";
        if (!_learned.TryGetValue(version, out Learned? learned))
        {
            // As long as too few labels are known it is tried again with the next window.
            learned = Learn(history, model);
            if (learned is not null)
            {
                _learned.Add(version, learned);
            }
        }

        if (learned is null)
        {
            return (WindowLook.Unjudged(WatchKind.Estimate, $"Too few labels of the version that answered: an estimate learns from {ReferenceRows} rows with labels."), []);
        }

        if (Answers(rows) is not { } answers)
        {
            return (WindowLook.Unjudged(WatchKind.Estimate, "There is no row whose answer can be read."), []);
        }

        PerformanceEstimate outcome = learned.Estimate(PredictionWindow.Of(answers.Answers, model?.Encode(rows.Take(answers.Rows), context.Parallelism)));
        WindowMeasure[] measures = [.. outcome.Metrics.Select(metric => new WindowMeasure(MeasureNames.Estimated + MeasureNames.Of(metric.Metric), metric.Value) { Low = metric.Low, High = metric.High })];
        if (!outcome.IsReliable)
        {
            return (WindowLook.Unjudged(WatchKind.Estimate, $"No estimate to be relied on: {string.Join(' ', outcome.Warnings)}"), measures);
        }

        if (Missed(history, version) is { } missed)
        {
            return (WindowLook.Unjudged(WatchKind.Estimate, $"No estimate to be relied on: {missed}"), measures);
        }

        WindowLook look = MetricLook.Of(WatchKind.Estimate, [.. outcome.Metrics.Select((metric, i) => (metric.Metric, measures[i], learned.Usual(metric, measures[i], answers.Rows.Length)))], monitor.LeastWorse, level, "likely ");

        // Where an estimate reaches beyond what it has learned from, its interval may be too narrow, which must be known beside what it says.
        return (outcome.Warnings.Count == 0 ? look : look with { Summary = $"{look.Summary} {string.Join(' ', outcome.Warnings)}" }, measures);
    }

    /// <summary>Takes the answers of a window, with what stands for labels that are not known.</summary>
    private static LabelledRows? Answers(Frame rows) =>
        rows.TryGetColumn(PredictionColumns.Prediction, out Column? predicted) ? LabelledRows.Of(rows.With(predicted.Rename(PredictionColumns.Label))) : null;

    /// <summary>Says how the estimate missed the latest window of the version whose labels have come; null if it did not, or there is none.</summary>
    private string? Missed(IReadOnlyList<MonitorWindow> history, string version) =>
        history.LastOrDefault(window => window.Measure(MeasureNames.Labelled) >= monitor.LeastRows && window.Measures.Any(measure => measure.Name.StartsWith(MeasureNames.Estimated, StringComparison.Ordinal))) is { } latest
        && EstimateMiss.Of(latest) is { } miss && (watched.Model(watched.Of(latest, withLabels: false))?.Reference ?? "") == version
            ? $"of the window of {latest.Start:yyyy-MM-dd HH:mm}, {miss}. What the same inputs lead to has changed, and labels alone tell how the model does." : null;

    private Learned? Learn(IReadOnlyList<MonitorWindow> history, WatchedModel? model)
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
        PerformanceTally tally = labelled.Tally();
        tally.Add(labelled.Answers);
        var errors = tally.Score().ToDictionary(score => score.Metric.Name, score => MetricReference.ErrorOf(score.Interval.Low, score.Interval.High), StringComparer.Ordinal);
        Dataset? inputs = model?.Encode(reference.Take(labelled.Rows), context.Parallelism);
        try
        {
            if (labelled.Answers.Classes.Count > 0)
            {
                ConfidenceBasedModel ofClasses = new ConfidenceBasedEstimation().Fit(labelled.Answers, inputs, context);
                return new Learned(window => ofClasses.Estimate(window, context), errors, labelled.Rows.Length);
            }

            DirectLossModel ofNumbers = new DirectLossEstimation().Fit(labelled.Answers, inputs, context);
            return new Learned(window => ofNumbers.Estimate(window, context), errors, labelled.Rows.Length);
        }
        catch (ModelyardException)
        {
            // Of one class, or all alike: more labels are waited for.
            return null;
        }
    }

    /// <summary>Represents what was learned of a version: what estimates, the standard errors of the metrics of its reference, and the rows of that.</summary>
    private sealed record Learned(Func<PredictionWindow, PerformanceEstimate> Estimate, IReadOnlyDictionary<string, double> Errors, int Rows)
    {
        /// <summary>
        /// Says what a metric usually is: of a rare class both the reference and a window have some hits or none by chance, and an estimate, which takes the inputs of the window as they are, knows nothing of that.
        /// </summary>
        /// <param name="estimate">The metric, with its score on the reference.</param>
        /// <param name="now">What was estimated of the window.</param>
        /// <param name="rows">The rows of the window.</param>
        internal MetricReference? Usual(MetricEstimate estimate, WindowMeasure now, int rows)
        {
            double error = Errors.TryGetValue(estimate.Metric.Name, out double one) && double.IsFinite(one) ? one : 0, own = MetricReference.ErrorOf(now);
            return double.IsNaN(estimate.Reference) ? null : new MetricReference(estimate.Reference, error, Math.Max(0, (error * error * Rows / rows) - (own * own)));
        }
    }
}
