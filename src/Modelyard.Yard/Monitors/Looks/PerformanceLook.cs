using Modelyard.Charts;
using Modelyard.Evaluation;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Looks whether the model did worse in a window whose labels have come than in those before.</summary>
internal sealed class PerformanceLook(MonitorDefinition monitor)
{
    private const int Latest = 28;
    private const int FewestOfGroup = 30;

    // Only the gaps and their intervals are kept, which need none.
    private const int Shuffles = 1;

    internal (WindowLook Look, IReadOnlyList<WindowMeasure> Measures) Of(MonitorWindow window, Frame rows, IReadOnlyList<MonitorWindow> history, double level)
    {
        if (LabelledRows.Of(rows) is not { } labelled)
        {
            return (WindowLook.Unjudged(WatchKind.Performance, "No label is known."), [new WindowMeasure(MeasureNames.Labelled, 0)]);
        }

        PerformanceTally tally = labelled.Tally(monitor.Costs);
        tally.Add(labelled.Answers);
        IReadOnlyList<RealisedMetric> scores = tally.Score();
        WindowMeasure[] figures = [.. scores.Select(score => new WindowMeasure(MeasureNames.Of(score.Metric), score.Interval.Value) { Low = score.Interval.Low, High = score.Interval.High })];
        WindowMeasure[] measures = [new(MeasureNames.Labelled, labelled.Rows.Length), .. figures, .. monitor.Fair.SelectMany(column => Gaps(column, rows, labelled))];
        if (labelled.Rows.Length < monitor.LeastRows)
        {
            return (WindowLook.Unjudged(WatchKind.Performance, $"Too few labels to judge: there {(labelled.Rows.Length == 1 ? "is" : "are")} {NumberText.Count(labelled.Rows.Length)}, and {NumberText.Count(monitor.LeastRows)} are needed."), measures);
        }

        MonitorWindow[] before = Reference([.. history.Where(one => one.Start < window.Start || (one.Start == window.Start && one.Skip < window.Skip))]);
        return (MetricLook.Of(WatchKind.Performance, [.. scores.Select((score, i) => (score.Metric, figures[i], MetricReference.Of(before.Select(one => (Find(one, figures[i].Name), one.Measure(MeasureNames.Labelled))))))], monitor.LeastWorse, level, ""), measures);
    }

    /// <summary>Computes how far the groups of a column are apart; nothing where there are no two groups of enough rows.</summary>
    private static IEnumerable<WindowMeasure> Gaps(string name, Frame rows, LabelledRows labelled)
    {
        Column column = rows[name];
        string?[] groups = Array.ConvertAll(labelled.Rows, row => column.IsMissing(row) ? null : column.FormatCell(row));
        return labelled.Answers.Classes.Count == 0 || groups.OfType<string>().GroupBy(group => group, StringComparer.Ordinal).Count(group => group.Count() >= FewestOfGroup) < 2 ? []
            : FairnessReport.Compute(labelled.Answers, groups, FitContext.Default, fewest: FewestOfGroup, replicates: Shuffles).Gaps.Select(gap => new WindowMeasure(MeasureNames.Of(gap, name), gap.Value) { Low = gap.Low, High = gap.High });
    }

    /// <summary>Finds the windows that say what is usual: the first ones where those are the reference, or else the latest in which the model was not found worse.</summary>
    private MonitorWindow[] Reference(MonitorWindow[] before)
    {
        IEnumerable<MonitorWindow> labelled = before.Where(one => one.Measure(MeasureNames.Labelled) >= monitor.LeastRows);
        return monitor.Reference.Kind == ReferenceKind.First
            ? labelled.Take(monitor.Reference.Count).ToArray() is var first && first.Length == monitor.Reference.Count ? first : []
            : [.. labelled.Where(one => !one.Looks.Any(look => look.Kind == WatchKind.Performance && look.IsFound)).TakeLast(Latest)];
    }

    private static WindowMeasure Find(MonitorWindow window, string name) => window.Measures.FirstOrDefault(measure => measure.Name == name, new WindowMeasure(name, double.NaN));
}
