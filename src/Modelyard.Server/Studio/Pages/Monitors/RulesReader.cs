using Modelyard.Charts;
using Modelyard.Data.Schemas;
using Modelyard.Frames;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;
using ColumnKind = Modelyard.Server.Studio.Content.ColumnKind;

namespace Modelyard.Server.Studio.Pages.Monitors;

/// <summary>Reads the rules of a monitor, and holds those that somebody writes against its windows.</summary>
internal static class RulesReader
{
    private const int MostWindows = 1000, MostFired = 200, LongestText = 100_000;

    private static readonly TableColumn[] RuleColumns =
    [
        new("rule", "Rule"),
        new("when", "When", ColumnKind.Code),
        new("for", "Windows in a row", ColumnKind.Count),
        new("severity", "Severity"),
        new("fired", "Would have fired", ColumnKind.Count),
        new("known", "Known of", ColumnKind.Prose),
    ];

    private static readonly TableColumn[] FiredColumns = [new("rule", "Rule"), new("fired", "Fired", ColumnKind.Time), new("since", "Since", ColumnKind.Time), new("until", "Until", ColumnKind.Time), new("windows", "Windows", ColumnKind.Count)];

    private static readonly TableColumn[] FigureColumns = [new("name", "Figure", ColumnKind.Code), new("value", "In the last window", ColumnKind.Number)];

    public static RulesPage Read(StudioYard yard, PageRequest request)
    {
        MonitorDefinition monitor = yard.Yard.Monitors.Get(request.Route("name"));
        return Page(yard, monitor, RuleFile.Write(monitor.Rules), monitor.Rules, isDraft: false, null);
    }

    /// <summary>Holds a text against the windows, without keeping it.</summary>
    public static RulesPage Test(StudioYard yard, string name, string yaml)
    {
        MonitorDefinition monitor = yard.Yard.Monitors.Get(name);
        try
        {
            return Page(yard, monitor, yaml, Parse(yaml), isDraft: true, null);
        }
        catch (ModelyardException fault) when (fault is SchemaFormatException or YardException)
        {
            return Page(yard, monitor, yaml, [], isDraft: true, fault.Message);
        }
    }

    /// <summary>Reads the rules of a text.</summary>
    /// <exception cref="ModelyardException">They are none.</exception>
    public static IReadOnlyList<MonitorRule> Parse(string yaml) => yaml.Length > LongestText ? throw new YardException($"The rules have '{yaml.Length}' characters and may have {LongestText:N0}.") : RuleFile.Parse(yaml);

    private static RulesPage Page(StudioYard yard, MonitorDefinition monitor, string yaml, IReadOnlyList<MonitorRule> rules, bool isDraft, string? fault)
    {
        IReadOnlyList<MonitorWindow> windows = yard.Yard.Monitors.Windows(monitor.Name, MostWindows);
        RuleTest[] tests = [.. rules.Select(rule => RuleTest.Of(rule, windows, monitor.Cooldown))];
        return new RulesPage(
            monitor.Name,
            yaml,
            isDraft,
            fault,
            new DataTable("rules", "Rules", RuleColumns, [.. tests.Select(Row)]),
            new DataTable("fired", "When they would have fired", FiredColumns, [.. tests.SelectMany(test => test.Spells.Select(spell => (test.Rule, Spell: spell))).OrderByDescending(one => one.Spell.Fired).Take(MostFired).Select(one => Row(one.Rule, one.Spell))]),
            Figures(windows));
    }

    private static IReadOnlyList<Cell> Row(RuleTest test) =>
    [
        new Cell(test.Rule.Name),
        new Cell(test.Rule.When),
        new Cell(test.Rule.For),
        new Cell(test.Rule.Severity?.ToString().ToLowerInvariant() ?? "as the monitor's"),
        new Cell(test.Spells.Count) { Tone = test.Spells.Count > 0 ? Tone.Warning : Tone.Neutral },
        new Cell($"{NumberText.Count(test.Known)} of {NumberText.Counted(test.Windows, "window")}"),
    ];

    private static IReadOnlyList<Cell> Row(MonitorRule rule, RuleSpell spell) => [new Cell(rule.Name), new Cell(spell.Fired), new Cell(spell.Since), new Cell(spell.Until), new Cell(spell.Windows)];

    private static DataTable Figures(IReadOnlyList<MonitorWindow> windows)
    {
        Frame table = Modelyard.Lifecycle.Monitors.WindowTable.Of([.. windows.Where(window => window.Rows > 0).TakeLast(1)]);
        return new DataTable(
            "figures", "What rules can ask for", FigureColumns,
            [.. table.Columns.Where(column => column.Kind is Modelyard.Frames.ColumnKind.Double or Modelyard.Frames.ColumnKind.Integer).Select(column => (IReadOnlyList<Cell>)[new Cell(column.Name), new Cell(column.Length == 0 ? null : column.ToDoubles()[0])])]);
    }
}
