using System.CommandLine;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Shows, tests and changes the rules that windows are held against.</summary>
internal static class RulesVerb
{
    internal static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The name of the monitor." };
        var file = new Argument<string?>("FILE") { Description = "A YAML file of rules, which take the place of those that the monitor has; without it the rules are shown.", Arity = ArgumentArity.ZeroOrOne };
        var test = new Option<bool>("--test") { Description = "Change nothing: say what the rules would have done in the windows that are over." };
        Option<int> last = new Option<int>("--last") { Description = "The number of windows to test on, the latest ones.", DefaultValueFactory = _ => 1000 }.Plainly("a whole number, 1 or greater");
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("rules", "Show, test or change the rules of a monitor: conditions over the figures of a window.") { name, file, test, last, yard, json }.WithExample("modelyard monitor rules churn-daily rules.yaml --test");
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(last) < 1)
            {
                throw new UsageException($"'--last' is '{parsed.GetValue(last)}' and must be 1 or more.");
            }

            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            MonitorDefinition monitor = opened.Monitors.Get(parsed.GetRequiredValue(name));
            IReadOnlyList<MonitorRule> rules = parsed.GetValue(file) is { } path ? RuleFile.Read(path) : monitor.Rules;
            IReadOnlyList<MonitorWindow> windows = opened.Monitors.Windows(monitor.Name, parsed.GetValue(last));
            RuleTest[] tests = parsed.GetValue(test) ? [.. rules.Select(rule => RuleTest.Of(rule, windows, monitor.Cooldown))] : [];
            if (!parsed.GetValue(test) && parsed.GetValue(file) is not null)
            {
                opened.Monitors.SetRules(monitor.Name, rules);
            }

            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer =>
                {
                    writer.WriteString("monitor", monitor.Name);
                    writer.Objects("rules", rules, rule => MonitorText.Write(writer, rule));
                    if (parsed.GetValue(test))
                    {
                        writer.Objects("tests", tests, one => Write(writer, one));
                    }
                });
            }
            else if (parsed.GetValue(test))
            {
                Write(terminal, monitor, tests, windows);
            }
            else if (parsed.GetValue(file) is not null)
            {
                terminal.Line($" {monitor.Name} has {NumberText.Counted(rules.Count, "rule")}, which are held against its windows from now on");
            }
            else
            {
                terminal.Line(rules.Count == 0 ? $" {monitor.Name} has no rules. Give it some: modelyard monitor rules {monitor.Name} rules.yaml" : RuleFile.Write(rules).TrimEnd());
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static void Write(Terminal terminal, MonitorDefinition monitor, RuleTest[] tests, IReadOnlyList<MonitorWindow> windows)
    {
        if (windows.Count == 0)
        {
            terminal.Line($" {monitor.Name} has no windows yet to test on: modelyard monitor run {monitor.Name}");
            return;
        }

        terminal.Line($" {NumberText.Counted(windows.Count, "window")} of {monitor.Name}, from {MonitorCommand.Moment(windows[0].Start)} to {MonitorCommand.Moment(windows[^1].End)}");
        terminal.Line();
        foreach (RuleTest test in tests)
        {
            string known = test.Known == test.Windows ? "" : $" (known of {NumberText.Count(test.Known)} windows)";
            terminal.Line($" {test.Rule.Name} would have fired {(test.Spells.Count == 1 ? "once" : $"{NumberText.Count(test.Spells.Count)} times")}{known}");
            foreach (RuleSpell spell in test.Spells)
            {
                terminal.Line($"   {MonitorCommand.Moment(spell.Fired)}: since {MonitorCommand.Moment(spell.Since)}, for {NumberText.Counted(spell.Windows, "window")}");
            }
        }
    }

    private static void Write(Utf8JsonWriter json, RuleTest test)
    {
        json.WriteString("rule", test.Rule.Name);
        json.WriteNumber("windows", test.Windows);
        json.WriteNumber("known", test.Known);
        json.Objects("fired", test.Spells, spell =>
        {
            json.WriteString("since", MonitorCommand.Moment(spell.Since));
            json.WriteString("fired", MonitorCommand.Moment(spell.Fired));
            json.WriteString("until", MonitorCommand.Moment(spell.Until));
            json.WriteNumber("windows", spell.Windows);
        });
    }
}
