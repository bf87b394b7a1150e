using System.CommandLine;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Lifecycle;

namespace Modelyard.Cli.Commands;

/// <summary>Looks at the runs of the yard.</summary>
internal static class RunsCommand
{
    internal static Command Create(Terminal terminal) => new("runs", "The runs: what was done, with what, and how well.") { List(terminal), Show(terminal), Compare(terminal) };

    private static Command List(Terminal terminal)
    {
        var limit = new Option<int>("--limit") { Description = "The greatest number of runs.", DefaultValueFactory = _ => 20 }.Plainly("a whole number, 1 or greater");
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("list", "List the runs, the newest first.") { limit, yard, json }.WithExample("modelyard runs list");
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(limit) < 1)
            {
                throw new UsageException($"'--limit' is '{parsed.GetValue(limit)}' and must be a whole number, 1 or greater.");
            }

            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            IReadOnlyList<Run> runs = opened.Runs.List(limit: parsed.GetValue(limit));
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer =>
                {
                    writer.Objects("runs", runs, run =>
                    {
                        WriteMembers(writer, run);
                    });
                });
                return CommandLine.Success;
            }

            if (runs.Count == 0)
            {
                terminal.Line("There are no runs yet.");
                return CommandLine.Success;
            }

            var table = new TextTable("run", "name", "status", "started", "estimator", "score");
            foreach (Run run in runs)
            {
                table.Add(
                    run.Id, run.Name, run.Status.ToString().ToLowerInvariant(), run.Started.ToString("yyyy-MM-dd HH:mm"),
                    run.Hyperparameters.GetValueOrDefault("estimator", ""), Headline(run) is { } metric ? $"{metric.Name} {Figures.Score(metric.Value)}" : "");
            }

            table.Write(terminal);
            return CommandLine.Success;
        });
        return command;
    }

    private static Command Show(Terminal terminal)
    {
        var id = new Argument<string>("RUN") { Description = "The identifier of a run, or the beginning of it." };
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("show", "Show a run.") { id, yard, json }.WithExample("modelyard runs show 01K");
        command.SetAction(parsed =>
        {
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            Run run = opened.Runs.Get(parsed.GetRequiredValue(id));
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => WriteMembers(writer, run));
                return CommandLine.Success;
            }

            var table = new TextTable($"run {run.Id}", run.Status.ToString().ToLowerInvariant());
            table.Add("name", run.Name);
            table.Add("started", run.Started.ToString("yyyy-MM-dd HH:mm:ss"));
            table.Add("ended", run.Ended?.ToString("yyyy-MM-dd HH:mm:ss") ?? "");
            table.Add("command", run.CommandLine ?? "");
            table.Add("data", run.Data is { } data ? $"{data.Path} ({(data.Rows is { } rows ? NumberText.Counted(rows, "row") + ", " : "")}sha256 {data.Digest})" : "");
            if (run.Tags.TryGetValue("missing", out string? missing))
            {
                table.Add("missing cells", missing);
            }

            table.Add("seed", run.Seed?.ToString() ?? "");
            foreach ((string name, string value) in run.Hyperparameters)
            {
                table.Add(name, value);
            }

            foreach (RunMetric metric in run.Metrics)
            {
                table.Add(metric.Name, Figures.Score(metric.Value));
            }

            foreach (RunArtifact artifact in run.Artifacts)
            {
                table.Add(artifact.Name, $"{artifact.Size:N0} bytes, sha256 {artifact.Digest}");
            }

            foreach (string warning in run.Warnings)
            {
                table.Add("note", warning);
            }

            table.Write(terminal);
            return CommandLine.Success;
        });
        return command;
    }

    private static Command Compare(Terminal terminal)
    {
        var ids = new Argument<string[]>("RUN") { Description = "Two or more runs.", Arity = new ArgumentArity(2, 20) };
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("compare", "Show where runs differ.") { ids, yard, json }.WithExample("modelyard runs compare 01K2 01K3");
        command.SetAction(parsed =>
        {
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            RunComparison comparison = opened.Runs.Compare(parsed.GetRequiredValue(ids));
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer =>
                {
                    writer.Texts("runs", comparison.Runs.Select(run => run.Id));
                    writer.Objects("differences", comparison.Differences, difference =>
                    {
                        writer.WriteString("kind", difference.Kind);
                        writer.WriteString("name", difference.Name);
                        writer.Texts("values", difference.Values.Select(value => value ?? ""));
                    });
                });
                return CommandLine.Success;
            }

            var table = new TextTable([.. comparison.Runs.Select(run => run.Id).Prepend("")]);
            foreach (RunDifference difference in comparison.Differences)
            {
                table.Add([.. difference.Values.Select(value => value ?? "-").Prepend(difference.Name)]);
            }

            table.Write(terminal);
            return CommandLine.Success;
        });
        return command;
    }

    /// <summary>Finds the metric that the run optimised; of a run that does not say, the first.</summary>
    private static RunMetric? Headline(Run run)
    {
        string optimised = $"test/{run.Tags.GetValueOrDefault("metric")}";
        return run.Metrics.FirstOrDefault(metric => metric.Name == optimised) ?? (run.Metrics.Count > 0 ? run.Metrics[0] : null);
    }

    private static void WriteMembers(Utf8JsonWriter writer, Run run)
    {
        writer.WriteString("id", run.Id);
        writer.WriteString("name", run.Name);
        writer.WriteString("kind", run.Kind);
        writer.WriteString("status", run.Status.ToString().ToLowerInvariant());
        writer.WriteString("started", run.Started);
        if (run.Ended is { } ended)
        {
            writer.WriteString("ended", ended);
        }

        writer.WriteString("commandLine", run.CommandLine);
        if (run.Seed is { } seed)
        {
            writer.WriteNumber("seed", seed);
        }

        if (run.Data is { } data)
        {
            writer.WriteStartObject("data");
            writer.WriteString("path", data.Path);
            writer.WriteString("sha256", data.Digest);
            writer.WriteNumber("rows", data.Rows ?? 0);
            writer.WriteEndObject();
        }

        writer.WriteStartObject("tags");
        foreach ((string name, string value) in run.Tags)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.Values("hyperparameters", run.Hyperparameters);
        writer.WriteStartObject("metrics");
        foreach (RunMetric metric in run.Metrics.DistinctBy(metric => metric.Name))
        {
            writer.Number(metric.Name, metric.Value);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("environment");
        foreach ((string name, string value) in run.Environment)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("seconds");
        foreach ((string name, TimeSpan duration) in run.Durations)
        {
            writer.Number(name, duration.TotalSeconds);
        }

        writer.WriteEndObject();
        writer.Texts("warnings", run.Warnings);
        writer.Objects("artifacts", run.Artifacts, artifact =>
        {
            writer.WriteString("name", artifact.Name);
            writer.WriteString("sha256", artifact.Digest);
            writer.WriteNumber("bytes", artifact.Size);
        });
    }
}
