using System.CommandLine;
using System.Text.Json;
using Modelyard.Catalogue;
using Modelyard.Charts;
using Modelyard.Cli.Commands.Tables;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Selection;
using Modelyard.Selection.Features;

namespace Modelyard.Cli.Commands.Features;

/// <summary>Selects columns by fits of a model.</summary>
internal static class SelectVerb
{
    internal static Command Create(Terminal terminal)
    {
        Argument<string> file = TableInput.File();
        var table = new FeatureTable();
        Option<SelectionMethod> method = Choice.Of("--method", "How columns are selected", SelectionMethod.Boruta);
        var estimator = new Option<string?>("--estimator") { Description = "What learns, as in 'Ridge' or 'RandomForestRegressor(Trees=50)'; by default a forest for boruta, for the others boosting from 500 rows on, ridge or logistic regression below or where there would be too many fits." };
        var metric = new Option<string?>("--metric") { Description = "What scores rfe, forward, backward and floating; by default roc-auc, accuracy for more than two classes, rmse for numbers." };
        Option<int?> folds = new Option<int?>("--folds") { Description = "The number of folds that rfe, forward, backward and floating score on; 5 by default." }.Plainly("a whole number, 2 or greater");
        var group = new Option<string?>("--group") { Description = "A column whose equal cells stay together in every fold of rfe, forward, backward and floating." };
        var time = new Option<string?>("--time") { Description = "A column that orders the rows in time, for rfe, forward, backward and floating: later rows score what earlier ones taught." };
        Option<int?> most = new Option<int?>("--most") { Description = "The greatest number of columns of forward, backward and floating." }.Plainly("a whole number, 1 or greater");
        Option<int?> rounds = new Option<int?>("--rounds") { Description = "The greatest number of rounds of boruta, 100 by default, or of pairs of halves of stability, 50 by default." }.Plainly("a whole number, 1 or greater");
        Option<double?> falseSelections = new Option<double?>("--false-selections") { Description = "How many false columns stability may be expected to select, at most; 1 by default." }.Plainly("a number greater than 0");
        var noComparison = new Option<bool>("--no-comparison") { Description = "Do not compare the chosen columns with all of them, which takes as long as five selections." };
        var budget = new Option<TimeSpan?>("--budget") { Description = "The time that it may take, such as 30s or 10m.", CustomParser = Durations.Parse };
        var output = new Option<string?>("--output", "-o") { Description = "A page (.html) or a picture (.svg) to write." };
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        var verb = new TableVerb(terminal, "select", "Select columns: those that say more than shuffled ones (boruta), that a model can least do without (rfe, forward, backward, floating), or that are taken on most halves of the rows (stability).", "modelyard features select churn.csv --target churn --method boruta");
        return verb.Say([file], [.. table.Options, method, estimator, metric, folds, group, time, most, rounds, falseSelections, noComparison, budget, output, seed, json], parsed =>
        {
            SelectionMethod chosen = parsed.GetValue(method);
            bool isWalk = chosen is SelectionMethod.Forward or SelectionMethod.Backward or SelectionMethod.Floating, isScored = isWalk || chosen == SelectionMethod.Rfe;
            Refuse(parsed, estimator, chosen == SelectionMethod.Stability, chosen);
            Refuse(parsed, metric, !isScored, chosen);
            Refuse(parsed, folds, !isScored, chosen);
            Refuse(parsed, group, !isScored, chosen);
            Refuse(parsed, time, !isScored, chosen);
            Refuse(parsed, most, !isWalk, chosen);
            Refuse(parsed, rounds, isScored, chosen);
            Refuse(parsed, falseSelections, chosen != SelectionMethod.Stability, chosen);
            Require(parsed, folds, 2);
            Require(parsed, most, 1);
            Require(parsed, rounds, 1);
            string? together = parsed.GetValue(group), order = parsed.GetValue(time);
            Check(table.Target(parsed), together, order);
            ChartPage.Check(parsed.GetValue(output));
            string path = parsed.GetRequiredValue(file);
            Dataset data = table.Read(parsed, verb.Input.Read(parsed, path), terminal, together, order);
            IEstimator? learner = parsed.GetValue(estimator) is { } text ? EstimatorCatalogue.Create(text) : null;
            IMetric? scores = parsed.GetValue(metric) is { } name ? MetricCatalogue.Find(name, data.Task) : null;
            int count = parsed.GetValue(folds) ?? 5;
            ISplitter splitter = order is not null ? new TimeSeriesSplit { Folds = count }
                : together is not null ? new GroupKFold { Folds = count, Seed = parsed.GetValue(seed) }
                : new KFold { Folds = count, Stratified = true, Seed = parsed.GetValue(seed) };
            IFeatureSelector selector = chosen switch
            {
                SelectionMethod.Boruta => new BorutaSelection { Estimator = learner, Rounds = parsed.GetValue(rounds) ?? 100 },
                SelectionMethod.Stability => new StabilitySelection { Pairs = parsed.GetValue(rounds) ?? 50, FalseSelections = parsed.GetValue(falseSelections) ?? 1 },
                SelectionMethod.Rfe => new RecursiveElimination { Estimator = learner, Metric = scores, Splitter = splitter },
                _ => new SequentialSelection { Estimator = learner, Metric = scores, Splitter = splitter, MostFeatures = parsed.GetValue(most), Direction = Enum.Parse<SelectionDirection>(chosen.ToString()) },
            };
            var context = new FitContext { Seed = parsed.GetValue(seed), Budget = parsed.GetValue(budget), Warning = terminal.Warning };
            FeatureChoice choice = selector.Select(data, context);
            SelectionComparison? comparison = parsed.GetValue(noComparison) ? null : Compare(selector, data, context, scores, splitter);
            if (parsed.GetValue(output) is { } page)
            {
                IReadOnlyList<Chart> charts = choice.ToCurve() is { } curve ? [curve, choice.ToChart()] : [choice.ToChart()];
                ChartPage.Write(page, "Features", $"Columns that tell {data.TargetName}", choice.Summary, charts);
            }

            if (parsed.GetValue(json))
            {
                WriteJson(terminal, data, choice, comparison);
            }
            else
            {
                WriteText(terminal, path, data, choice, comparison);
            }

            return CommandLine.Success;
        });
    }

