using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Lifecycle.Automation;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Persistence;

namespace Modelyard.Lifecycle.Tests;

// What kills processes at random moments runs alone: beside another of its kind a writer does not come far enough in its time.
[Collection("Killed processes")]
public sealed class CrashTests : TestYard
{
    private const int Kills = 20;
    private const int LinesOfRun = 7;

    [Fact]
    public void What_was_acknowledged_survives_the_death_of_the_process()
    {
        string model = PathOf("model.modelyard");
        ModelFile.Write(Package, model);
        var random = new Random(5);
        var acknowledged = new List<string>();
        for (int kill = 0; kill < Kills; kill++)
        {
            // The first writer comes to its first version, however slow the machine is.
            acknowledged.AddRange(RunAndKill(model, random.Next(0, 300), first: kill == 0 ? LinesOfRun : 1));
        }

        Assert.True(acknowledged.Count > Kills, "The writer was killed before it acknowledged anything.");
        using Yard reopened = Yard.Open(new YardOptions { Folder = YardFolder, LeftoverAge = TimeSpan.Zero });
        Dictionary<string, Run> runs = reopened.Runs.List(limit: 100_000).ToDictionary(run => run.Id, run => reopened.Runs.Get(run.Id));
        IReadOnlyList<ModelVersion> versions = reopened.Models.Show("crash").Versions;
        foreach (string[] words in acknowledged.Select(line => line.Split(' ')))
        {
            switch (words[0])
            {
                case "run":
                    Assert.Equal(words[2], runs[words[1]].Hyperparameters["Number"]);
                    break;
                case "metric":
                    Assert.Contains(runs[words[1]].Metrics, metric => metric.Step == long.Parse(words[2], CultureInfo.InvariantCulture));
                    break;
                case "artifact":
                    Assert.Equal(words[2], Assert.Single(runs[words[1]].Artifacts).Digest);
                    break;
                case "version":
                    Assert.Contains(versions, version => version.Version == int.Parse(words[1], CultureInfo.InvariantCulture) && version.RunId == words[2]);
                    break;
                case "finish":
                    Assert.Equal(RunStatus.Finished, runs[words[1]].Status);
                    break;
                default:
                    Assert.Fail($"'{words[0]}' is not what the writer says.");
                    break;
            }
        }

        // Nothing half is visible: runs are whole, versions have no gaps, and all content has its digest.
        Assert.All(runs.Values, run => Assert.True(run.Status is RunStatus.Finished or RunStatus.Interrupted && run.Hyperparameters.ContainsKey("Number") && run.Environment.ContainsKey("os")));
        Assert.Equal(Enumerable.Range(1, versions.Count), versions.Select(version => version.Version).Reverse());
        foreach (string digest in runs.Values.SelectMany(run => run.Artifacts).Select(artifact => artifact.Digest).Concat(versions.Select(version => version.Digest)).Distinct())
        {
            reopened.Artifacts.Open(digest).Dispose();
        }

        Assert.Empty(Directory.GetFiles(Path.Combine(YardFolder, "artifacts", "incoming")));
        Assert.Equal(versions.Count + 1, reopened.Models.Register("crash", Package).Version);
    }

    [Fact]
    public void No_acknowledged_prediction_or_label_is_lost_or_there_twice()
    {
        var random = new Random(6);
        var acknowledged = new List<string>();
        for (int kill = 0; kill < Kills; kill++)
        {
            acknowledged.AddRange(RunAndKill("predictions", random.Next(0, 300)));
        }

        Assert.True(acknowledged.Count > Kills, "The writer was killed before it acknowledged anything.");
        using PredictionLog log = PredictionLog.Open(YardFolder, new PredictionLogOptions { MergeAge = TimeSpan.Zero });
        for (int pass = 0; pass < 2; pass++)
        {
            Frame frame = log.Read();
            Dictionary<(string, string), int> rows = Enumerable.Range(0, frame.RowCount).ToDictionary(row => (Cell("_request", row), Cell("_row", row)));
            foreach (string[] words in acknowledged.Select(line => line.Split(' ')))
            {
                Assert.Equal(words[2], Cell("x", rows[(words[1], "1")]));
                Assert.Equal(words[2], Cell("_prediction", rows[(words[1], "0")]));
                Assert.True(words[0] == "prediction" || Cell("_label", rows[(words[1], "1")]) == words[2]);
            }

            log.Seal();
            Assert.Empty(Directory.GetFiles(YardFolder, "*.journal", SearchOption.AllDirectories));
            Assert.Equal(frame.RowCount, log.RollUps().Count);

            string Cell(string column, int row) => frame[column].FormatCell(row);
        }
    }

