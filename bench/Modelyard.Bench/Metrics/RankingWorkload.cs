using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Bench.Metrics;

/// <summary>Represents a score of many predictions that is timed beside scikit-learn.</summary>
/// <param name="Name">The name, shared with bench/peers/metrics.py.</param>
/// <param name="Size">The size, as a reader likes it.</param>
/// <param name="Prepare">Prepares the data and returns what is timed, which gives the score.</param>
/// <param name="Repeats">The number of timed runs, of which the median counts.</param>
public sealed record RankingWorkload(string Name, string Size, Func<Func<double>> Prepare, int Repeats = 5)
{
    /// <summary>Gets all workloads.</summary>
    public static IReadOnlyList<RankingWorkload> All { get; } =
    [
        new("roc_auc_1m", "1,000,000 rows", () =>
        {
            (int[] labels, double[] scores) = Read();
            return () => RankingScores.RocAuc(labels, 1, scores);
        }),
        new("bootstrap_roc_auc_1m", "1,000,000 rows, 20 replicates", () =>
        {
            (int[] labels, double[] scores) = Read();
            var probabilities = new Matrix(labels.Length, 2);
            for (int row = 0; row < labels.Length; row++)
            {
                probabilities[row, 1] = scores[row];
                probabilities[row, 0] = 1 - scores[row];
            }

            Predictions predictions = Predictions.OfProbabilities(labels, probabilities, ["no", "yes"]);
            IMetric metric = MetricCatalogue.Find("roc-auc", TaskKind.Classification);
            return () => Bootstrap.Interval(metric, predictions, FitContext.Default, 20).Low;
        }, Repeats: 2),
    ];

    private static (int[] Labels, double[] Scores) Read()
    {
        string folder = BenchData.Folder("ranking_1m");
        return (NpyFile.ReadLabels(Path.Combine(folder, "labels.npy")), NpyFile.ReadVector(Path.Combine(folder, "scores.npy")));
    }
}
