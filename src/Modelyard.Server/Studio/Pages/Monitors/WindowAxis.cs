using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Studio.Content;

namespace Modelyard.Server.Studio.Pages.Monitors;

/// <summary>Lays windows along an axis: by the time at which they begin, or by the names of the files that they are.</summary>
internal static class WindowAxis
{
    public static ChartAxis Of(MonitorDefinition monitor, IReadOnlyList<MonitorWindow> windows) => monitor.IsBatches
        ? new ChartAxis("file", AxisKind.Category) { Categories = [.. windows.Select(NameOf)] }
        : new ChartAxis("beginning of the window", AxisKind.Time) { Positions = [.. windows.Select(window => (window.Start - DateTime.UnixEpoch).TotalMilliseconds)] };

    /// <summary>Names a window: by its file, or by the moment at which it begins.</summary>
    public static string NameOf(MonitorWindow window) => window.Batch ?? $"{CellText.Moment(window.Start)} UTC";
}
