using Modelyard.Charts;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Automation;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Pages.Monitors;
using Modelyard.Server.Studio.Pages.Runs;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Home;

/// <summary>Reads what needs attention now.</summary>
internal static class HomeReader
{
    private const int MostRuns = 8, MostRunning = 20, MostAlarms = 20, MostFailed = 5, MostExecutions = 1000;
    private static readonly TimeSpan Recent = TimeSpan.FromDays(7);

    public static HomePage Read(StudioYard yard, PageRequest request)
    {
        IReadOnlyList<RegisteredModel> models = yard.Yard.Models.List();
        IReadOnlyList<(MonitorDefinition Monitor, MonitorWindow? Last, MonitorFault? Fault)> monitors = MonitorListReader.LastWindows(yard);
        IReadOnlyList<Run> latest = yard.Yard.Runs.List(limit: MostRuns);
        Run[] running = [.. yard.Yard.Runs.List(new RunFilter { Status = RunStatus.Running }, MostRunning).Where(run => run.Status == RunStatus.Running)];
        IEnumerable<AttentionItem> items = [.. Alarms(yard), .. Stopped(monitors), .. Untold(yard), .. LateMonitors.Of(yard, monitors, request.Now), .. Failed(yard, request.Now), .. Waiting(yard, models)];
        return new HomePage(
            [.. items.OrderByDescending(item => item.Tone).ThenByDescending(item => item.Since)],
            [
                new Fact("models", new Cell(models.Count, PageUrl.Of("models")), ColumnKind.Count),
                new Fact("versions", new Cell(models.Sum(model => model.Versions.Count)), ColumnKind.Count),
                new Fact("runs", new Cell(yard.Yard.Runs.Count(), PageUrl.Of("runs")), ColumnKind.Count),
                new Fact("monitors", new Cell(monitors.Count, PageUrl.Of("monitors")), ColumnKind.Count),
            ],
            RunTable.Of("running", "Running now", running, request.Now),
            RunTable.Of("latest", "Latest runs", latest, request.Now),
            MonitorListReader.Table(monitors, "watched", "Watched"));
    }

    private static IEnumerable<AttentionItem> Alarms(StudioYard yard) => yard.Yard.Alarms.List(limit: MostAlarms)
        .Where(alarm => alarm is { State: AlarmState.Open, IsSilenced: false })
        .Select(alarm => new AttentionItem(
            alarm.Severity switch { AlarmSeverity.Critical => Tone.Problem, AlarmSeverity.Warning => Tone.Warning, _ => Tone.Notice },
            $"Alarm {alarm.Id}", $"{alarm.Monitor}: {alarm.Summary}", PageUrl.Of("alarms", $"{alarm.Id}"), alarm.Since, alarm.Windows == 0 ? "Acknowledge it, or find out why no row comes." : $"For {NumberText.Counted(alarm.Windows, "window")}; acknowledge it, or find out what moved."));

    private static IEnumerable<AttentionItem> Stopped(IReadOnlyList<(MonitorDefinition Monitor, MonitorWindow? Last, MonitorFault? Fault)> monitors) => monitors
        .Where(one => one.Fault is not null)
        .Select(one => new AttentionItem(Tone.Problem, "Stopped", $"{one.Monitor.Name} cannot look: {one.Fault!.Message}", PageUrl.Of("monitors", one.Monitor.Name), one.Fault.Since, $"Nothing is watched until it is mended: modelyard monitor run {one.Monitor.Name}"));

    /// <summary>Finds channels that could not be told of alarms: somebody waits for messages that do not come.</summary>
    private static IEnumerable<AttentionItem> Untold(StudioYard yard) => yard.Yard.Channels.Failed()
        .GroupBy(delivery => delivery.Channel, StringComparer.Ordinal)
        .Select(failed => new AttentionItem(
            Tone.Problem, "Not told", failed.First().Fault!, PageUrl.Of("settings"), null, $"{NumberText.Counted(failed.Count(), "message")} did not arrive. Mend the channel, then: modelyard alarms channel test {failed.Key}"));

    private static IEnumerable<AttentionItem> Failed(StudioYard yard, DateTime now) => yard.Yard.Runs.List(new RunFilter { Status = RunStatus.Failed }, MostFailed)
        .Where(run => now - run.Started.UtcDateTime < Recent)
        .Select(run => new AttentionItem(Tone.Warning, "Run failed", $"{run.Kind} of {run.Name}", PageUrl.Of("runs", run.Id), run.Ended?.UtcDateTime));

    /// <summary>Finds versions that nobody has decided about: newer ones than the champion, but for challengers that a rule or a person has kept out.</summary>
    private static IEnumerable<AttentionItem> Waiting(StudioYard yard, IReadOnlyList<RegisteredModel> models)
    {
        IReadOnlyList<Execution> executions = yard.Yard.Automations.History(limit: MostExecutions);
        foreach (RegisteredModel model in models)
        {
            Execution? made = executions.FirstOrDefault(execution => execution.Facts.Model == model.Name && execution.Challenger == model.Latest.Version);
            if (model.Aliases.TryGetValue(ModelReference.Champion, out int champion) && model.Latest.Version > champion && made?.State is not (ExecutionState.Kept or ExecutionState.Rejected))
            {
                yield return new AttentionItem(
                    Tone.Notice, "Waits", $"{model.Latest.Reference} is newer than the champion, version {champion}.", PageUrl.Of("models", model.Name, "versions", $"{model.Latest.Version}"), model.Latest.Created.UtcDateTime,
                    made?.State == ExecutionState.Waiting ? $"modelyard automation approve {made.Id}" : "Compare it, and promote it if it holds.");
            }
        }
    }
}
