using System.Text.Json;
using Modelyard.Lifecycle.Automation;
using Modelyard.Lifecycle.Challengers;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Training;

namespace Modelyard.Lifecycle.Tests.Automation;

public sealed class AutomationTests : TestYard
{
    private static readonly RetrainingPlan s_promoting = new() { Source = new RetrainingSource { IsLog = true }, Promotion = new PromotionRule { Kind = PromotionKind.Better, Level = 0.01 } };

    [Fact]
    public async Task An_alarm_sets_off_a_retraining_whose_version_is_promoted_by_the_rule_once()
    {
        ServedModel model = Begin();
        Yard.Automations.Add(new AutomationRule("anew", "daily") { Retraining = s_promoting });
        string told = PathOf("told.ndjson");
        Yard.Channels.Set(new AlarmChannel("file", ChannelKind.Log, told));
        Alarm alarm = Drift(model, 2, 6);

        Assert.Equal(1, Yard.Automations.Look());
        Assert.Equal(0, Yard.Automations.Look());
        Execution execution = Yard.Automations.RunNext()!;
        Assert.Equal((ExecutionState.Promoted, "rule", 1, 2, alarm.Id), (execution.State, execution.DecidedBy, execution.Champion, execution.Challenger, execution.Facts.Alarm));
        Assert.Equal((2, 2), (Yard.Models.Resolve("churn").Version, Yard.Models.Resolve("churn@challenger").Version));
        Assert.Null(Yard.Automations.RunNext());
        Assert.Equal(ExecutionState.Promoted, Assert.Single(Yard.Automations.History("anew")).State);

        // What is kept is what was found.
        Execution kept = Yard.Automations.Show(execution.Id);
        Assert.True(kept.Result!.Comparison!.Gain > 0.2);
        Assert.Equal(Yard.Runs.Get(kept.Result.Run!).Data!.Digest, kept.Result.Digest);
        Assert.Equal("churn", TrainingRecipe.Parse(kept.Result.Recipe!).Target);
        Assert.Contains("churn:2 is in production", ExecutionReport.Page(kept).ToHtml(), StringComparison.Ordinal);

        Assert.Single(await Yard.Automations.DeliverAsync());
        Assert.Empty(await Yard.Automations.DeliverAsync());
        JsonElement message = JsonDocument.Parse((await File.ReadAllLinesAsync(told))[^1]).RootElement;
        Assert.Equal(("execution-1-promoted", "churn:2"), (message.GetProperty("id").GetString(), message.GetProperty("execution").GetProperty("challenger").GetString()));
    }

    [Fact]
    public void A_challenger_that_is_worse_on_the_latest_rows_is_not_promoted()
    {
        ServedModel model = Begin();
        Yard.Automations.Add(new AutomationRule("anew", "daily") { Retraining = s_promoting with { HoldOutLast = TimeSpan.FromHours(1) } });
        Drift(model, 2, 6);

        // On the last day the old law holds again, and what was learned from the days before is wrong.
        model.Log(6, isTurned: false);
        Yard.Automations.Look();
        Execution execution = Yard.Automations.RunNext()!;
        Assert.Equal((ExecutionState.Kept, "rule"), (execution.State, execution.DecidedBy));
        Assert.True(execution.Result!.Comparison!.Gain < -0.3);
        Assert.Equal((1, 2), (Yard.Models.Resolve("churn").Version, Yard.Models.Resolve("churn@challenger").Version));
    }

    [Fact]
    public void Without_a_rule_a_person_approves_or_rejects_and_it_is_written_down()
    {
        ServedModel model = Begin();
        Yard.Automations.Add(new AutomationRule("anew", "daily") { Retraining = s_promoting with { Promotion = new PromotionRule() } });
        Drift(model, 2, 5);
        Yard.Automations.Look();
        Execution waiting = Yard.Automations.RunNext()!;
        Assert.Equal((ExecutionState.Waiting, 1), (waiting.State, Yard.Models.Resolve("churn").Version));
        Assert.Contains($"modelyard automation approve {waiting.Id}", waiting.Told, StringComparison.Ordinal);

        Execution rejected = Yard.Automations.Reject(Yard.Automations.Enqueue("anew", "Bob").Id is var second && Yard.Automations.RunNext()!.Id == second ? second : 0, "Bob", "not now");
        Assert.Equal((ExecutionState.Rejected, "Bob", "not now", "Bob"), (rejected.State, rejected.DecidedBy, rejected.Note, rejected.Facts.By));
        Execution approved = Yard.Automations.Approve(waiting.Id, "Ann", "seen");
        Assert.Equal((ExecutionState.Promoted, "Ann", "seen", 2), (approved.State, approved.DecidedBy, approved.Note, Yard.Models.Resolve("churn").Version));
        Assert.NotNull(approved.Decided);
        Assert.StartsWith($"'{approved.ChallengerReference}' was promoted, approved by Ann. It had waited: ", approved.Told, StringComparison.Ordinal);
        Assert.StartsWith($"'{rejected.ChallengerReference}' was rejected by Bob.", rejected.Told, StringComparison.Ordinal);
        Assert.Contains("does not wait", Assert.Throws<YardException>(() => Yard.Automations.Approve(waiting.Id, "Ann")).Message, StringComparison.Ordinal);
        Assert.Contains("does not wait", Assert.Throws<YardException>(() => Yard.Automations.Approve(rejected.Id, "Ann")).Message, StringComparison.Ordinal);
        Assert.Throws<YardException>(() => Yard.Automations.Approve(99, "Ann"));
    }

