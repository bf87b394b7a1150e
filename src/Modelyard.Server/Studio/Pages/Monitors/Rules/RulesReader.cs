using Modelyard.Charts;
using Modelyard.Data.Schemas;
using Modelyard.Frames;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;
using ColumnKind = Modelyard.Server.Studio.Content.ColumnKind;

namespace Modelyard.Server.Studio.Pages.Monitors.Rules;

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

    private static readonly TableColumn[] FigureColumns = [new("name", "Figure", ColumnKind.Code), new("value", "In the last window that has it", ColumnKind.Number), new("window", "Window", ColumnKind.Time)];

    public static RulesPage Read(StudioYard yard, PageRequest request)
    {
        MonitorDefinition monitor = yard.Yard.Monitors.Get(request.Route("name"));
        return Page(yard, monitor, RuleFile.Write(monitor.Rules), isDraft: false) with { IsKept = request.Query.Text("kept") is not null };
    }

    /// <summary>Makes of a draft the page that holds it against the windows, without keeping it.</summary>
    /// <param name="yard">The yard.</param>
    /// <param name="name">The name of the monitor.</param>
    /// <param name="draft">What somebody has made of the page.</param>
    /// <returns>The page; of what is wrong with the draft it says so.</returns>
    public static RulesPage Test(StudioYard yard, string name, RuleDraft draft)
    {
        MonitorDefinition monitor = yard.Yard.Monitors.Get(name);
        RulesPage text = Page(yard, monitor, draft.Yaml, isDraft: true);
        if (draft.Rows is not { } rows || draft.Act == RuleDraft.TakeText)
        {
            return text;
        }

        bool isFormChanged = draft.Removed is not null || draft.Act is RuleDraft.Add or RuleDraft.TakeForm || !Filled(rows).SequenceEqual(RuleForm.Of(RulesOf(draft.Was), text.Names));
        if (!isFormChanged)
        {
            return text;
        }

        if (draft.IsTextChanged && draft.Act != RuleDraft.TakeForm)
        {
            return text with { Form = rows, Was = draft.Was ?? "", IsTorn = true };
        }

        (IReadOnlyList<RuleRow> read, IReadOnlyList<MonitorRule> rules) = RuleForm.Read([.. rows.Where((_, row) => row != draft.Removed)]);
        RulesPage page = read.Any(row => row.Fault is not null) ? Page(yard, monitor, draft.Was ?? "", isDraft: true) with { Form = read } : Page(yard, monitor, RuleFile.Write(rules), isDraft: true);
        return draft.Act == RuleDraft.Add ? page with { Form = [.. page.Form, RuleForm.Blank(page.Names)] } : page;
    }

    /// <summary>Reads the rules of a text.</summary>
    /// <exception cref="ModelyardException">They are none.</exception>
    public static IReadOnlyList<MonitorRule> Parse(string yaml)
    {
        IReadOnlyList<MonitorRule> rules = yaml.Length > LongestText ? throw new YardException($"The rules have '{yaml.Length}' characters and may have {LongestText:N0}.") : RuleFile.Parse(yaml);
        return rules.GroupBy(rule => rule.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any()) is { } twice ? throw new YardException($"The rule '{twice.Key}' is there twice. Give each its own name.") : rules;
    }

    private static IEnumerable<RuleRow> Filled(IReadOnlyList<RuleRow> rows) => rows.Where(row => !row.IsBlank);

    /// <summary>Reads the rules that a page was made of; none where it was a draft that could not be read.</summary>
    private static IReadOnlyList<MonitorRule> RulesOf(string? yaml)
    {
        try
        {
            return Parse(yaml ?? "rules: []");
        }
        catch (ModelyardException fault) when (fault is SchemaFormatException or YardException)
        {
            return [];
        }
    }

    private static RulesPage Page(StudioYard yard, MonitorDefinition monitor, string yaml, bool isDraft)
    {
        IReadOnlyList<MonitorWindow> windows = yard.Yard.Monitors.Windows(monitor.Name, MostWindows);
        DataTable figures = Figures(windows);
        string[] names = [.. figures.Rows.Select(row => (string)row[0].Value!)];
        IReadOnlyList<MonitorRule> rules = [];
        string? fault = null;
        try
        {
            rules = Parse(yaml);
        }
        catch (ModelyardException found) when (found is SchemaFormatException or YardException)
        {
            fault = found.Message;
        }

        RuleTest[] tests = [.. rules.Select(rule => RuleTest.Of(rule, windows, monitor.Cooldown))];
        return new RulesPage(
            monitor.Name,
            yaml,
            isDraft,
            fault,
            RuleForm.Of(rules, names),
            yaml,
            IsTorn: false,
            YamlComments.Of(yaml),
            names,
            new DataTable("rules", "Rules", RuleColumns, [.. tests.Select(Row)]),
            new DataTable("fired", "When they would have fired", FiredColumns, [.. tests.SelectMany(test => test.Spells.Select(spell => (test.Rule, Spell: spell))).OrderByDescending(one => one.Spell.Fired).Take(MostFired).Select(one => Row(one.Rule, one.Spell))]),
            figures);
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

    /// <summary>Lists the figures that any window has, each with its last value: labels come late, so that the last window does not have them all.</summary>
    private static DataTable Figures(IReadOnlyList<MonitorWindow> windows)
    {
        MonitorWindow[] shown = [.. windows.Where(window => window.Rows > 0)];
        Frame table = Modelyard.Lifecycle.Monitors.WindowTable.Of(shown);
        return new DataTable(
            "figures", "What rules can ask for", FigureColumns,
            [.. table.Columns.Where(column => column.Kind is Modelyard.Frames.ColumnKind.Double or Modelyard.Frames.ColumnKind.Integer && column.Length > 0).Select(column => Row(column, shown))]);
    }

    private static IReadOnlyList<Cell> Row(Column column, MonitorWindow[] windows)
    {
        double[] values = column.ToDoubles();
        int last = Array.FindLastIndex(values, double.IsFinite);
        return [new Cell(column.Name), new Cell(last < 0 ? null : values[last]), new Cell(last < 0 ? null : windows[last].Start)];
    }
}
