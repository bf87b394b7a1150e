using System.CommandLine;
using Modelyard.Cli.Commands.Tables;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Selection.Features;

namespace Modelyard.Cli.Commands.Features;

/// <summary>Looks through tables for what makes scores too good.</summary>
internal static class LeakageVerb
{
    internal static Command Create(Terminal terminal)
    {
        Argument<string> train = TableInput.File("TRAIN");
        var test = new Argument<string?>("TEST") { Description = "The rows to test on; without it the one table is looked at.", Arity = ArgumentArity.ZeroOrOne };
        var target = new Option<string>("--target") { Description = "The column to predict.", Required = true };
        var time = new Option<string?>("--time") { Description = "The column that says when a row is from: test rows must be later than training rows." };
        var group = new Option<string?>("--group") { Description = "The column whose rows belong together: its values must be in one table only." };
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        var verb = new TableVerb(terminal, "leakage", "Find what makes scores too good: copies of the target, columns that give it away, rows, groups and times in both tables.", "modelyard features leakage train.csv test.csv --target churn --group customer");
        return verb.Say([train, test], [target, time, group, seed, json], parsed =>
        {
            Frame rows = verb.Input.Read(parsed, parsed.GetRequiredValue(train));
            Frame? others = parsed.GetValue(test) is { } path ? verb.Input.Read(parsed, path) : null;
            var options = new LeakageOptions { Target = Unquoted(parsed.GetValue(target))!, Time = Unquoted(parsed.GetValue(time)), Group = Unquoted(parsed.GetValue(group)) };
            var context = new FitContext { Seed = parsed.GetValue(seed) };
            LeakageReport report = LeakageCheck.Run(rows, options, context, others);
            if (parsed.GetValue(json))
            {
                WriteJson(terminal, report);
            }
            else
            {
                WriteText(terminal, report, parsed.GetRequiredValue(train), parsed.GetValue(test), options.Target);
            }

            return CommandLine.Success;
        });
    }

    private static void WriteText(Terminal terminal, LeakageReport report, string train, string? test, string target)
    {
        terminal.Line($" {report.Summary}");
        foreach (LeakageFinding finding in report.Findings)
        {
            terminal.Line();
            terminal.Line($" {Choice.Word(finding.Severity),-11} {finding.Evidence}");
            terminal.Line($" {"",-11} {finding.Advice}");
        }

        terminal.Line();
        string[] columns = [.. report.Findings.Where(finding => finding.Severity == LeakageSeverity.Severe && finding.Kind is LeakageKind.CopyOfTarget or LeakageKind.GivesTargetAway).Select(finding => finding.Column!)];
        string? group = report.Findings.FirstOrDefault(finding => finding.Kind == LeakageKind.GroupOverlap && finding.Column is not null)?.Column;
        string exclude = columns.Length > 0 ? $" --exclude {string.Join(' ', columns.Select(SharedOptions.Quoted))}" : "", parted = group is null ? "" : $" --group {SharedOptions.Quoted(group)}";
        terminal.Line(exclude.Length + parted.Length > 0
            ? $" next    modelyard train {SharedOptions.Quoted(train)} --target {SharedOptions.Quoted(target)}{exclude}{parted}"
            : test is null ? $" next    modelyard features select {SharedOptions.Quoted(train)} --target {SharedOptions.Quoted(target)}"
            : $" next    modelyard features drift {SharedOptions.Quoted(train)} {SharedOptions.Quoted(test)} --exclude {SharedOptions.Quoted(target)}");
    }

    private static void WriteJson(Terminal terminal, LeakageReport report) => JsonText.Write(terminal, json =>
    {
        json.WriteString("summary", report.Summary);
        json.Objects("findings", report.Findings, finding =>
        {
            json.WriteString("kind", Choice.Word(finding.Kind));
            json.WriteString("severity", Choice.Word(finding.Severity));
            json.WriteString("column", finding.Column);
            json.WriteString("evidence", finding.Evidence);
            json.WriteString("advice", finding.Advice);
            json.Objects("pairs", finding.Pairs, pair =>
            {
                json.WriteNumber("testRow", pair.TestRow + 1);
                json.WriteNumber("trainingRow", pair.TrainingRow + 1);
            });
        });
    });

    private static string? Unquoted(string? name) => name is null ? null : SharedOptions.Unquoted(name);
}
