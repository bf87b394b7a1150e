using Modelyard.Probability;

namespace Modelyard.Selection.Features;

/// <summary>Finds the two numbers whose rank correlation differs most between the first rows and the others.</summary>
/// <remarks>Fisher's z of rank correlations, whose variance is 1.06 / (n - 3): Fieller, Hartley and Pearson (1957), Biometrika 44; Bonferroni's bound over the pairs.</remarks>
internal static class CorrelationChanges
{
    private const int MostColumns = 30;
    private const double Variance = 1.06;
    private const double Level = 0.05;
    private const int LeastRows = 10;

    // Fisher's z is infinite at a correlation of 1.
    private const double Most = 1 - 1e-12;

    /// <summary>Finds the pair; null if none differs beyond chance.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="importances">How much the classifier used each; only the most used are looked at.</param>
    /// <param name="firstRows">The number of training rows, which come first.</param>
    internal static CorrelationChange? Find(FeatureValues[] columns, double[] importances, int firstRows)
    {
        FeatureValues[] used = [.. columns.Index().Where(one => !one.Item.IsCategory).OrderByDescending(one => importances[one.Index]).Take(MostColumns).OrderBy(one => one.Index).Select(one => one.Item)];
        double[][] first = Array.ConvertAll(used, one => one.Values[..firstRows]), second = Array.ConvertAll(used, one => one.Values[firstRows..]);
        CorrelationChange? best = null;
        double greatest = 0;
        for (int i = 0; i < used.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double train = Association.Spearman(first[i], first[j]).Value, test = Association.Spearman(second[i], second[j]).Value;
                double error = Math.Sqrt(Variance * ((1 / (double)(Pairs(first[i], first[j]) - 3)) + (1 / (double)(Pairs(second[i], second[j]) - 3))));
                double z = Math.Abs(Fisher(train) - Fisher(test)) / error;
                if (z > greatest && Math.Min(Pairs(first[i], first[j]), Pairs(second[i], second[j])) >= LeastRows)
                {
                    greatest = z;
                    best = new CorrelationChange(used[j].Feature.Name, used[i].Feature.Name, train, test, Math.Min(1, 2 * Normal.Cumulative(-z) * used.Length * (used.Length - 1) / 2));
                }
            }
        }

        return best?.AdjustedPValue <= Level ? best : null;
    }

    private static double Fisher(double correlation) => Math.Atanh(Math.Clamp(correlation, -Most, Most));

    private static int Pairs(double[] left, double[] right) => left.Zip(right).Count(pair => !double.IsNaN(pair.First) && !double.IsNaN(pair.Second));
}
