using Modelyard.Data;
using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Gives looks the rows and the models that they need, each read once for a run of a monitor.</summary>
internal sealed class WatchedRows(MonitorDefinition monitor, IWindowSource source, ModelRegistry models)
{
    // Enough to learn what rows look like, and not more than is soon read.
    private const int EnoughRows = 2000;

    private readonly Dictionary<string, WatchedModel> _models = new(StringComparer.Ordinal);
    private Frame? _reference;

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

        return _reference = parts.Count < windows && parts.Sum(part => part.RowCount) < EnoughRows ? Frame.Of() : Frame.ConcatRows(parts);
    }

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
