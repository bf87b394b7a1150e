using System.CommandLine;
using Modelyard.Lifecycle.Training;
using Modelyard.Persistence;
using Modelyard.Selection.Search;
using Modelyard.Training.Search;

namespace Modelyard.Cli.Commands;

/// <summary>Searches the hyperparameters of estimators, tests the best and registers its model.</summary>
internal static class TuneCommand
{
    internal static Command Create(Terminal terminal)
    {
        var data = new Argument<string>("DATA.csv") { Description = "The table to learn from." };
        var target = new Option<string>("--target") { Description = "The column to predict.", Required = true };
        var estimator = new Option<string[]>("--estimator") { Description = "The estimator whose hyperparameters are searched, as 'Ridge' or 'Svc(Tolerance=0.01)'; given several times, the search chooses among them.", Required = true };
        Option<SearchMethod> method = Choice.Of("--method", "How trials are chosen", SearchMethod.Bayes);
        var trials = new Option<int?>("--trials") { Description = "The number of sets of hyperparameters to try; 50 unless '--budget' is given." }.Plainly("a whole number, 1 or greater");
        var budget = new Option<TimeSpan?>("--budget") { Description = "The time to search, such as 30s or 10m.", CustomParser = Durations.Parse };
        var metric = new Option<string[]>("--metric") { Description = "The metric to optimise: a name, costs as 'cost(Yes:No=500, No:Yes=50)', or an expression as 'min: loss=mean(abs(actual - predicted))'; given several times, the settings that none beats in all of them are shown, and the first metric chooses." };
        var space = new Option<string[]>("--space") { Description = "The values of a hyperparameter: 'Alpha=log(1e-4,10)', 'MaxDepth=2..12', 'Kernel={Rbf,Linear}', 'Trees=300', also 'Degree=2..5 when Kernel={Polynomial}'; may be given several times." };
        var constraint = new Option<string[]>("--constraint") { Description = "What hyperparameters must meet, as 'MinSamplesLeaf <= MaxDepth'; may be given several times." };
        var folds = new Option<int>("--folds") { Description = "The number of folds that each trial is scored on.", DefaultValueFactory = _ => 5 }.Plainly("a whole number, 2 or greater");
        var resource = new Option<string>("--resource") { Description = "What trials get less of at first in halving, hyperband and asha: rows, folds, or a hyperparameter such as Iterations or Trees.", DefaultValueFactory = _ => "rows" };
        var atOnce = new Option<int>("--at-once") { Description = "The number of trials that are chosen and run at once; a part of the search, unlike the number of processors.", DefaultValueFactory = _ => 2 }.Plainly("a whole number, 1 or greater");
        var noPruning = new Option<bool>("--no-pruning") { Description = "Score every trial on all folds, however bad it is on the first." };
        var noEarlyStop = new Option<bool>("--no-early-stop") { Description = "Use up the trials even if little is to be gained any more." };
        var nested = new Option<int>("--nested") { Description = "Search anew within so many outer folds, to say without favour how good such a search is; 0 for none.", DefaultValueFactory = _ => 0 }.Plainly("a whole number, 0 or greater");
        var study = new Option<string?>("--study") { Description = "The name of the search in the yard; one that was begun before goes on where it was." };
        var exclude = new Option<string[]>("--exclude") { Description = "Columns not to use.", AllowMultipleArgumentsPerToken = true };
        Option<string[]> text = SharedOptions.Text();
        Option<string[]> missing = SharedOptions.Missing();
        var testSize = new Option<double>("--test-size") { Description = "The share of the rows to test on.", DefaultValueFactory = _ => 0.2 }.Plainly("a number between 0 and 1");
        var group = new Option<string?>("--group") { Description = "A column whose equal cells stay together in every split." };
        var time = new Option<string?>("--time") { Description = "A column that orders the rows in time: later rows test models of earlier ones." };
        Option<double?> interval = SharedOptions.Interval();
        Option<string?> intervalGroups = SharedOptions.IntervalGroups();
        var noRefit = new Option<bool>("--no-refit") { Description = "Serve the model that was tested, without fitting it once more on all rows." };
        var output = new Option<string?>("--output", "-o") { Description = "Write the model to this file too." };
        var report = new Option<string?>("--report") { Description = "A page (.html) to write: what was found in plain words, how the search went, which hyperparameters matter, the trials across the space, and each of them; of a study that is over too." };
        var name = new Option<string?>("--name") { Description = "The name of the model; by default the name of the target." };
        Option<ulong> seed = SharedOptions.Seed();
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("tune", "Search the hyperparameters of one estimator or several; test the best and register its model.")
        {
            data, target, estimator, method, trials, budget, metric, space, constraint, folds, resource, atOnce, noPruning, noEarlyStop, nested, study,
            exclude, text, missing, testSize, group, time, interval, intervalGroups, noRefit, output, report, name, seed, yard, json,
        }.WithExample("modelyard tune churn.csv --target churn --estimator GradientBoostingClassifier --trials 40 --report study.html");
        command.SetAction((parsed, cancellation) =>
        {
            CheckModel(parsed.GetValue(output));
            ChartPage.CheckPage(parsed.GetValue(report), report.Name);
            string less = parsed.GetRequiredValue(resource);
            SearchResource kind = less.ToLowerInvariant() switch { "rows" => SearchResource.Rows, "folds" => SearchResource.Folds, _ => SearchResource.Hyperparameter };
            var options = new TunerOptions
            {
                Target = parsed.GetRequiredValue(target),
                Estimators = parsed.GetRequiredValue(estimator),
                Spaces = parsed.GetValue(space) ?? [],
                Constraints = parsed.GetValue(constraint) ?? [],
                Metrics = SharedOptions.Metrics(parsed, metric),
                Method = parsed.GetValue(method),
                Trials = parsed.GetValue(trials),
                Budget = parsed.GetValue(budget),
                TrialsAtOnce = parsed.GetValue(atOnce),
                Folds = parsed.GetValue(folds),
                Resource = kind,
                ResourceName = kind == SearchResource.Hyperparameter ? less : "",
                Prune = !parsed.GetValue(noPruning),
                StopsEarly = !parsed.GetValue(noEarlyStop),
                NestedFolds = parsed.GetValue(nested),
                Exclude = SharedOptions.Names(parsed, exclude),
                Texts = SharedOptions.Names(parsed, text),
                TestShare = parsed.GetValue(testSize),
                Group = parsed.GetValue(group),
                Time = parsed.GetValue(time),
                Coverage = SharedOptions.Coverage(parsed, interval),
                CoverageGroups = SharedOptions.CoverageGroups(parsed, intervalGroups, interval),
                RefitOnAll = !parsed.GetValue(noRefit),
                Seed = parsed.GetValue(seed),
            };
            Check(options);
            string folder = parsed.GetRequiredValue(yard);
            var job = new TuningJob(parsed.GetRequiredValue(data), folder, options, parsed.GetValue(study), parsed.GetValue(name), SharedOptions.Typed(parsed), SharedOptions.MissingTokens(parsed, missing));
            TuningOutcome outcome;
            using (var stop = new StopSignal(terminal, "Stopping; the best that was found so far is tested and fitted. Once more ends at once.", cancellation))
            using (var meter = new TuningMeter(terminal, options))
            {
                outcome = job.Run(meter, stop.Token);
            }

            if (parsed.GetValue(output) is { } file)
            {
                ModelFile.Write(outcome.Package, file);
            }

            if (parsed.GetValue(report) is { } page)
            {
                ChartPage.Write(page, TuningPage.Of(outcome));
            }

            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => TuningOutput.WriteJson(writer, outcome));
            }
            else
            {
                TuningOutput.WriteText(terminal, outcome, folder);
                if (parsed.GetValue(report) is { } written)
                {
                    terminal.Line($" report   {written}");
                }
            }

            return Task.FromResult(CommandLine.Success);
        });
        return command;
    }

    /// <summary>Looks at the path of the model before the work begins; the name of a page is taken for a mistake.</summary>
    private static void CheckModel(string? path)
    {
        OutputFile.Check(path);
        if (path is not null && Path.GetExtension(path).ToLowerInvariant() is ".html" or ".htm" or ".svg")
        {
            throw new UsageException($"'--output' is '{path}', and what is written there is the model. Give '--report {path}' for the page of the search.");
        }
    }

    private static void Check(TunerOptions options)
    {
        if (options.Trials is < 1)
        {
            throw new UsageException($"The number of trials is '{options.Trials}' and must be 1 or more.");
        }

        if (options.Folds < 2)
        {
            throw new UsageException($"The number of folds is '{options.Folds}' and must be 2 or more.");
        }

        if (options.NestedFolds is < 0 or 1)
        {
            throw new UsageException($"The number of outer folds is '{options.NestedFolds}' and must be 0, or 2 or more.");
        }

        if (options.TrialsAtOnce < 1)
        {
            throw new UsageException($"The number of trials at once is '{options.TrialsAtOnce}' and must be 1 or more.");
        }

        if (options.TestShare is not (> 0 and < 1))
        {
            throw new UsageException($"The test size is '{options.TestShare}' and must be between 0 and 1.");
        }
    }
}
