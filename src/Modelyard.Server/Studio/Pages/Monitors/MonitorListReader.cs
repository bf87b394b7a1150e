using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Secrets;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Monitors;

/// <summary>Reads the list of monitors, each with what it saw last.</summary>
internal static class MonitorListReader
{
    private const int Size = 50;

    private static readonly TableColumn[] Columns =
    [
        new("monitor", "Monitor") { IsSortable = true },
        new("model", "Watches") { IsSortable = true },
        new("state", "State", ColumnKind.State),
        new("what", "What", ColumnKind.Prose),
        new("window", "Last window", ColumnKind.Time) { IsSortable = true },
        new("rows", "Rows", ColumnKind.Count) { IsSortable = true },
        new("drifted", "Drifted", ColumnKind.Count) { IsSortable = true, Help = "Columns that have moved in the last window" },
        new("p", "p", ColumnKind.Chance) { IsSortable = true, Help = "The chance of a window like it, were nothing changed" },
        new("level", "Held against", ColumnKind.Chance) { Help = "The window has drifted if p is below this" },
        new("reference", "Compared with"),
    ];

    public static MonitorListPage Read(StudioYard yard, PageRequest request)
    {
        string? search = request.Query.Text("q");
        IEnumerable<(MonitorDefinition Monitor, MonitorWindow? Last, MonitorFault? Fault)> found = LastWindows(yard).Where(one =>
            search is null || one.Monitor.Name.Contains(search, StringComparison.OrdinalIgnoreCase) || one.Monitor.Model?.Contains(search, StringComparison.OrdinalIgnoreCase) == true || one.Monitor.Source.Address.Contains(search, StringComparison.OrdinalIgnoreCase));
        return new MonitorListPage(search, request.Cut(request.Sort(Table([.. found], "monitors", "Monitors", isSortable: true)), Size));
    }

    /// <summary>Reads the monitors, each with its last window and what keeps it from looking at more.</summary>
    public static IReadOnlyList<(MonitorDefinition Monitor, MonitorWindow? Last, MonitorFault? Fault)> LastWindows(StudioYard yard)
    {
        var faults = yard.Yard.Monitors.Faults().ToDictionary(fault => fault.Monitor, StringComparer.Ordinal);
        return [.. yard.Yard.Monitors.List().Select(monitor => (monitor, yard.Yard.Monitors.Windows(monitor.Name, 1) is [var last] ? last : null, faults.GetValueOrDefault(monitor.Name)))];
    }

    public static DataTable Table(IReadOnlyList<(MonitorDefinition Monitor, MonitorWindow? Last, MonitorFault? Fault)> monitors, string name, string title, bool isSortable = false) => new(
        name, title, Columns.Select(column => column with { IsSortable = isSortable && column.IsSortable }).ToArray(), [.. monitors.Select(one => Row(one.Monitor, one.Last, one.Fault))]);

    /// <summary>Says how a monitor stands: what its last window was, or that it has stopped.</summary>
    public static Cell State(MonitorWindow? window, MonitorFault? fault) => fault is null ? State(window) : new Cell("stopped") { Tone = Tone.Problem, Note = "It cannot look at its windows." };

    /// <summary>Says what came of a window: that columns have drifted, or else which other looks found something, so that no window is called quiet that alarmed.</summary>
    public static Cell State(MonitorWindow? window) => window?.State switch
    {
        null => new Cell("not run") { Tone = Tone.Neutral },
        not WindowState.Drifted when window.Found is { Count: > 0 } found => new Cell(string.Join(", ", found.Select(look => Figures.FigureReader.NameOf(look.Kind)))) { Tone = Tone.Warning, Note = "These looks found something; the columns have not drifted." },
        WindowState.Quiet => new Cell("quiet") { Tone = Tone.Good },
        WindowState.Drifted => new Cell("drifted") { Tone = Tone.Warning },
        WindowState.Learning => new Cell("learning") { Tone = Tone.Notice, Note = "It is part of what later windows are compared with." },
        WindowState.Sparse => new Cell("sparse") { Tone = Tone.Neutral, Note = "It has too few rows to judge." },
        _ => new Cell("no reference") { Tone = Tone.Neutral, Note = "There is nothing yet to compare it with." },
    };

    /// <summary>Says what was found in a window, by columns and by other looks.</summary>
    public static string WhatOf(MonitorWindow window) => window.Found is not { Count: > 0 } found ? window.Summary
        : string.Join(' ', [.. window.State == WindowState.Drifted ? [window.Summary] : Array.Empty<string>(), .. found.Select(look => look.Summary)]);

    /// <summary>Names where the rows of a monitor come from that watches no log.</summary>
    public static Cell SourceOf(MonitorDefinition monitor) => new(SecretText.Masked(monitor.Source.Address));

    /// <summary>Names what a monitor watches: a model, with a link to it, or where its rows come from.</summary>
    private static Cell Watched(MonitorDefinition monitor) => monitor.Model is { } model ? new Cell(model, PageUrl.Of("models", model)) : SourceOf(monitor);

    private static IReadOnlyList<Cell> Row(MonitorDefinition monitor, MonitorWindow? last, MonitorFault? fault) =>
    [
        new Cell(monitor.Name, PageUrl.Of("monitors", monitor.Name)),
        Watched(monitor),
        State(last, fault),
        new Cell(fault?.Message ?? (last is null ? null : WhatOf(last)) ?? $"It has looked at no window yet: modelyard monitor run {monitor.Name}"),
        new Cell(last?.Start),
        new Cell(last?.Rows),
        new Cell(last?.Drifted.Count),
        new Cell(last?.PValue),
        new Cell(last?.Level),
        new Cell(monitor.Reference.ToString()),
    ];
}