    /// <summary>Compares the choice with all columns; where a fold has too few rows for it, as the first ones in time may have, the choice is told all the same.</summary>
    private static SelectionComparison? Compare(IFeatureSelector selector, Dataset data, FitContext context, IMetric? metric, ISplitter splitter)
    {
        try
        {
            return SelectionComparison.Compute(selector, data, context, metric: metric, splitter: splitter);
        }
        catch (ModelyardException reason)
        {
            context.Warn($"The choice could not be made anew in each fold: {reason.Message}");
            return null;
        }
    }

    private static void WriteText(Terminal terminal, string path, Dataset data, FeatureChoice choice, SelectionComparison? comparison)
    {
        FeatureTable.WriteHead(terminal, path, data);
        TextTable lines = new TextTable("column", "", choice.ScoreTitle).Right(2);
        foreach (FeatureVerdict one in choice.Features)
        {
            lines.Add(one.Name, Choice.Word(one.Decision), Figures.Score(one.Score));
        }

        lines.Write(terminal);
        terminal.Line();
        terminal.Line($" {choice.Summary}{(choice.Learner.Length == 0 ? "" : $" '{choice.Learner}' learned.")}");
        terminal.Line(comparison is null
            ? " The chosen columns were not compared with all of them: whether a model predicts as well without the others is not known."
            : $" {comparison.Summary}");
        terminal.Line(" These rows chose the columns: a score on them is too good. 'train' keeps test rows apart; choose on the others where that matters.");
        string[] rejected = [.. choice.Features.Where(one => one.Decision == FeatureDecision.Rejected).Select(one => one.Name)];
        bool isNoBetterThanGuessing = choice.BeatsGuessing == false || comparison is { BeatsGuessing: false };
        bool isAdvised = !isNoBetterThanGuessing && comparison is { IsWorse: false } && rejected.Length > 0 && rejected.Length < choice.Features.Count;
        terminal.Line();
        terminal.Line(isNoBetterThanGuessing
            ? $" next    modelyard features rank {SharedOptions.Quoted(path)} --target {SharedOptions.Quoted(data.TargetName)}"
            : $" next    modelyard train {SharedOptions.Quoted(path)} --target {SharedOptions.Quoted(data.TargetName)}{(isAdvised ? $" --exclude {string.Join(' ', rejected.Select(SharedOptions.Quoted))}" : "")}");
    }