    [Fact]
    public void A_challenger_of_a_version_that_is_not_in_production_any_more_is_not_approved()
    {
        ServedModel model = Begin();
        Yard.Automations.Add(new AutomationRule("anew", "daily") { Retraining = s_promoting with { Promotion = new PromotionRule() } });
        Drift(model, 2, 5);
        Yard.Automations.Look();
        Execution waiting = Yard.Automations.RunNext()!;
        Yard.Models.Register("churn", Yard.Models.Load("churn:1"));
        Yard.Models.SetAlias("churn", "champion", 3);
        Assert.Contains("'churn:3' is in production by now", Assert.Throws<YardException>(() => Yard.Automations.Approve(waiting.Id, "Ann")).Message, StringComparison.Ordinal);
        Assert.Equal((3, ExecutionState.Waiting), (Yard.Models.Resolve("churn").Version, Yard.Automations.Show(waiting.Id).State));
    }

    [Fact]
    public void Too_few_labels_train_a_challenger_that_waits_and_none_at_all_fail_in_words()
    {
        ServedModel model = Begin(labelled: false);
        Yard.Automations.Add(new AutomationRule("anew", "daily") { Retraining = s_promoting, Most = 5 });
        Drift(model, 2, 5, labelled: false);
        Yard.Automations.Look();
        Execution failed = Yard.Automations.RunNext()!;
        Assert.Equal(ExecutionState.Failed, failed.State);
        Assert.Contains("no prediction whose label is known", failed.Told, StringComparison.Ordinal);

        model.Log(6, isTurned: true, rows: 60);
        Yard.Automations.Enqueue("anew", "Ann");
        Execution waiting = Yard.Automations.RunNext()!;
        Assert.Equal(ExecutionState.Waiting, waiting.State);
        Assert.Contains("'12' labelled rows", waiting.Told, StringComparison.Ordinal);
        Assert.Equal(1, Yard.Models.Resolve("churn").Version);
    }

    [Fact]
    public void Limits_hold_and_what_they_hold_back_is_told()
    {
        ServedModel model = Begin();
        Yard.Automations.Add(new AutomationRule("once", "daily") { Command = new RuleCommand(["true"]), Most = 1, Period = TimeSpan.FromDays(7) });
        Yard.Automations.Add(new AutomationRule("resting", "daily") { Command = new RuleCommand(["true"]), Most = 9, Cooldown = TimeSpan.FromHours(1) });
        Yard.Automations.Add(new AutomationRule("often", "daily") { Command = new RuleCommand(["true"]), Most = 9 });
        Yard.Automations.Add(new AutomationRule("long", "daily") { Command = new RuleCommand(["true"]), Most = 9, Trigger = AutomationTrigger.Persists, Windows = 2 });
        Yard.Automations.Add(new AutomationRule("critical", "daily") { Command = new RuleCommand(["true"]), Severity = AlarmSeverity.Critical });

        // The first alarm lasts for two windows, the second for one.
        model.Log(2, isTurned: true);
        model.Log(3, isTurned: true);
        model.Log(4, isTurned: false);
        model.Log(5, isTurned: true);
        for (int day = 2; day < 6; day++)
        {
            Yard.Monitors.Run("daily", ServedModel.First.AddDays(day + 1));
            Yard.Automations.Look();
            while (Yard.Automations.RunNext() is not null)
            {
            }
        }

        Assert.Equal(2, Yard.Alarms.List(all: true).Count);
        Assert.Equal([ExecutionState.Skipped, ExecutionState.Done], States("once"));
        Assert.Equal([ExecutionState.Skipped, ExecutionState.Done], States("resting"));
        Assert.Equal([ExecutionState.Done, ExecutionState.Done], States("often"));
        Assert.Equal(2, Assert.Single(Yard.Automations.History("long")).Facts.Windows);
        Assert.Empty(Yard.Automations.History("critical"));
        Assert.Contains("7 days at most", Yard.Automations.History("once")[0].Told, StringComparison.Ordinal);

        // A person is not held back.
        Assert.Equal(ExecutionState.Queued, Yard.Automations.Enqueue("once", "Ann").State);
        Assert.Equal(ExecutionState.Done, Yard.Automations.RunNext()!.State);

        ExecutionState[] States(string name) => [.. Yard.Automations.History(name).Select(execution => execution.State)];
    }

