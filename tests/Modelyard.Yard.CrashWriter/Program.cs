// Writes to the yard named by the first argument, without end, the model file named by the second; says on standard output what was acknowledged, a line for each.
using System.Text;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.CrashWriter;

// With 'study' in place of the model file it searches, and says which points it runs and which results were acknowledged; with 'predictions' it logs predictions and labels in the folder; with 'monitors' and a file it watches a log and tells the file of alarms; with 'automations' and a file alarms set off retrainings, and commands that write to the file.
using Stream output = Console.OpenStandardOutput();
if (args[1] == "predictions")
{
    PredictionStream.Run(args[0], Acknowledge);
    return;
}

using Yard yard = Yard.Open(args[0]);
if (args[1] == "study")
{
    SlowSearch.Run(yard, Acknowledge);
    return;
}

if (args[1] == "monitors")
{
    MonitorStream.Run(yard, args[2], Acknowledge);
    return;
}

if (args[1] == "automations")
{
    AutomationStream.Run(yard, args[2], Acknowledge);
    return;
}

for (int i = 0; ; i++)
{
    RunLog run = yard.Runs.Start(new RunStart { Name = "crash", Hyperparameters = new Dictionary<string, string> { ["Number"] = $"{i}" } });
    Acknowledge($"run {run.Id} {i}");
    for (int step = 0; step < 3; step++)
    {
        run.LogMetric("loss", 1.0 / (step + 1), step);
        Acknowledge($"metric {run.Id} {step}");
    }

    byte[] content = Encoding.UTF8.GetBytes(new string((char)('a' + (i % 26)), 100_000) + run.Id);
    Acknowledge($"artifact {run.Id} {run.LogArtifact("log.txt", new MemoryStream(content)).Digest}");
    Acknowledge($"version {yard.Models.Register("crash", args[1], run.Id).Version} {run.Id}");
    run.Finish();
    Acknowledge($"finish {run.Id}");
}

void Acknowledge(string line)
{
    output.Write(Encoding.ASCII.GetBytes(line + "\n"));
    output.Flush();
}
