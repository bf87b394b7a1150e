using System.Diagnostics;
using System.Text;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;

namespace Modelyard.Bench.Serving;

/// <summary>Measures how many predictions a log takes in a second, each request on the disk before the next of its thread, and how fast they are sealed as a table.</summary>
/// <param name="Name">The name.</param>
/// <param name="RowsOfRequest">The number of rows of a request.</param>
public sealed record PredictionLogWorkload(string Name, int RowsOfRequest)
{
    private const int Inputs = 20;
    private const int Threads = 2;

    /// <summary>Gets the workloads.</summary>
    public static IReadOnlyList<PredictionLogWorkload> All { get; } = [new("log_predictions_1", 1), new("log_predictions_100", 100)];

    /// <summary>Measures a log in a folder of its own.</summary>
    /// <returns>The predictions per second, the seconds of the writing, and as those of a prediction the seconds of sealing.</returns>
    public WorkloadResult Measure()
    {
        int requests = RowsOfRequest == 1 ? 2_000 : 5_000;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("modelyard-bench-");
        try
        {
            using PredictionLog log = PredictionLog.Open(folder.FullName);
            double seconds;
            using (PredictionWriter writer = log.WriterOf(new PredictionSource("m", "1", FeatureSchema.Numeric(Inputs), "y") { Classes = ["no", "yes"] }))
            {
                long started = Stopwatch.GetTimestamp();
                Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread => Write(writer, thread, requests));
                seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            }

            long begun = Stopwatch.GetTimestamp();
            log.Seal();
            double sealing = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            int rows = log.Read().RowCount;
            return new WorkloadResult(Name, $"{RowsOfRequest} x {Inputs}, {Threads} writers", seconds, sealing, rows, Rate: rows / seconds);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Write(PredictionWriter writer, int thread, int requests)
    {
        var random = new Random(thread);
        double[] inputs = new double[RowsOfRequest * Inputs], predictions = new double[RowsOfRequest], probabilities = new double[2 * RowsOfRequest];
        for (int request = 0; request < requests; request++)
        {
            for (int i = 0; i < inputs.Length; i++)
            {
                inputs[i] = random.NextDouble();
            }

            for (int row = 0; row < RowsOfRequest; row++)
            {
                probabilities[2 * row] = inputs[row];
                probabilities[(2 * row) + 1] = 1 - inputs[row];
                predictions[row] = inputs[row] > 0.5 ? 0 : 1;
            }

            writer.Write(new PredictionBlock { Time = DateTime.UtcNow, Request = Encoding.UTF8.GetBytes($"{thread}-{request}"), Inputs = inputs, Predictions = predictions, Probabilities = probabilities }, isDurable: true);
        }
    }
}
