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
    private const int Rows = 1_000_000;

    /// <summary>Gets all workloads.</summary>
    public static IReadOnlyList<RankingWorkload> All { get; } =
    [
        new("roc_auc_1m", "1,000,000 rows", () =>
        {
            (int[] labels, double[] scores) = Draw();
            return () => RankingScores.RocAuc(labels, 1, scores);
        }),
        new("bootstrap_roc_auc_1m", "1,000,000 rows, 20 replicates", () =>
        {
            (int[] labels, double[] scores) = Draw();
            var probabilities = new Matrix(Rows, 2);
            for (int row = 0; row < Rows; row++)
            {
                probabilities[row, 1] = scores[row];
                probabilities[row, 0] = 1 - scores[row];
            }

            Predictions predictions = Predictions.OfProbabilities(labels, probabilities, ["no", "yes"]);
            IMetric metric = MetricCatalogue.Find("roc-auc", TaskKind.Classification);
            return () => Bootstrap.Interval(metric, predictions, FitContext.Default, 20).Low;
        }, Repeats: 2),
    ];

    /// <summary>Draws labels and probabilities whose area is about 0.76, the same distributions as in bench/peers/metrics.py.</summary>
    private static (int[] Labels, double[] Scores) Draw()
    {
        var random = new RandomStream(1);
        int[] labels = new int[Rows];
        double[] scores = new double[Rows];
        for (int row = 0; row < Rows; row++)
        {
            labels[row] = random.NextDouble() < 0.3 ? 1 : 0;
            scores[row] = 1 / (1 + Math.Exp(1 - labels[row] - random.NextGaussian()));
        }

        return (labels, scores);
    }
}
