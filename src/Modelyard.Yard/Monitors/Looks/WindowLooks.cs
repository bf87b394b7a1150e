using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Probability;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Looks at windows in all ways that a monitor watches, besides drift.</summary>
internal sealed class WindowLooks(MonitorDefinition monitor, WatchedRows watched)
{
    private static readonly FitContext s_context = FitContext.Default;

    private readonly AnomalyLook _anomalies = new(monitor, watched, s_context);
    private readonly ExplanationLook _explanations = new(watched, s_context);
    private readonly EstimateLook _estimate = new(monitor, watched, s_context);
    private readonly PerformanceLook _performance = new(monitor);

    /// <summary>Computes the level that the next look of a kind is held against: the kinds share what may be spent, and the windows of each share its part.</summary>
    /// <param name="monitor">The monitor.</param>
    /// <param name="found">Of the looks before, whether each found something.</param>
    internal static double LevelOf(MonitorDefinition monitor, IReadOnlyList<bool> found) =>
        new AlphaInvesting(monitor.FalseAlarms / monitor.Watch.Count, found.Count, found.Index().Where(one => one.Item).Select(one => one.Index + 1)).Next;

    /// <summary>Lists of the looks of a kind at the windows before whether each found something.</summary>
    internal static bool[] Found(IReadOnlyList<MonitorWindow> history, WatchKind kind) =>
        [.. history.SelectMany(one => one.Looks).Where(look => look.Kind == kind && !double.IsNaN(look.PValue)).Select(look => look.IsFound)];

    /// <summary>Looks at a window that has ended.</summary>
    /// <param name="window">The window.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="history">The windows before.</param>
    /// <returns>The window with its figures and with what came of the looks.</returns>
    internal MonitorWindow Look(MonitorWindow window, Frame rows, IReadOnlyList<MonitorWindow> history)
    {
        var looks = new List<WindowLook>();
        List<WindowMeasure> measures = [.. window.Measures];
        if (monitor.Watch.Contains(WatchKind.Operation))
        {
            looks.Add(OperationLook.Of(window, history, monitor, Level(history, WatchKind.Operation)));
        }

        if (rows.RowCount < monitor.LeastRows)
        {
            return window with { Looks = looks };
        }

        if (monitor.Watch.Contains(WatchKind.Anomalies))
        {
            (WindowLook look, WindowMeasure? measure) = _anomalies.Of(rows, history, Level(history, WatchKind.Anomalies));
            looks.Add(look);
            measures.AddRange(measure is { } figure ? [figure] : []);
        }

        if (monitor.Watch.Contains(WatchKind.Explanations))
        {
            (WindowLook look, IReadOnlyList<WindowMeasure> figures) = _explanations.Of(rows, history, Level(history, WatchKind.Explanations));
            looks.Add(look);
            measures.AddRange(figures);
        }

        if (monitor.Watch.Contains(WatchKind.Estimate))
        {
            (WindowLook look, IReadOnlyList<WindowMeasure> figures) = _estimate.Of(rows, history, Level(history, WatchKind.Estimate));
            looks.Add(look);
            measures.AddRange(figures);
        }

        return window with { Looks = looks, Measures = measures };
    }

    /// <summary>Looks back at a window whose labels have been waited for.</summary>
    /// <param name="window">The window.</param>
    /// <param name="history">All windows, the oldest first.</param>
    /// <returns>The window with how the model did in it.</returns>
    internal MonitorWindow LookBack(MonitorWindow window, IReadOnlyList<MonitorWindow> history)
    {
        (WindowLook look, IReadOnlyList<WindowMeasure> figures) = _performance.Of(window, watched.Of(window), history, Level(history, WatchKind.Performance));
        return window with { Looks = [.. window.Looks, look], Measures = [.. window.Measures, .. figures] };
    }

    private double Level(IReadOnlyList<MonitorWindow> history, WatchKind kind) => LevelOf(monitor, Found(history, kind));
}
