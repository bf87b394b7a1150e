using System.CommandLine;
using Modelyard.Lifecycle.Automation;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Looks after what is done when monitors alarm.</summary>
internal static class AutomationCommand
{
    internal static Command Create(Terminal terminal) => new("automation", "What is done when monitors alarm: commands, and retrainings whose versions challenge the one in production.")
    {
        Add(terminal), List(terminal), Run(terminal), History(terminal), Show(terminal),
        Decide(terminal, "approve", "Put a challenger that waits into production.", (yard, id, by, note) => yard.Automations.Approve(id, by, note)),
        Decide(terminal, "reject", "Keep a challenger that waits out of production.", (yard, id, by, note) => yard.Automations.Reject(id, by, note)),
        Remove(terminal),
    };

    private static Command Add(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The name of the automation." };
        var settings = new AutomationOptions();
        Option<string> yard = SharedOptions.Yard();
        Command command = new Command("add", "Add an automation: what is done when a monitor alarms.") { name }.WithExample("modelyard automation add churn-anew --monitor churn-daily --retrain --log --last 90d --promote better --level 0.01");
        settings.AddTo(command);
        command.Add(yard);
        command.SetAction(parsed =>
        {
            AutomationRule rule = settings.Of(parsed, parsed.GetRequiredValue(name));
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            opened.Automations.Add(rule);
            terminal.Line($" {rule.Name}: when {rule.Monitor} alarms, it {PlainText.Of(rule.Describe())}");
            terminal.Line($" next    modelyard automation run, or serve with --watch; by hand at once: modelyard automation run {rule.Name}");
            return CommandLine.Success;
        });
        return command;
    }

