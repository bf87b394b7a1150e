using System.Text;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;

namespace Modelyard.Lifecycle.CrashWriter;

/// <summary>Represents predictions and labels that are logged without end, of today and of a day that is over, while journals are sealed and put together, to be killed in the middle.</summary>
public static class PredictionStream
{
    /// <summary>Logs, and says what was acknowledged.</summary>
    /// <param name="folder">The folder of the log.</param>
    /// <param name="acknowledge">Told each line.</param>
    public static void Run(string folder, Action<string> acknowledge)
    {
        using PredictionLog log = PredictionLog.Open(folder, new PredictionLogOptions { JournalBytes = 20_000, MergeAge = TimeSpan.Zero });
        using PredictionWriter writer = log.WriterOf(new PredictionSource("m", "1", new FeatureSchema(new Feature("x"), new Feature("y")), "target"));
        var sealing = new Thread(() =>
        {
            while (true)
            {
                log.Seal();
            }
        })
        { IsBackground = true };
        sealing.Start();
        for (int i = 0; ; i++)
        {
            string request = $"{Environment.ProcessId}-{i}";
            writer.Write(new PredictionBlock { Time = i % 2 == 0 ? DateTime.UtcNow : DateTime.UtcNow.AddDays(-2), Request = Encoding.UTF8.GetBytes(request), Inputs = [i, 1, i, 2], Predictions = [i, -i] });
            acknowledge($"prediction {request} {i}");
            if (i % 10 == 0)
            {
                log.AddLabels([new TrueLabel($"{i}") { Request = request, Row = 1 }]);
                acknowledge($"label {request} {i}");
            }
        }
    }
}
