using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Selection.Features;

namespace Modelyard.Bench.Features;

/// <summary>Represents what single features say of a target, timed beside scikit-learn.</summary>
/// <param name="Name">The name, shared with bench/peers/features.py.</param>
/// <param name="Size">The size, as a reader likes it.</param>
/// <param name="Prepare">Prepares the data and returns what is timed, which gives the score: the greatest figure of a feature.</param>
/// <param name="Repeats">The number of timed runs, of which the median counts.</param>
public sealed record FeatureWorkload(string Name, string Size, Func<Func<double>> Prepare, int Repeats = 5)
{
    private const int InformationRows = 50_000;

    /// <summary>Gets all workloads.</summary>
    public static IReadOnlyList<FeatureWorkload> All { get; } =
    [
        new("information_of_numbers_50k", "50,000 x 20", () => Ranking(Numbers(InformationRows), FeatureMeasure.MutualInformation), Repeats: 3),
        new("information_of_classes_50k", "50,000 x 20", () => Ranking(Classes(InformationRows), FeatureMeasure.MutualInformation), Repeats: 3),
        new("anova_f_200k", "200,000 x 20", () => Ranking(Classes(int.MaxValue), FeatureMeasure.F)),
        new("count_chi_square_200k", "200,000 x 20", () =>
        {
            Dataset data = Classes(int.MaxValue);
            double[][] counts = [.. Enumerable.Range(0, data.FeatureCount).Select(feature =>
            {
                double[] values = new double[data.RowCount];
                data.Features.CopyColumnTo(feature, values);
                return Array.ConvertAll(values, value => Math.Floor(Math.Abs(2 * value)));
            })];
            return () =>
            {
                double[] statistics = new double[counts.Length];
                ParallelLoop.For(counts.Length, Environment.ProcessorCount, feature => statistics[feature] = UnivariateTests.CountChiSquare(counts[feature], data.Labels).Statistic);
                return statistics.Max();
            };
        }),
    ];

    private static Func<double> Ranking(Dataset data, FeatureMeasure measure) => () => FeatureRanking.Compute(data, measure, FitContext.Default).Features.Max(one => one.Score);

    private static Dataset Numbers(int rows)
    {
        double[] target = NpyFile.ReadVector(Path.Combine(BenchData.Folder("inference_200k"), "target.npy"));
        return Dataset.ForRegression(Features(rows), target[..Math.Min(rows, target.Length)]);
    }

    private static Dataset Classes(int rows)
    {
        int[] labels = NpyFile.ReadLabels(Path.Combine(BenchData.Folder("inference_200k"), "labels.npy"));
        return Dataset.ForClassification(Features(rows), labels[..Math.Min(rows, labels.Length)], ["no", "yes"]);
    }

    private static Matrix Features(int rows)
    {
        Matrix features = NpyFile.ReadMatrix(Path.Combine(BenchData.Folder("inference_200k"), "features.npy"));
        return features.RowRange(0, Math.Min(rows, features.Rows)).Copy();
    }
}