    private static void WriteJson(Terminal terminal, Dataset data, FeatureChoice choice, SelectionComparison? comparison) => JsonText.Write(terminal, json =>
    {
        json.WriteString("target", data.TargetName);
        json.WriteString("method", choice.Method);
        json.WriteString("learner", choice.Learner);
        json.WriteString("summary", choice.Summary);
        json.Texts("selected", choice.Selected);
        json.WriteString("score", choice.ScoreTitle);
        json.Number("threshold", choice.Threshold);
        json.Number("guess", choice.Guess?.Mean ?? double.NaN);
        if (choice.BeatsGuessing is { } beats)
        {
            json.WriteBoolean("beatsGuessing", beats);
        }
        else
        {
            json.WriteNull("beatsGuessing");
        }

        json.Objects("columns", choice.Features, one =>
        {
            json.WriteString("name", one.Name);
            json.WriteString("decision", Choice.Word(one.Decision));
            json.WriteNumber("rank", one.Rank);
            json.Number("score", one.Score);
        });
        WriteJson(json, comparison);
        json.WriteString("metric", choice.Metric?.Name);
        json.Objects("steps", choice.Steps, step =>
        {
            json.WriteNumber("count", step.Count);
            json.Number("mean", step.Mean);
            json.Number("error", step.Error);
            json.Texts("columns", step.Features);
        });
    });

    private static void Check(string target, string? group, string? time)
    {
        if (group is not null && time is not null)
        {
            throw new UsageException("Give '--group' or '--time', not both: folds keep groups together, or follow the order of time.");
        }

        if ((group ?? time) == target)
        {
            throw new UsageException($"The column '{target}' is the target and '{(group is null ? "--time" : "--group")}' names it too. Name another column there.");
        }
    }

    private static void WriteJson(Utf8JsonWriter json, SelectionComparison? comparison)
    {
        if (comparison is null)
        {
            json.WriteNull("comparison");
            return;
        }

        json.WriteStartObject("comparison");
        json.WriteString("summary", comparison.Summary);
        json.WriteString("metric", comparison.Metric.Name);
        json.WriteString("learner", comparison.Learner);
        json.Number("all", comparison.All);
        json.Number("chosen", comparison.Chosen);
        json.Number("difference", comparison.Difference);
        json.Number("low", comparison.Low);
        json.Number("high", comparison.High);
        json.WriteBoolean("isWorse", comparison.IsWorse);
        json.Number("guess", comparison.Guess);
        json.WriteBoolean("beatsGuessing", comparison.BeatsGuessing);
        json.WriteEndObject();
    }

    private static void Refuse<T>(ParseResult parsed, Option<T> option, bool isRefused, SelectionMethod method)
    {
        if (isRefused && parsed.GetResult(option) is { Implicit: false })
        {
            throw new UsageException($"'{option.Name}' says nothing to the method '{Choice.Word(method)}'. Leave it out, or choose another '--method'.");
        }
    }

    private static void Require(ParseResult parsed, Option<int?> option, int least)
    {
        if (parsed.GetValue(option) is { } value && value < least)
        {
            throw new UsageException($"'{option.Name}' is '{value}' and must be a whole number, {least} or greater.");
        }
    }
}