    [Fact]
    public void Alarms_before_a_rule_and_silenced_ones_set_nothing_off_and_a_removed_rule_leaves_its_history()
    {
        ServedModel model = Begin();
        Drift(model, 2, 3);
        Yard.Automations.Add(new AutomationRule("late", "daily") { Command = new RuleCommand(["true"]) });
        Assert.Equal(0, Yard.Automations.Look());
        model.Log(3, isTurned: false);
        Yard.Monitors.Run("daily", ServedModel.First.AddDays(4));
        Yard.Alarms.Silence("daily", DateTime.UtcNow.AddDays(1));
        model.Log(4, isTurned: true);
        Yard.Monitors.Run("daily", ServedModel.First.AddDays(5));
        Assert.Equal(2, Yard.Alarms.List(all: true).Count);
        Assert.Equal(0, Yard.Automations.Look());

        Yard.Automations.Enqueue("late", "Ann");
        Yard.Automations.Remove("late");
        Assert.Null(Yard.Automations.RunNext());
        Assert.Equal(ExecutionState.Skipped, Assert.Single(Yard.Automations.History()).State);
        Yard.Automations.Add(new AutomationRule("late", "daily") { Command = new RuleCommand(["true"]) });
        Yard.Monitors.Remove("daily");
        Assert.Empty(Yard.Automations.List());
        Assert.Single(Yard.Automations.History());
    }

    [Fact]
    public void Two_processes_at_once_carry_an_execution_out_once()
    {
        ServedModel model = Begin();
        string said = PathOf("said.txt");
        Yard.Automations.Add(new AutomationRule("slow", "daily") { Command = RuleCommand.OfShell($"echo once >> '{said}'; sleep 0.3") });
        Drift(model, 2, 3);
        using Yard other = Yard.Open(YardFolder);
        Parallel.For(0, 8, i =>
        {
            (i % 2 == 0 ? Yard : other).Automations.Look();
            (i % 2 == 0 ? Yard : other).Automations.RunNext();
        });
        Assert.Equal("once", Assert.Single(File.ReadAllLines(said)));
        Assert.Equal(ExecutionState.Done, Assert.Single(Yard.Automations.History()).State);
    }

    [Fact]
    public void Rules_that_cannot_be_carried_out_are_refused()
    {
        Begin();
        var right = new AutomationRule("right", "daily") { Command = new RuleCommand(["true"]) };
        foreach (AutomationRule wrong in (AutomationRule[])[
            right with { Name = "NOT A NAME" }, right with { Monitor = "none" }, right with { Command = null }, right with { Retraining = s_promoting }, right with { Command = new RuleCommand([]) }, right with { Windows = 0 }, right with { Most = 0 },
            right with { Period = TimeSpan.Zero }, right with { Cooldown = TimeSpan.FromDays(-1) }, right with { TimeLimit = TimeSpan.Zero }, right with { Command = null, Retraining = s_promoting with { HoldOutShare = 1 } },
            right with { Command = null, Retraining = s_promoting with { Threads = 0 } }, right with { Of = ["performance"] }, right with { Of = ["drift", "rule:none"] }])
        {
            Assert.Throws<YardException>(() => Yard.Automations.Add(wrong));
        }

        Yard.Automations.Add(right);
        Assert.Contains("already", Assert.Throws<YardException>(() => Yard.Automations.Add(right)).Message, StringComparison.Ordinal);
        AutomationRule whole = new("whole", "daily")
        {
            Trigger = AutomationTrigger.Persists, Windows = 4, Of = ["drift", "silence"], Severity = AlarmSeverity.Warning, Most = 3, Period = TimeSpan.FromDays(2), Cooldown = TimeSpan.FromHours(3), TimeLimit = TimeSpan.FromMinutes(4),
            Retraining = new RetrainingPlan
            {
                Source = new RetrainingSource { Files = ["a*.csv"], Newest = 2, WithOld = true }, HoldOutShare = 0.3, HoldOutLast = TimeSpan.FromDays(7), Threads = 2,
                Promotion = new PromotionRule { Kind = PromotionKind.NoWorse, Metric = "accuracy", Level = 0.02, Margin = 0.01, LeastRows = 77, SliceColumns = ["contract"], WorstSlice = 0.1, MostLatency = 2, SameInputs = false },
            },
        };
        Yard.Automations.Add(whole);
        Assert.Equivalent(whole, Yard.Automations.Get("whole"), strict: true);
        Assert.Contains("The nearest is 'right'", Assert.Throws<YardException>(() => Yard.Automations.Get("rihgt")).Message, StringComparison.Ordinal);
    }

    private ServedModel Begin(bool labelled = true)
    {
        ServedModel model = new ServedModel(Yard, YardFolder).Train();
        model.Log(0, isTurned: false, labelled: labelled);
        model.Log(1, isTurned: false, labelled: labelled);
        model.Watch();
        Yard.Monitors.Run("daily", ServedModel.First.AddDays(2));
        return model;
    }

    private Alarm Drift(ServedModel model, int from, int until, bool labelled = true)
    {
        for (int day = from; day < until; day++)
        {
            model.Log(day, isTurned: true, labelled: labelled);
        }

        return Assert.Single(Yard.Monitors.Run("daily", ServedModel.First.AddDays(until)).Alarms);
    }
}