    [Fact]
    public void No_window_alarm_or_acknowledgement_is_lost_and_nothing_is_told_twice_without_saying_so()
    {
        var random = new Random(8);
        string told = PathOf("told.ndjson");
        var acknowledged = new List<string>();
        for (int kill = 0; kill < Kills; kill++)
        {
            acknowledged.AddRange(RunAndKill("monitors", random.Next(0, 100), told, random.Next(1, 8)));
        }

        Assert.True(acknowledged.Count > 2 * Kills, "The writer was killed before it acknowledged anything.");
        using Yard reopened = Yard.Open(YardFolder);
        IReadOnlyList<MonitorWindow> windows = reopened.Monitors.Windows("daily");
        Dictionary<long, Alarm> alarms = reopened.Alarms.List(all: true).ToDictionary(alarm => alarm.Id);
        (string Id, string Name)[] messages = [.. File.ReadLines(told).Select(line => JsonDocument.Parse(line).RootElement).Select(message => (message.GetProperty("id").GetString()!, $"{message.GetProperty("id")} {message.GetProperty("attempt")}"))];
        foreach (string[] words in acknowledged.Select(line => line.Split(' ')))
        {
            switch (words[0])
            {
                case "window":
                    Assert.Equal(words[2], windows.Single(window => window.Start.Ticks == long.Parse(words[1], CultureInfo.InvariantCulture)).State.ToString());
                    break;
                case "alarm":
                    Assert.Contains(long.Parse(words[1], CultureInfo.InvariantCulture), alarms);
                    break;
                case "known":
                    Assert.NotNull(alarms[long.Parse(words[1], CultureInfo.InvariantCulture)].AcknowledgedBy);
                    break;
                case "told":
                    Assert.Contains(messages, message => message.Id == words[1]);
                    break;
            }
        }

        // Windows have no gaps, each spell of those that drifted is one alarm, and of two messages of one name the later has a greater number.
        Assert.All(windows.Skip(1).Zip(windows), pair => Assert.Equal(pair.Second.End, pair.First.Start));
        Assert.Equal(windows.Where(window => window.State == WindowState.Drifted).Select(window => window.Start), alarms.Values.OrderBy(alarm => alarm.Id).Select(alarm => alarm.Since));
        Assert.Equal(messages.Length, messages.Select(message => message.Name).Distinct(StringComparer.Ordinal).Count());

        // Detectors have seen each labelled row of each window once; a window that was kept before the kill and not yet looked back at has none.
        Assert.Equal(windows.Select(window => window.Measure("labelled")).Where(rows => !double.IsNaN(rows)).Sum(), reopened.Monitors.Stream("daily")!.Rows);
    }

    [Fact]
    public void No_alarm_sets_a_rule_off_twice_and_versions_aliases_and_approvals_belong_together()
    {
        var random = new Random(9);
        string said = PathOf("said.txt");
        var acknowledged = new List<string>();

        // A retraining takes a second or more to its first version.
        const int FewKills = 6;
        for (int kill = 0; kill < FewKills; kill++)
        {
            acknowledged.AddRange(RunAndKill("automations", random.Next(800, 3000), said));
        }

        Assert.True(acknowledged.Count > FewKills, "The writer was killed before it acknowledged anything.");
        using Yard reopened = Yard.Open(YardFolder);
        while (reopened.Automations.RunNext() is not null)
        {
        }

        IReadOnlyList<Execution> executions = reopened.Automations.History(limit: 100_000);
        Dictionary<long, Execution> byId = executions.ToDictionary(execution => execution.Id);
        foreach (string[] words in acknowledged.Select(line => line.Split(' ')).Where(words => words[0] != "ready"))
        {
            Execution execution = byId[long.Parse(words[1], CultureInfo.InvariantCulture)];
            ExecutionState state = Enum.Parse<ExecutionState>(words[2]);
            Assert.True(execution.State == state || (state == ExecutionState.Waiting && execution.State == ExecutionState.Promoted && execution.DecidedBy is not null), $"{string.Join(' ', words)} is {execution.State}");
        }

        // An alarm sets each rule off once, and what a command did it did once.
        Assert.Equal(executions.Count, executions.Select(execution => (execution.Rule.Name, execution.Facts.Alarm)).Distinct().Count());
        string[] written = File.Exists(said) ? File.ReadAllLines(said) : [];
        Assert.Equal(written.Length, written.Distinct(StringComparer.Ordinal).Count());
        Assert.All(executions.Where(execution => execution.State == ExecutionState.Done), execution => Assert.Contains(execution.Id.ToString(CultureInfo.InvariantCulture), written));

        // A version is there with the end of its execution or not at all, and the alias follows the last approval.
        Assert.All(executions, execution => Assert.True(execution.State is ExecutionState.Done or ExecutionState.Waiting or ExecutionState.Promoted or ExecutionState.Interrupted, execution.Told));
        RegisteredModel model = reopened.Models.Show("crash");
        Assert.Equal(model.Versions.Select(version => version.Version).Where(version => version > 1).Order(), executions.Select(execution => execution.Challenger).OfType<int>().Order());
        Assert.Equal(model.Latest.Version, model.Aliases.GetValueOrDefault("challenger", 1));
        Assert.Equal(executions.Where(execution => execution.State == ExecutionState.Promoted).Select(execution => execution.Challenger!.Value).DefaultIfEmpty(1).Max(), model.Aliases["champion"]);
    }

    private List<string> RunAndKill(string model, int milliseconds, string? third = null, int first = 1)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Modelyard.Yard.CrashWriter.dll"), YardFolder, model, third ?? ""])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var lines = new List<string>();
        try
        {
            // The clock runs from the first lines on, so that no kill falls into the start of the runtime.
            for (int line = 0; line < first; line++)
            {
                lines.Add(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The writer ended by itself."));
            }

            Task<string> rest = process.StandardOutput.ReadToEndAsync();
            Thread.Sleep(milliseconds);
            process.Kill();
            string text = rest.GetAwaiter().GetResult();
            int end = text.LastIndexOf('\n') + 1;
            lines.AddRange(text[..end].Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }

        return lines;
    }
}
