using System.CommandLine;
using Modelyard.Learning;
using Modelyard.Training;
using Modelyard.Lifecycle.Training;

namespace Modelyard.Cli.Commands;

/// <summary>Turns a table into a registered, tested model with a report.</summary>
internal static class TrainCommand
{
    internal static Command Create(Terminal terminal)
    {
        var data = new Argument<string>("DATA.csv") { Description = "The table to learn from." };
        var target = new Option<string>("--target") { Description = "The column to predict.", Required = true };
        Option<TaskKind?> task = SharedOptions.Task();
        var metric = new Option<string?>("--metric") { Description = "The metric to optimise: a name, costs as 'cost(Yes:No=500, No:Yes=50)', or an expression as 'min: loss=mean(abs(actual - predicted))'; by default roc-auc, accuracy for more than two classes, rmse for numbers." };
        var budget = new Option<TimeSpan?>("--budget") { Description = "The time to search, such as 30s or 10m; 60s unless '--trials' is given.", CustomParser = Durations.Parse };
        var trials = new Option<int?>("--trials") { Description = "The number of hyperparameter sets to try, in place of a time: repeatable to the bit." }.Plainly("a whole number, 0 or greater");
        var candidates = new Option<string[]>("--candidates") { Description = "The estimators to compare, by name.", AllowMultipleArgumentsPerToken = true };
        var exclude = new Option<string[]>("--exclude") { Description = "Columns not to use.", AllowMultipleArgumentsPerToken = true };
        Option<string[]> text = SharedOptions.Text();
        Option<string[]> missing = SharedOptions.Missing();
        var testSize = new Option<double>("--test-size") { Description = "The share of the rows to test on.", DefaultValueFactory = _ => 0.2 }.Plainly("a number between 0 and 1");
        var group = new Option<string?>("--group") { Description = "A column whose equal cells stay together in every split." };
        var time = new Option<string?>("--time") { Description = "A column that orders the rows in time: later rows test models of earlier ones." };
        Option<double?> interval = SharedOptions.Interval();
        Option<string?> intervalGroups = SharedOptions.IntervalGroups();
        var noVote = new Option<bool>("--no-vote") { Description = "Choose one model, never a vote of several." };
        var noRefit = new Option<bool>("--no-refit") { Description = "Serve the model that was tested, without fitting it once more on all rows." };
        var name = new Option<string?>("--name") { Description = "The name of the model; by default the name of the target." };
        Option<ulong> seed = SharedOptions.Seed();
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("train", "Compare, tune and test models for a table; register the best with a report.")
        {
            data, target, task, metric, budget, trials, candidates, exclude, text, missing, testSize, group, time, interval, intervalGroups, noVote, noRefit, name, seed, yard, json,
        }.WithExample("modelyard train churn.csv --target churn --budget 60s");
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(budget) is not null && parsed.GetValue(trials) is not null)
            {
                throw new UsageException("Give '--budget' or '--trials', not both: a time, or a stated amount of work.");
            }

            if (parsed.GetValue(trials) is < 0)
            {
                throw new UsageException($"The number of trials is '{parsed.GetValue(trials)}' and must be 0 or more.");
            }

            if (parsed.GetValue(testSize) is not (> 0 and < 1))
            {
                throw new UsageException($"The test size is '{parsed.GetValue(testSize)}' and must be between 0 and 1.");
            }

            var options = new TrainingOptions
            {
                Target = parsed.GetRequiredValue(target),
                Task = parsed.GetValue(task),
                Metric = parsed.GetValue(metric),
                Budget = parsed.GetValue(budget),
                Trials = parsed.GetValue(trials),
                Candidates = SharedOptions.Names(parsed, candidates),
                Exclude = SharedOptions.Names(parsed, exclude),
                Texts = SharedOptions.Names(parsed, text),
                TestShare = parsed.GetValue(testSize),
                Group = parsed.GetValue(group),
                Time = parsed.GetValue(time),
                Coverage = SharedOptions.Coverage(parsed, interval),
                CoverageGroups = SharedOptions.CoverageGroups(parsed, intervalGroups, interval),
                Vote = !parsed.GetValue(noVote),
                RefitOnAll = !parsed.GetValue(noRefit),
                Seed = parsed.GetValue(seed),
            };
            var job = new TrainingJob(parsed.GetRequiredValue(data), parsed.GetRequiredValue(yard), options, parsed.GetValue(name), SharedOptions.Typed(parsed), SharedOptions.MissingTokens(parsed, missing));
            TrainingOutcome outcome;
            using (var stop = new StopSignal(terminal, "Stopping; what was found so far is fitted and tested. Once more ends at once.", cancellation))
            using (var meter = new TrainingMeter(terminal))
            {
                outcome = job.Run(meter, stop.Token);
            }

            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => TrainingOutput.WriteJson(writer, outcome));
            }
            else
            {
                TrainingOutput.WriteText(terminal, outcome, parsed.GetRequiredValue(yard));
            }

            return Task.FromResult(CommandLine.Success);
        });
        return command;
    }
}
