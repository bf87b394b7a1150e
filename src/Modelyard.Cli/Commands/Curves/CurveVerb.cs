using System.CommandLine;
using System.Text.Json;
using Modelyard.Catalogue;
using Modelyard.Charts;
using Modelyard.Evaluation;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Selection;

namespace Modelyard.Cli.Commands.Curves;

/// <summary>Represents a kind of curve as a command: the options that all have in common, and how each is shown.</summary>
internal sealed class CurveVerb(Terminal terminal, string name, string description, string example)
{
    private readonly Argument<string> _estimator = new("ESTIMATOR") { Description = "The name of an estimator, possibly with settings as in 'Svc(C=10)'; see 'modelyard estimators list'." };
    private readonly Argument<string> _table = new("TABLE.csv") { Description = "The rows to learn from and to score on, by turns." };
    private readonly Option<string> _target = new("--target") { Description = "The column to predict.", Required = true };
    private readonly Option<string[]> _set = new("--set") { Description = "A hyperparameter as Name=Value; may be given several times.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _metric = new("--metric") { Description = "What scores: a name, costs as 'cost(Yes:No=500, No:Yes=50)', or an expression as 'min: loss=mean(abs(actual - predicted))'; by default that of 'train'." };
    private readonly Option<int> _folds = new Option<int>("--folds") { Description = "The number of folds that each setting is scored on.", DefaultValueFactory = _ => 5 }.Plainly("a whole number, 2 or greater");
    private readonly Option<string?> _group = new("--group") { Description = "A column whose equal cells stay together in every split." };
    private readonly Option<string?> _time = new("--time") { Description = "A column that orders the rows in time: later rows score what earlier ones taught." };
    private readonly Option<bool> _raw = new("--raw") { Description = "Take numeric columns as they are, without preparation; leave the others out." };
    private readonly Option<string[]> _text = SharedOptions.Text();
    private readonly Option<string[]> _missing = SharedOptions.Missing();
    private readonly Option<string?> _output = new("--output", "-o") { Description = "A page (.html) or a picture (.svg) to write." };
    private readonly Option<ulong> _seed = SharedOptions.Seed();
    private readonly Option<bool> _json = SharedOptions.Json();

    /// <summary>Creates the command.</summary>
    /// <param name="own">The options of this kind of curve.</param>
    /// <param name="plan">Looks at them before the table is read, and says how the curve is computed.</param>
    internal Command Say(IReadOnlyList<Option> own, Func<ParseResult, IEstimator, Func<CurveRequest, CurveOutcome>> plan)
    {
        var command = new Command(name, description) { _estimator, _table, _target };
        foreach (Option option in own.Concat([_set, _metric, _folds, _group, _time, _raw, _text, _missing, _output, _seed, _json]))
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellation) =>
        {
            ChartPage.Check(parsed.GetValue(_output));
            IEstimator learner = EstimatorSettings.Configure(EstimatorCatalogue.Create(parsed.GetRequiredValue(_estimator)), parsed.GetValue(_set) ?? []);
            Check(parsed, learner);
            Func<CurveRequest, CurveOutcome> compute = plan(parsed, learner);
            using var stop = new StopSignal(terminal, "Stopping. Once more ends at once.", cancellation);
            var context = new FitContext { Seed = parsed.GetValue(_seed), Cancellation = stop.Token, Warning = terminal.Warning };
            CurveRequest? request = null;
            CurveOutcome? outcome = null;
            ParallelLoop.For(
                1,
                1,
                _ =>
                {
                    request = Read(parsed, learner, context);
                    outcome = compute(request);
                },
                stop.Token);
            Show(parsed, request!, outcome!);
            return Task.FromResult(CommandLine.Success);
        });
        return command.WithExample(example);
    }

    private void Check(ParseResult parsed, IEstimator learner)
    {
        if (learner.Task == TaskKind.AnomalyDetection)
        {
            throw new UsageException($"'{learner.GetType().Name}' finds what is unusual and has no score to draw. Name an estimator that predicts the target.");
        }

        if (parsed.GetValue(_folds) < 2)
        {
            throw new UsageException($"'--folds' is '{parsed.GetValue(_folds)}' and must be a whole number, 2 or greater.");
        }

        string target = parsed.GetRequiredValue(_target);
        if (Array.Find([_group, _time], option => parsed.GetValue(option) == target) is { } option)
        {
            throw new UsageException($"The column '{target}' is the target and '{option.Name}' names it too. Name another column there.");
        }

        if (parsed.GetValue(_group) is not null && parsed.GetValue(_time) is not null)
        {
            throw new UsageException("Give '--group' or '--time', not both: folds keep groups together, or follow the order of time.");
        }
    }

    private CurveRequest Read(ParseResult parsed, IEstimator learner, FitContext context)
    {
        string path = parsed.GetRequiredValue(_table), target = parsed.GetRequiredValue(_target);
        var table = new FitTable(path, [target], parsed.GetValue(_raw), SharedOptions.Names(parsed, _text), SharedOptions.MissingTokens(parsed, _missing))
        {
            Group = parsed.GetValue(_group),
            Time = parsed.GetValue(_time),
        };
        var encoded = EncodedTable.Of(table, learner.Task);
        foreach (string note in encoded.Notes)
        {
            terminal.Warning(note);
        }

        IMetric metric = parsed.GetValue(_metric) is { } text ? MetricText.Parse(text, learner.Task, encoded.Target.Classes) : MetricCatalogue.Default(learner.Task, encoded.Target.Classes.Count);
        string command = string.Join(' ', new[] { EstimatorText(parsed, learner), path, "--target", target }.Concat(Reading(parsed)).Select(SharedOptions.Quoted));
        return new CurveRequest(learner, encoded.Rows, Folds(parsed, encoded.Rows, context.Seed), metric, context, command) { IsRaw = table.IsRaw };
    }

    /// <summary>Repeats the options that say how the table is read, so that the next command reads it alike.</summary>
    private IEnumerable<string> Reading(ParseResult parsed) =>
    [
        .. parsed.GetValue(_raw) ? new[] { _raw.Name } : [],
        .. (parsed.GetValue(_text) ?? []).SelectMany(column => new[] { _text.Name, column }),
        .. (parsed.GetValue(_missing) ?? []).SelectMany(token => new[] { _missing.Name, token }),
    ];

    /// <summary>Names the estimator with its settings, if it has such.</summary>
    private string EstimatorText(ParseResult parsed, IEstimator learner) => parsed.GetValue(_set) is { Length: > 0 } ? Hyperparameter.Format(learner) : parsed.GetRequiredValue(_estimator);

    private IReadOnlyList<Split> Folds(ParseResult parsed, Dataset data, ulong seed)
    {
        int count = parsed.GetValue(_folds);
        ISplitter splitter = parsed.GetValue(_time) is not null ? new TimeSeriesSplit { Folds = count }
            : !data.Groups.IsEmpty ? new GroupKFold { Folds = count, Seed = seed }
            : new KFold { Folds = count, Stratified = true, Seed = seed };
        return splitter.Split(data);
    }

    private void Show(ParseResult parsed, CurveRequest request, CurveOutcome outcome)
    {
        string subtitle = $"{request.Learner.GetType().Name}, {NumberText.Counted(request.Data.RowCount, "row")} of {Path.GetFileName(parsed.GetRequiredValue(_table))}, {request.Folds.Count} folds";
        string? path = parsed.GetValue(_output);
        if (path is not null)
        {
            ChartPage.Write(path, "Curve", outcome.Title, subtitle, outcome.Charts);
        }

        if (parsed.GetValue(_json))
        {
            JsonText.Write(terminal, writer => WriteJson(writer, parsed.GetRequiredValue(_target), request, outcome));
            return;
        }

        terminal.Line($" {subtitle}, target {parsed.GetRequiredValue(_target)}");
        terminal.Line($" {request.Metric.Title}: {(request.Metric.HigherIsBetter ? "higher" : "lower")} is better; ± is a standard deviation over the folds");
        terminal.Line();
        outcome.WriteText(terminal);
        if (path is not null)
        {
            terminal.Line($" -> {path}");
        }
    }

    private static void WriteJson(Utf8JsonWriter json, string target, CurveRequest request, CurveOutcome outcome)
    {
        json.WriteString("estimator", Hyperparameter.Format(request.Learner));
        json.WriteString("target", target);
        json.WriteNumber("rows", request.Data.RowCount);
        json.WriteNumber("folds", request.Folds.Count);
        json.WriteString("metric", request.Metric.Name);
        json.WriteBoolean("higherIsBetter", request.Metric.HigherIsBetter);
        outcome.WriteJson(json);
    }
}
