using System.CommandLine;
using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Cli.Commands.Features;

/// <summary>Reads a table as features and a target, one feature a column, as 'train' reads it.</summary>
internal sealed class FeatureTable
{
    private readonly Option<string> _target = new("--target") { Description = "The column to predict.", Required = true };
    private readonly Option<string[]> _exclude = new("--exclude") { Description = "Columns not to use.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<TaskKind?> _task = SharedOptions.Task();

    /// <summary>Gets the options that say what is read.</summary>
    internal Option[] Options => [_target, _exclude, _task];

    /// <summary>Gets the name of the target.</summary>
    internal string Target(ParseResult parsed) => SharedOptions.Unquoted(parsed.GetRequiredValue(_target));

    /// <summary>Reads the table; what is left out, and why, is told on standard error.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="frame">The rows.</param>
    /// <param name="terminal">Where notes go.</param>
    /// <param name="group">The column whose equal cells stay together in every split, which is no feature; null for none.</param>
    /// <param name="time">The column by which the rows are ordered; null for none.</param>
    internal Dataset Read(ParseResult parsed, Frame frame, Terminal terminal, string? group = null, string? time = null)
    {
        var target = TargetPlan.Learn(frame, Target(parsed), parsed.GetValue(_task));
        int[] present = target.PresentRows(frame);
        Frame rows = present.Length == frame.RowCount ? frame : frame.Take(present);
        TimeOrder? order = time is null ? null : TimeOrder.Of(rows, time);
        rows = order?.Rows ?? rows;
        string[] excluded = [.. SharedOptions.Names(parsed, _exclude), .. group is null ? [] : new[] { group }];
        var plan = TablePlan.Learn(rows, target.Name, excluded);
        foreach (string note in target.Notes.Concat(order?.Notes ?? []).Concat(plan.Notes(rows)))
        {
            terminal.Warning(note);
        }

        foreach (Feature text in plan.Inputs.Where(input => input.Kind == FeatureKind.Text))
        {
            terminal.Warning($"The column '{text.Name}' is free text and is left out; its words are chosen in training.");
        }

        foreach (DroppedColumn dropped in plan.Dropped.Where(dropped => !excluded.Contains(dropped.Name, StringComparer.Ordinal)))
        {
            terminal.Warning($"The column '{dropped.Name}' is left out: {dropped.Reason}.");
        }

        Feature[] inputs = [.. plan.Inputs.Where(input => input.Kind != FeatureKind.Text)];
        if (inputs.Length == 0)
        {
            throw new ModelyardException("Every column but the target is free text. 'modelyard train' chooses among their words.");
        }

        Dataset data = target.Encode(rows, new RowEncoder(new FeatureSchema(inputs)), Environment.ProcessorCount);
        return group is null ? data : data.WithGroups(rows.GroupBy([group], new GroupOptions { KeepMissing = true }).GroupOfRow.ToArray());
    }

    /// <summary>Writes what was understood of the table.</summary>
    internal static void WriteHead(Terminal terminal, string path, Dataset data)
    {
        string kind = data.Task == TaskKind.Classification ? $"{data.ClassCount} classes" : "a number";
        terminal.Line($" {Name(path)}   {NumberText.Counted(data.RowCount, "row")}, {NumberText.Counted(data.FeatureCount, "feature")}, target {data.TargetName} ({kind})");
        terminal.Line();
    }

    /// <summary>Gets the name of a table.</summary>
    internal static string Name(string path) => path == "-" ? "standard input" : Path.GetFileName(path);
}
