using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Studio.Content;

namespace Modelyard.Server.Studio.Pages.Monitors;

/// <summary>Lays the windows of a monitor out as a table.</summary>
internal static class WindowTable
{
    private static readonly TableColumn[] Columns =
    [
        new("window", "Window", ColumnKind.Time), new("state", "State", ColumnKind.State), new("rows", "Rows", ColumnKind.Count), new("drifted", "Drifted", ColumnKind.Count),
        new("p", "p", ColumnKind.Chance), new("level", "Held against", ColumnKind.Chance), new("what", "What", ColumnKind.Prose),
    ];

    private static readonly TableColumn FileColumn = new("file", "File");

    /// <summary>Lays out windows.</summary>
    /// <param name="name">The name of the table.</param>
    /// <param name="title">Its title.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="monitor">The monitor.</param>
    /// <param name="tell">What is told of a window; null for how its columns were.</param>
    public static DataTable Of(string name, string title, IReadOnlyList<MonitorWindow> windows, string monitor, Func<MonitorWindow, string?>? tell = null)
    {
        bool areFiles = windows.Any(window => window.Batch is not null);
        return new(name, title, areFiles ? [Columns[0], FileColumn, .. Columns.Skip(1)] : Columns, [.. windows.Select(window => Row(window, monitor, areFiles, tell))]);
    }

    private static IReadOnlyList<Cell> Row(MonitorWindow window, string monitor, bool isFile, Func<MonitorWindow, string?>? tell) =>
    [
        new Cell(window.Start, MonitorReader.LooksOf(monitor, window)),
        .. isFile ? [new Cell(window.Batch)] : Array.Empty<Cell>(),
        MonitorListReader.State(window),
        new Cell(window.Rows),
        new Cell(window.Drifted.Count),
        new Cell(window.PValue),
        new Cell(window.Level),
        tell?.Invoke(window) is { } told ? new Cell(told, MonitorReader.LooksOf(monitor, window)) : new Cell(MonitorListReader.WhatOf(window), window.State == WindowState.Drifted ? MonitorReader.LinkOf(monitor, null, window) : window.Found.Count > 0 ? MonitorReader.LooksOf(monitor, window) : null),
    ];
}
