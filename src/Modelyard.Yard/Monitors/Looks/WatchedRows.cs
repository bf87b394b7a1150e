using Modelyard.Data;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Gives looks the rows and the models that they need, each read once for a run of a monitor.</summary>
internal sealed class WatchedRows(MonitorDefinition monitor, IWindowSource source, ModelRegistry models)
{
    // Enough to learn what rows look like, and not more than is soon read.
    private const int EnoughRows = 2000;

    /// <summary>The greatest number of rows of a window, or of the reference, that are looked at where each row costs much.</summary>
    internal const int MostDrawn = 2000;

    // So many rows of a reference that no period and no number of windows names.
    private const int EnoughDrawn = 500;

    // A reference of many windows is read again rather than held.
    private const int MostHeld = 64;

    private readonly Dictionary<(DateTime Start, long Skip), Frame> _drawn = [];
    private readonly Queue<(DateTime Start, long Skip)> _held = [];
    private readonly Dictionary<string, WatchedModel> _models = new(StringComparer.Ordinal);
    private Frame? _reference, _few;

    /// <summary>Reads the rows of a window again.</summary>
    /// <param name="window">The window.</param>
    /// <param name="withLabels">Whether true labels are needed.</param>
    internal Frame Of(MonitorWindow window, bool withLabels = true)
    {
        if (monitor.WindowRows is null && !monitor.IsBatches)
        {
            return source.Read(window.Start, window.End, withLabels);
        }

        Frame read = source.Read(window.Start, window.End.AddTicks(1), withLabels);
        int first = (int)Math.Min(window.Skip, read.RowCount);
        return monitor.IsBatches ? read : read.Take([.. Enumerable.Range(first, (int)Math.Min(window.Rows, read.RowCount - first))]);
    }

    /// <summary>Reads rows of the reference: those of its time or file, or else those of the first windows that are known.</summary>
    /// <param name="history">The windows.</param>
    /// <returns>The rows; none if there are none yet.</returns>
    internal Frame Reference(IReadOnlyList<MonitorWindow> history)
    {
        if (_reference is { RowCount: > 0 })
        {
            return _reference;
        }

        if (monitor.Reference.Kind is ReferenceKind.Period or ReferenceKind.File)
        {
            return _reference = monitor.Reference.Kind == ReferenceKind.File ? TableFiles.Read(monitor.Reference.Path!).Frame : source.Read(monitor.Reference.From, monitor.Reference.Until);
        }

        int windows = monitor.Reference.Kind == ReferenceKind.First ? monitor.Reference.Count : 1;
        var parts = new List<Frame>();
        foreach (MonitorWindow window in history.Where(window => window.Rows >= monitor.LeastRows))
        {
            if (parts.Count >= windows && parts.Sum(part => part.RowCount) >= monitor.LeastRows)
            {
                break;
            }

            parts.Add(Of(window, withLabels: false));
            if (parts.Sum(part => part.RowCount) >= EnoughRows)
            {
                break;
            }
        }

        return _reference = parts.Count < windows && parts.Sum(part => part.RowCount) < EnoughRows ? Frame.Of() : StackedFiles.Of(parts);
    }

    /// <summary>Draws rows of a window, the same ones at each run, and holds them for the windows that are compared with it.</summary>
    /// <param name="window">The window.</param>
    /// <param name="rows">Gives its rows, where they are not held.</param>
    internal Frame Draw(MonitorWindow window, Func<Frame> rows)
    {
        (DateTime, long) place = (window.Start, window.Skip);
        if (!_drawn.TryGetValue(place, out Frame? drawn))
        {
            if (_held.Count == MostHeld)
            {
                _drawn.Remove(_held.Dequeue());
            }

            _drawn.Add(place, drawn = Few(rows()));
            _held.Enqueue(place);
        }

        return drawn;
    }

    /// <summary>Draws rows of what a window is compared with: those of the time or file that the monitor names, of the windows that it names, each giving as many, or else of the first windows.</summary>
    /// <param name="window">The window.</param>
    /// <param name="history">The windows before.</param>
    /// <returns>The rows; null if there are none yet, or the window belongs to the reference.</returns>
    internal Frame? Beside(MonitorWindow window, IReadOnlyList<MonitorWindow> history)
    {
        MonitorReference to = monitor.Reference;
        if (to.Kind is ReferenceKind.Period or ReferenceKind.File)
        {
            return to.Kind == ReferenceKind.Period && window.Start < to.Until && window.End > to.From ? null : _few ??= Few(Reference(history));
        }

        MonitorWindow[] judged = [.. history.Where(one => one.Rows >= monitor.LeastRows)];
        if (to.Kind is ReferenceKind.Previous or ReferenceKind.Weekday)
        {
            MonitorWindow[] latest = to.Kind == ReferenceKind.Previous ? judged[^Math.Min(to.Count, judged.Length)..]
                : [.. judged.Where(one => (window.Start - one.Start).Ticks % TimeSpan.FromDays(7).Ticks == 0 && window.Start - one.Start <= TimeSpan.FromDays(7 * to.Count))];
            return latest.Length == 0 ? null : Drawn(latest);
        }

        if (_few is null)
        {
            int windows = to.Kind == ReferenceKind.First ? to.Count : Enough(judged);
            _few = windows <= judged.Length ? Few(Drawn(judged[..windows])) : null;
        }

        return _few;
    }

    /// <summary>Finds how many of the first windows have enough rows together; more than there are if all have too few.</summary>
    private static int Enough(MonitorWindow[] windows)
    {
        long rows = 0;
        int count = 0;
        while (rows < EnoughDrawn && count <= windows.Length)
        {
            rows += count < windows.Length ? windows[count].Rows : 0;
            count++;
        }

        return count;
    }

    private Frame Drawn(MonitorWindow[] windows) => StackedFiles.Of([.. windows.Select(one => Draw(one, () => Of(one, withLabels: false)))]);

    private static Frame Few(Frame rows) => rows.RowCount <= MostDrawn ? rows : rows.Sample(MostDrawn, FitContext.Default.Seed);

    /// <summary>Finds the version that answered most often, of several the first by name; null of rows that do not say.</summary>
    internal static string? VersionOf(Frame rows) => rows.RowCount > 0 && rows.TryGetColumn(PredictionColumns.Version, out Column? versions)
        ? Enumerable.Range(0, rows.RowCount).Select(versions.FormatCell).GroupBy(version => version, StringComparer.Ordinal).OrderByDescending(same => same.Count()).ThenBy(same => same.Key, StringComparer.Ordinal).First().Key
        : null;

    /// <summary>Finds the model that answered a window most often; null if it is not in the yard.</summary>
    internal WatchedModel? Model(Frame rows)
    {
        if (monitor.Model is null)
        {
            return null;
        }

        string? version = VersionOf(rows);
        string reference = version is null ? monitor.Model : $"{monitor.Model}:{version}";
        if (!_models.TryGetValue(reference, out WatchedModel? known))
        {
            try
            {
                _models.Add(reference, known = new WatchedModel(reference, models.Load(reference)));
            }
            catch (YardException)
            {
                return null;
            }
        }

        return known;
    }
}
