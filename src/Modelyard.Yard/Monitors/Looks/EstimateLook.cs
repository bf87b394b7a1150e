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

        var figures = outcome.Metrics.Select((metric, i) => (metric.Metric, learned.Widened(measures[i], answers.Rows.Length), learned.Usual(metric))).ToArray();
        WindowLook look = MetricLook.Of(WatchKind.Estimate, figures, monitor.LeastWorse, level, "likely ");
        if (MissedEstimates.Of(history, [.. outcome.Metrics.Select(metric => metric.Metric)], monitor) is { } missed)
        {
            // What the same inputs lead to has changed: that an estimate is as usual says nothing then.
            return (look.IsFound ? look with { Summary = $"{look.Summary} {missed}" } : WindowLook.Unjudged(WatchKind.Estimate, $"No estimate to be relied on: {missed}"), measures);
        }

        // Where an estimate reaches beyond what it has learned from, its interval may be too narrow, which must be known beside what it says.
        return (outcome.Warnings.Count == 0 ? look : look with { Summary = $"{look.Summary} {string.Join(' ', outcome.Warnings)}" }, measures);
    }

    /// <summary>Takes the answers of a window, with what stands for labels that are not known.</summary>
    private static LabelledRows? Answers(Frame rows) =>
        rows.TryGetColumn(PredictionColumns.Prediction, out Column? predicted) ? LabelledRows.Of(rows.With(predicted.Rename(PredictionColumns.Label))) : null;

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
        Dataset? inputs = model?.Encode(reference.Take(labelled.Rows), context.Parallelism);
        PerformanceTally tally = labelled.Tally();
        tally.Add(labelled.Answers);
        var errors = tally.Score().ToDictionary(score => score.Metric.Name, score => (score.Interval.High - score.Interval.Low) / (2 * MetricReference.Half), StringComparer.Ordinal);
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

    /// <summary>Represents what was learned from the first rows with labels.</summary>
    /// <param name="Estimate">Estimates the metrics of a window.</param>
    /// <param name="Errors">The standard error of each metric of those rows.</param>
    /// <param name="Rows">How many they are.</param>
    private sealed record Learned(Func<PredictionWindow, PerformanceEstimate> Estimate, Dictionary<string, double> Errors, int Rows)
    {
        /// <summary>Gets what is usual: the metric of those rows, which are a sample too; null where it is not known how sure it is.</summary>
        internal MetricReference? Usual(MetricEstimate metric) => double.IsFinite(metric.Reference) && double.IsFinite(Error(metric.Metric.Name)) ? new MetricReference(metric.Reference, Error(metric.Metric.Name), 0) : null;

        /// <summary>
        /// Makes an interval at least as wide as the metric of so many rows of the same law has it. That of an estimate is of the labels that may come to these very answers: where no row of a rare class is predicted, recall is
        /// surely 0, which may be chance all the same.
        /// </summary>
        internal WindowMeasure Widened(WindowMeasure estimate, int rows)
        {
            double half = Math.Max((estimate.High - estimate.Low) / 2, MetricReference.Half * Error(estimate.Name[MeasureNames.Estimated.Length..].Replace('_', '-')) * Math.Sqrt((double)Rows / rows));
            return estimate with { Low = estimate.Value - half, High = estimate.Value + half };
        }

        private double Error(string metric) => Errors.GetValueOrDefault(metric, double.NaN);
    }
}
