using System.CommandLine;
using System.CommandLine.Parsing;
using Modelyard.Lifecycle.Automation;
using Modelyard.Lifecycle.Challengers;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Declares the options that say what an automation does and when, and reads them.</summary>
internal sealed class AutomationOptions
{
    private readonly Option<string> _monitor = new("--monitor") { Description = "The monitor whose alarms set it off.", Required = true };
    private readonly Option<AutomationTrigger> _on = Trigger();
    private readonly Option<int> _windows = new Option<int>("--windows") { Description = "For how many windows an alarm must have gone on, with '--on persists'.", DefaultValueFactory = _ => 3 }.Plainly("a whole number, 1 or greater");
    private readonly Option<string[]> _of = new("--of") { Description = "What the alarm must be of, as 'drift', 'performance' or 'rule:NAME'; by default of anything, but a retraining not of 'operation', 'silence' and 'freshness'.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<AlarmSeverity> _severity = Choice.Of("--severity", "The least severity of the alarm", AlarmSeverity.Info);
    private readonly Option<string[]> _command = new("--command") { Description = "A program to start and its arguments, each as it is; no shell reads them. It is told what happened by MODELYARD_ variables and by JSON on its standard input.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _shell = new("--shell") { Description = "A line for the shell in place of '--command'; quote the variables, as in \"$MODELYARD_SUMMARY\"." };
    private readonly Option<bool> _retrain = new("--retrain") { Description = "Retrain by the recipe of the version in production, and register the new version as 'challenger'." };
    private readonly Option<string[]> _data = new("--data") { Description = "The files to retrain from, or patterns in quotes.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<PromotionKind> _promote = Choice.Of("--promote", "When the challenger comes into production without a person", PromotionKind.Never);
    private readonly Option<double> _level = new Option<double>("--level") { Description = "What the p-value must be below.", DefaultValueFactory = _ => 0.05 }.Plainly("a number between 0 and 1");
    private readonly Option<double> _least = new Option<double>("--least-gain") { Description = "By how much it must be better at least, in the unit of the metric, with '--promote better'." }.Plainly("a number, 0 or greater");
    private readonly Option<double> _margin = new Option<double>("--margin") { Description = "By how much it may be worse, in the unit of the metric, with '--promote no-worse'." }.Plainly("a number above 0");
    private readonly Option<int> _leastRows = new Option<int>("--least-rows") { Description = "The least number of labelled rows to compare on; with fewer a person decides.", DefaultValueFactory = _ => 100 }.Plainly("a whole number, 2 or greater");
    private readonly Option<double?> _worst = new Option<double?>("--worst-slice") { Description = "By how much it may be worse where a column of '--by-column' has a certain level; beyond that a person decides." }.Plainly("a number, 0 or greater");
    private readonly Option<double?> _latency = new Option<double?>("--most-latency") { Description = "How many times as long it may take to answer a row; beyond that a person decides." }.Plainly("a number above 0");
    private readonly Option<bool> _anyInputs = new("--any-inputs") { Description = "Promote it even if it reads other inputs than the version in production." };
    private readonly Option<int?> _threads = new Option<int?>("--threads") { Description = "The number of threads of a retraining; by default 1 in the server, else all processors." }.Plainly("a whole number, 1 or greater");
    private readonly Option<int> _most = new Option<int>("--most") { Description = "How often it is carried out at most within '--period'.", DefaultValueFactory = _ => 1 }.Plainly("a whole number, 1 or greater");
    private readonly Option<TimeSpan> _period = Durations.Of("--period", "The time in which it is carried out '--most' times at most.", TimeSpan.FromDays(1));
    private readonly Option<TimeSpan> _cooldown = Durations.Of("--cooldown", "How long it rests after it was carried out.", TimeSpan.Zero);
    private readonly Option<TimeSpan> _limit = Durations.Of("--time-limit", "How long it may take: a command is ended then, and the search of a retraining.", TimeSpan.FromHours(1));
    private readonly RetrainingOptions _retraining = new();

    internal void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_monitor, _on, _windows, _of, _severity, _command, _shell, _retrain, _data])
        {
            command.Add(option);
        }

        _retraining.AddSourceTo(command);
        _retraining.AddComparisonTo(command);
        foreach (Option option in (Option[])[_promote, _level, _least, _margin, _leastRows, _worst, _latency, _anyInputs, _threads, _most, _period, _cooldown, _limit])
        {
            command.Add(option);
        }
    }

    internal AutomationRule Of(ParseResult parsed, string name)
    {
        string[] words = parsed.GetValue(_command) ?? [];
        string? line = parsed.GetValue(_shell);
        bool retrains = parsed.GetValue(_retrain);
        if ((words.Length > 0 ? 1 : 0) + (line is null ? 0 : 1) + (retrains ? 1 : 0) != 1)
        {
            throw new UsageException("Give one of '--retrain', '--command' and '--shell': what is to be done.");
        }

        return new AutomationRule(name, parsed.GetRequiredValue(_monitor))
        {
            Trigger = parsed.GetValue(_on),
            Windows = parsed.GetValue(_windows),
            Of = SharedOptions.Names(parsed, _of),
            Severity = parsed.GetValue(_severity),
            Command = retrains ? null : line is null ? new RuleCommand([WholePath.OfProgram(words[0]), .. words[1..]]) : RuleCommand.OfShell(line),
            Retraining = retrains ? PlanOf(parsed) : null,
            Most = parsed.GetValue(_most),
            Period = parsed.GetValue(_period),
            Cooldown = parsed.GetValue(_cooldown),
            TimeLimit = parsed.GetValue(_limit),
        };
    }

    private static Option<AutomationTrigger> Trigger()
    {
        Option<AutomationTrigger> option = Choice.Of("--on", "What sets it off: an alarm that begins, or one that has gone on for '--windows'", AutomationTrigger.Alarm);
        Func<ArgumentResult, AutomationTrigger> parse = option.CustomParser!;
        option.CustomParser = result =>
        {
            // It was a trigger once, which looked at the log beside the monitor.
            if (result.Tokens is [{ Value: "performance" }])
            {
                result.AddError("'--on' is 'performance', which is what an alarm is of. Watch it with the monitor ('modelyard monitor add ... --watch performance'), and give '--on alarm --of performance'.");
                return AutomationTrigger.Alarm;
            }

            return parse(result);
        };
        return option;
    }

    private RetrainingPlan PlanOf(ParseResult parsed)
    {
        RetrainingPlan plan = _retraining.PlanOf(parsed, [.. (parsed.GetValue(_data) ?? []).Select(WholePath.Of)]);
        plan = plan with { Source = plan.Source with { Database = plan.Source.Database is { } database ? WholePath.OfDatabase(database) : null } };
        return plan with
        {
            Threads = parsed.GetValue(_threads),
            Promotion = plan.Promotion with
            {
                Kind = parsed.GetValue(_promote),
                Level = parsed.GetValue(_level),
                Least = parsed.GetValue(_least),
                Margin = parsed.GetValue(_margin),
                LeastRows = parsed.GetValue(_leastRows),
                WorstSlice = parsed.GetValue(_worst),
                MostLatency = parsed.GetValue(_latency),
                SameInputs = !parsed.GetValue(_anyInputs),
            },
        };
    }
}