    private static Command List(Terminal terminal)
    {
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("list", "List the automations, and how their last executions ended.") { yard, json }.WithExample("modelyard automation list");
        command.SetAction(parsed =>
        {
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            (AutomationRule Rule, Execution? Last)[] rules = [.. opened.Automations.List().Select(rule => (rule, opened.Automations.History(rule.Name, 1) is [var last] ? last : null))];
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => writer.Objects("automations", rules, one =>
                {
                    AutomationText.Write(writer, one.Rule);
                    writer.WriteString("last", one.Last is { } last ? Choice.Word(last.State) : null);
                }));
                return CommandLine.Success;
            }

            if (rules.Length == 0)
            {
                terminal.Line("There are no automations yet. Make one: modelyard automation add NAME --monitor MONITOR --retrain");
                return CommandLine.Success;
            }

            var table = new TextTable("automation", "monitor", "on", "last", "does");
            foreach ((AutomationRule rule, Execution? last) in rules)
            {
                table.Add(rule.Name, rule.Monitor, Choice.Word(rule.Trigger), last is null ? "-" : Choice.Word(last.State), rule.Describe());
            }

            table.Write(terminal);
            return CommandLine.Success;
        });
        return command;
    }

    private static Command Run(Terminal terminal)
    {
        var name = new Argument<string?>("NAME") { Description = "The automation to carry out by hand, whatever its limits; by default those that alarms have set off.", Arity = ArgumentArity.ZeroOrOne };
        Option<long?> alarm = new Option<long?>("--alarm") { Description = "The alarm that an execution by hand is about; by default the last one of its monitor." }.Plainly("the number of an alarm, as 'modelyard alarms list' shows it");
        Option<string?> by = By();
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("run", "Carry out what alarms have set off, one after the other, or one automation by hand; and tell channels.") { name, alarm, by, yard, json }.WithExample("modelyard automation run");
        command.SetAction(async (parsed, cancellation) =>
        {
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            using var stop = new StopSignal(terminal, "Stopping; the execution counts as interrupted. Once more ends at once.", cancellation);
            Execution? wanted = null;
            if (parsed.GetValue(name) is { } given)
            {
                wanted = opened.Automations.Enqueue(given, Who(parsed, by), parsed.GetValue(alarm));
            }
            else if (parsed.GetValue(alarm) is not null)
            {
                throw new UsageException("'--alarm' goes with the name of an automation.");
            }
            else
            {
                opened.Automations.Look();
            }

            var done = new List<Execution>();
            while (!stop.Token.IsCancellationRequested && opened.Automations.RunNext(cancellationToken: stop.Token) is { } execution)
            {
                done.Add(execution);
            }

            IReadOnlyList<ExecutionDelivery> told = await opened.Automations.DeliverAsync(cancellation).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => writer.Objects("executions", done, execution => AutomationText.Write(writer, execution)));
            }
            else
            {
                Tell(terminal, opened, done, wanted, told);
            }

            return done.Exists(execution => execution.State is ExecutionState.Failed or ExecutionState.Interrupted) ? CommandLine.Failure : CommandLine.Success;
        });
        return command;
    }

    private static void Tell(Terminal terminal, Lifecycle.Yard yard, List<Execution> done, Execution? wanted, IReadOnlyList<ExecutionDelivery> told)
    {
        foreach (Execution execution in done)
        {
            AutomationText.Write(terminal, execution);
        }

        if (wanted is not null && done.TrueForAll(execution => execution.Id != wanted.Id))
        {
            terminal.Line($" execution {wanted.Id} of {wanted.Rule.Name} waits: another is being carried out");
        }
        else if (done.Count == 0)
        {
            terminal.Line(yard.Automations.List().Count == 0 ? "There are no automations yet. Make one: modelyard automation add NAME --monitor MONITOR --retrain" : " Nothing is to be done.");
        }

        foreach (ExecutionDelivery delivery in told)
        {
            terminal.Line(delivery.Delivered is null
                ? $"   {delivery.Channel} has not been told of execution {delivery.Execution} ({Choice.Word(delivery.State)}): {PlainText.Of(delivery.Fault ?? "")}"
                : $"   {delivery.Channel} has been told of execution {delivery.Execution} ({Choice.Word(delivery.State)})");
        }
    }

    private static Command History(Terminal terminal)
    {
        var name = new Argument<string?>("NAME") { Description = "The automation; all of them by default.", Arity = ArgumentArity.ZeroOrOne };
        Option<int> last = new Option<int>("--last") { Description = "The number of executions, the latest ones.", DefaultValueFactory = _ => 30 }.Plainly("a whole number, 1 or greater");
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("history", "List what automations did, and who decided.") { name, last, yard, json }.WithExample("modelyard automation history churn-anew");
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(last) < 1)
            {
                throw new UsageException($"'--last' is '{parsed.GetValue(last)}' and must be 1 or more.");
            }

            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            IReadOnlyList<Execution> executions = opened.Automations.History(parsed.GetValue(name), parsed.GetValue(last));
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => writer.Objects("executions", executions, execution => AutomationText.Write(writer, execution)));
                return CommandLine.Success;
            }

            if (executions.Count == 0)
            {
                terminal.Line("Nothing has been set off yet.");
                return CommandLine.Success;
            }

            TextTable table = new TextTable("execution", "automation", "alarm", "set off", "state", "challenger", "decided by").Right(0, 2);
            foreach (Execution execution in executions)
            {
                table.Add($"{execution.Id}", execution.Rule.Name, execution.Facts.Alarm is { } alarm ? $"{alarm}" : "-", execution.Created.ToString("yyyy-MM-dd HH:mm"), Choice.Word(execution.State), execution.ChallengerReference ?? "-", execution.DecidedBy ?? "-");
            }

            table.Write(terminal);
            return CommandLine.Success;
        });
        return command;
    }

    private static Command Show(Terminal terminal)
    {
        Argument<long> id = Id();
        var output = new Option<string?>("--output", "-o") { Description = "A page (.html) to write: what set it off, how the two versions did, what was decided and by whom." };
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("show", "Show an execution: what set it off, what came of it, who decided.") { id, output, yard, json }.WithExample("modelyard automation show 7 -o execution.html");
        command.SetAction(parsed =>
        {
            ChartPage.CheckPage(parsed.GetValue(output));
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            Execution execution = opened.Automations.Show(parsed.GetValue(id));
            if (parsed.GetValue(output) is { } page)
            {
                ChartPage.Write(page, ExecutionReport.Page(execution));
            }

            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => AutomationText.WriteWhole(writer, execution));
            }
            else
            {
                AutomationText.WriteWhole(terminal, execution);
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static Command Decide(Terminal terminal, string verb, string description, Func<Lifecycle.Yard, long, string, string?, Execution> decide)
    {
        Argument<long> id = Id();
        Option<string?> by = By();
        var note = new Option<string?>("--note") { Description = "What there is to say." };
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command(verb, description) { id, by, note, yard, json }.WithExample($"modelyard automation {verb} 7 --note \"seen with the team\"");
        command.SetAction(async (parsed, cancellation) =>
        {
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            Execution execution = decide(opened, parsed.GetValue(id), Who(parsed, by), parsed.GetValue(note));
            await opened.Automations.DeliverAsync(cancellation).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => AutomationText.Write(writer, execution));
                return CommandLine.Success;
            }

            terminal.Line(execution.State == ExecutionState.Promoted
                ? $" {execution.Facts.Model}@champion -> {execution.ChallengerReference}, approved by {PlainText.Of(execution.DecidedBy!)}"
                : $" {execution.ChallengerReference} is rejected by {PlainText.Of(execution.DecidedBy!)}; {opened.Models.Resolve(execution.Facts.Model!).Reference} stays in production");
            if (execution.State == ExecutionState.Promoted)
            {
                terminal.Line($" back     modelyard models alias {execution.Facts.Model}:{execution.Champion} champion");
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static Command Remove(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The name of the automation." };
        Option<string> yard = SharedOptions.Yard();
        Command command = new Command("remove", "Remove an automation; what it did stays in the history.") { name, yard }.WithExample("modelyard automation remove churn-anew");
        command.SetAction(parsed =>
        {
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            opened.Automations.Remove(parsed.GetRequiredValue(name));
            terminal.Line($" {parsed.GetRequiredValue(name)} is removed");
            return CommandLine.Success;
        });
        return command;
    }

    private static Argument<long> Id() => new Argument<long>("EXECUTION") { Description = "The number of the execution." }.Plainly("the number of an execution, as 'modelyard automation history' shows it");

    private static Option<string?> By() => new("--by") { Description = "Who; by default the user and the machine, as ann@desk." };

    private static string Who(ParseResult parsed, Option<string?> by) => parsed.GetValue(by) ?? $"{(Environment.UserName is { Length: > 0 } user ? user : "somebody")}@{Environment.MachineName}";
}
