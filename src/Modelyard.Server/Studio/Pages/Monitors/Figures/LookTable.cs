using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Studio.Content;

namespace Modelyard.Server.Studio.Pages.Monitors.Figures;

/// <summary>Lays out what came of the looks at a window.</summary>
internal static class LookTable
{
    private static readonly TableColumn[] Columns =
    [
        new("look", "Look") { Help = "What was looked at, as in '--watch'" },
        new("state", "Found", ColumnKind.State),
        new("p", "p", ColumnKind.Chance) { Help = "The chance of what was seen where nothing has changed" },
        new("level", "Held against", ColumnKind.Chance) { Help = "It is found if p is at most this, and the change matters" },
        new("what", "What", ColumnKind.Prose),
        new("subjects", "Changed", ColumnKind.Prose),
    ];

    /// <summary>Lays out the looks at a window; no rows for no window.</summary>
    public static DataTable Of(MonitorWindow? window) => new(
        "looks", window is null ? "Looks" : $"Looks at the window of {WindowAxis.NameOf(window)}", Columns, window is null ? [] : [.. Drift(window), .. window.Looks.Select(Row)]);

    /// <summary>Lays out how columns were compared, if they were.</summary>
    private static IEnumerable<IReadOnlyList<Cell>> Drift(MonitorWindow window) => window.State is WindowState.Quiet or WindowState.Drifted
        ? [[new Cell(FigureReader.NameOf(WatchKind.Drift)), State(isFound: window.State == WindowState.Drifted, isJudged: true), new Cell(window.PValue), new Cell(window.Level), new Cell(window.Summary), new Cell(string.Join(", ", window.Drifted.Select(column => column.Name)))]]
        : [];

    private static IReadOnlyList<Cell> Row(WindowLook look) =>
        [new Cell(FigureReader.NameOf(look.Kind)), State(look.IsFound, !double.IsNaN(look.PValue)), new Cell(look.PValue), new Cell(look.Level), new Cell(look.Summary), new Cell(string.Join(", ", look.Subjects))];

    private static Cell State(bool isFound, bool isJudged) => isFound ? new Cell("found") { Tone = Tone.Warning }
        : isJudged ? new Cell("as usual") { Tone = Tone.Good }
        : new Cell("not judged") { Tone = Tone.Neutral };
}
