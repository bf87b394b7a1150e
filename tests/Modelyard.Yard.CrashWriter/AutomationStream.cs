using System.Globalization;
using Modelyard.Frames;
using Modelyard.Lifecycle.Automation;
using Modelyard.Lifecycle.Challengers;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Lifecycle.Training;
using Modelyard.Training;

namespace Modelyard.Lifecycle.CrashWriter;

/// <summary>Logs day after day, of which every second differs, lets alarms set off retrainings and commands, and approves what waits, without end.</summary>
internal static class AutomationStream
{
    private const string Model = "crash";
    private const int Rows = 60;
    private static readonly DateTime First = new(2020, 1, 6, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Goes on where the last process ended.</summary>
    /// <param name="yard">The yard.</param>
    /// <param name="said">The file that commands write to.</param>
    /// <param name="acknowledge">Says what the yard has acknowledged.</param>
    public static void Run(Yard yard, string said, Action<string> acknowledge)
    {
        Begin(yard, said);
        acknowledge("ready");
        for (int day = yard.Monitors.Windows("daily").Count; ; day++)
        {
            Log(yard, day);
            yard.Monitors.Run("daily", First.AddDays(day + 1));
            yard.Automations.Look();
            while (yard.Automations.RunNext(threads: 1) is { } execution)
            {
                acknowledge(string.Create(CultureInfo.InvariantCulture, $"execution {execution.Id} {execution.State} {execution.Challenger ?? 0}"));
            }

            foreach (Execution waiting in yard.Automations.History("person", 3).Where(one => one.State == ExecutionState.Waiting && yard.Models.Resolve($"{Model}@champion").Version == one.Champion))
            {
                acknowledge(string.Create(CultureInfo.InvariantCulture, $"approved {waiting.Id} {yard.Automations.Approve(waiting.Id, $"day {day}").State}"));
            }
        }
    }

    private static void Begin(Yard yard, string said)
    {
        if (yard.Models.List().Count == 0)
        {
            string path = Path.Combine(yard.Folder, "old.csv");
            CsvWriter.Write(Table(0), path);
            new TrainingJob(path, yard.Folder, new TrainingOptions { Target = "y", Candidates = ["GaussianNaiveBayes"], Trials = 0, Vote = false, Parallelism = 1 }, Model).Run();
        }

        yard.Models.SetAlias(Model, "champion", yard.Models.Show(Model).Aliases.GetValueOrDefault("champion", 1));
        Log(yard, 0);
        if (yard.Monitors.List().Count == 0)
        {
            yard.Monitors.Add(new MonitorDefinition("daily", Model) { Reference = new MonitorReference(ReferenceKind.First, 1) });
        }

        var plan = new RetrainingPlan { Source = new RetrainingSource { Files = [Path.Combine(yard.Folder, "old.csv")] }, Promotion = new PromotionRule { LeastRows = 2 } };
        string[] known = [.. yard.Automations.List().Select(rule => rule.Name)];
        foreach (AutomationRule rule in new[]
        {
            new AutomationRule("command", "daily") { Most = int.MaxValue, Command = RuleCommand.OfShell($"echo $MODELYARD_EXECUTION >> '{said}'") },
            new AutomationRule("person", "daily") { Most = int.MaxValue, Retraining = plan },
        }.Where(rule => !known.Contains(rule.Name)))
        {
            yard.Automations.Add(rule);
        }
    }

    // The same day has the same rows under the same name, so that a day that was half logged counts once.
    private static void Log(Yard yard, int day)
    {
        using PredictionLog log = yard.Predictions.Open(Model);
        using PredictionTableWriter writer = log.TableWriterOf(PredictionSource.Of(Model, "1", yard.Models.Load($"{Model}:1")));
        writer.Write(
            Frame.Of([.. Table(day).Columns.Where(column => column.Name != "y"), CategoryColumn.From("_prediction", Enumerable.Repeat("No", Rows)), new TextColumn("_request", Enumerable.Repeat($"day-{day}", Rows))]), First.AddDays(day).AddHours(9));
    }

    private static Frame Table(int day) => Frame.Of([
        new DoubleColumn("x", [.. Enumerable.Range(0, Rows).Select(i => (i * 37 % 61) + (day % 2 == 1 ? 200.5 : 0.5))]),
        CategoryColumn.From("y", Enumerable.Range(0, Rows).Select(i => (i * 37 % 61) + (i % 3 * 10) > 40 ? "Yes" : "No"))]);
}
