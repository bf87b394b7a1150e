using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Probability;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Looks at windows in all ways that a monitor watches, besides drift.</summary>
internal sealed class WindowLooks(MonitorDefinition monitor, WatchedRows watched, FitContext context)
{
    private readonly JointLook _together = new(monitor, watched, context);
    private readonly AnomalyLook _anomalies = new(monitor, watched, context);
    private readonly ExplanationLook _explanations = new(watched, context);
    private readonly EstimateLook _estimate = new(monitor, watched, context);
    private readonly PerformanceLook _performance = new(monitor);

    /// <summary>
    /// Computes the level that the next look of a kind is held against: the kinds share what may be spent, and the windows of each share its part. What was found gives something back to spend, but what lasted for several windows and is
    /// over does so once: otherwise a long outage would pay for the false alarms of the time after it. To count fewer finds makes the level less, which keeps what is stated.
    /// </summary>
    /// <param name="monitor">The monitor.</param>
    /// <param name="found">Of the looks before, whether each found something.</param>
    internal static double LevelOf(MonitorDefinition monitor, IReadOnlyList<bool> found)
    {
        int lasts = found.Count;
        while (lasts > 0 && found[lasts - 1])
        {
            lasts--;
        }

        return new AlphaInvesting(monitor.FalseAlarms / monitor.Watch.Count, found.Count, Enumerable.Range(0, found.Count).Where(i => found[i] && (i == 0 || !found[i - 1] || i >= lasts)).Select(i => i + 1)).Next;
    }

    /// <summary>Lists of the looks of a kind at the windows before whether each found something.</summary>
    internal static bool[] Found(IReadOnlyList<MonitorWindow> history, WatchKind kind) =>
        [.. history.SelectMany(one => one.Looks).Where(look => look.Kind == kind && !double.IsNaN(look.PValue)).Select(look => look.IsFound)];

    /// <summary>Determines whether a window, or what comes after the last one, is among the first ones that are learned from and alarm nobody.</summary>
    /// <param name="monitor">The monitor.</param>
    /// <param name="before">The windows before.</param>
    internal static bool IsLearning(MonitorDefinition monitor, IEnumerable<MonitorWindow> before) => monitor.Learn > 0
        && before.Count(window => window.State is not WindowState.Sparse and not WindowState.NoReference) < monitor.Learn + (monitor.Reference.Kind == ReferenceKind.First ? monitor.Reference.Count : 0);

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
            return window with { Looks = Heard(looks, history) };
        }

        if (monitor.Watch.Contains(WatchKind.Together))
        {
            (WindowLook look, IReadOnlyList<WindowMeasure> figures) = _together.Of(window, rows, history, Level(history, WatchKind.Together));
            looks.Add(look);
            measures.AddRange(figures);
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

        return window with { Looks = Heard(looks, history), Measures = measures };
    }

    /// <summary>Determines whether a monitor looks at windows again when their labels have been waited for.</summary>
    internal static bool WaitsForLabels(MonitorDefinition monitor) => monitor.Watch.Any(OfLabels);

    /// <summary>Determines whether it has been looked at a window again.</summary>
    internal static bool HasLookedBack(MonitorWindow window) => window.Looks.Any(look => OfLabels(look.Kind));

    /// <summary>Looks back at a window whose labels have been waited for.</summary>
    /// <param name="window">The window.</param>
    /// <param name="history">All windows, the oldest first.</param>
    /// <param name="known">What is kept of them.</param>
    /// <returns>What came of it.</returns>
    internal LookBack LookBack(MonitorWindow window, IReadOnlyList<MonitorWindow> history, WindowRows known)
    {
        Frame rows = watched.Of(window);
        var looks = new List<WindowLook>();
        var measures = new List<WindowMeasure>();
        byte[]? stream = null;
        if (monitor.Watch.Contains(WatchKind.Performance))
        {
            (WindowLook look, IReadOnlyList<WindowMeasure> figures) = _performance.Of(window, rows, history, Level(history, WatchKind.Performance));
            looks.Add(look);
            measures.AddRange(figures);
        }

        if (monitor.Watch.Contains(WatchKind.Stream))
        {
            (WindowLook look, IReadOnlyList<WindowMeasure> figures, stream) = StreamLook.Of(monitor, rows, known.Stream(), Level(history, WatchKind.Stream));
            looks.Add(look);

            // Both looks count the rows with labels.
            measures.AddRange(figures.Where(figure => !measures.Exists(one => one.Name == figure.Name)).ToArray());
        }

        looks = Heard(looks, history.TakeWhile(one => one.Start != window.Start || one.Skip != window.Skip));
        return new LookBack(window with { Looks = [.. window.Looks, .. looks], Measures = [.. window.Measures, .. measures] }, looks, stream);
    }

    /// <summary>Takes looks for what they are in the windows that a monitor learns from: none of them alarms anybody, and all of them say what is usual.</summary>
    private List<WindowLook> Heard(List<WindowLook> looks, IEnumerable<MonitorWindow> before) => !IsLearning(monitor, before) ? looks
        : [.. looks.Select(look => double.IsNaN(look.PValue) ? look : WindowLook.Unjudged(look.Kind, $"One of the {monitor.Learn} windows that say what is usual."))];

    private static bool OfLabels(WatchKind kind) => kind is WatchKind.Performance or WatchKind.Stream;

    private double Level(IReadOnlyList<MonitorWindow> history, WatchKind kind) => LevelOf(monitor, Found(history, kind));
}
