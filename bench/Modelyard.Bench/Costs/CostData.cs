using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Bench.Costs;

/// <summary>Makes tables of any number of rows whose difficulty does not depend on it: a smooth function of the features with noise.</summary>
/// <param name="Name">What the tables are like.</param>
/// <param name="Make">Makes a table of so many rows; the first rows of a greater one are those of a smaller one.</param>
internal sealed record CostData(string Name, Func<int, Dataset> Make)
{
    private const int Features = 20;
    private const int LevelCount = 10;
    private const int TermCount = 10_000;
    private const int TermsPerRow = 50;

    /// <summary>Gets tables with a number to predict.</summary>
    public static CostData Numbers { get; } = new($"{Features} numbers, a number to predict", rows => Fill(rows, Features, (features, target) => Dataset.ForRegression(features, target)));

    /// <summary>Gets tables with a count to predict.</summary>
    public static CostData Counts { get; } = new(
        $"{Features} numbers, a count to predict",
        rows => Fill(rows, Features, (features, target) => Dataset.ForRegression(features, [.. target.Select(value => Math.Round(Math.Exp(Math.Clamp(value / 2, -4, 4))))])));

    /// <summary>Gets tables with an amount greater than 0 to predict.</summary>
    public static CostData Amounts { get; } = new(
        $"{Features} numbers, an amount to predict",
        rows => Fill(rows, Features, (features, target) => Dataset.ForRegression(features, [.. target.Select(value => Math.Exp(Math.Clamp(value / 2, -4, 4)))])));

    /// <summary>Gets tables with a share to predict.</summary>
    public static CostData Shares { get; } = new(
        $"{Features} numbers, a share to predict",
        rows => Fill(rows, Features, (features, target) => Dataset.ForRegression(features, [.. target.Select(value => 1 / (1 + Math.Exp(-value)))])));

    /// <summary>Gets tables with one of four classes to predict.</summary>
    public static CostData Grades { get; } = new(
        $"{Features} numbers, four classes",
        rows => Fill(rows, Features, (features, target) => Dataset.ForClassification(features, [.. target.Select(value => (int)Math.Clamp(value + 2, 0, 3))], ["a", "b", "c", "d"])));

    /// <summary>Gets tables of few numbers with one of two classes to predict.</summary>
    public static CostData Place { get; } = new(
        "3 numbers, two classes",
        rows => Fill(rows, 3, (features, target) => Dataset.ForClassification(features, [.. target.Select(value => value > 0 ? 1 : 0)], ["no", "yes"])));

    /// <summary>Gets tables of categories with one of two classes to predict.</summary>
    public static CostData Levels { get; } = new(
        $"{Features} categories of {LevelCount} levels, two classes",
        rows => Fill(rows, Features, (features, target) =>
        {
            foreach (ref double value in features.AsSpan())
            {
                value = Math.Floor(LevelCount / (1 + Math.Exp(-value)));
            }

            var schema = new FeatureSchema(Enumerable.Range(0, Features).Select(feature => new Feature($"x{feature}", FeatureKind.Categorical)
            {
                Levels = [.. Enumerable.Range(0, LevelCount).Select(level => $"level{level}")],
            }));
            return Dataset.ForClassification(features, [.. target.Select(value => value > 0 ? 1 : 0)], ["no", "yes"], schema);
        }));

    /// <summary>Gets tables with one of two classes to predict.</summary>
    public static CostData Classes { get; } = new(
        $"{Features} numbers, two classes",
        rows => Fill(rows, Features, (features, target) => Dataset.ForClassification(features, [.. target.Select(value => value > 0 ? 1 : 0)], ["no", "yes"])));

    /// <summary>Gets tables of one number.</summary>
    public static CostData Curve { get; } = new("1 number, a number to predict", rows => Fill(rows, 1, (features, target) => Dataset.ForRegression(features, target)));

    /// <summary>Gets sparse tables of counted terms.</summary>
    public static CostData Terms { get; } = new($"{TermCount:N0} sparse counts, {TermsPerRow} a row, two classes", MakeTerms);

    private static Dataset Fill(int rows, int columns, Func<Matrix, double[], Dataset> join)
    {
        var features = new Matrix(rows, columns);
        double[] target = new double[rows];
        ParallelLoop.For(rows, Environment.ProcessorCount, row =>
        {
            var random = new RandomStream(7, (ulong)row);
            Span<double> own = features.Row(row);
            double sum = 0;
            for (int column = 0; column < own.Length; column++)
            {
                own[column] = random.NextGaussian();
                sum += own[column] / (column + 1);
            }

            target[row] = sum + Math.Sin(2 * own[0]) + (own[0] * own[^1] / 2) + (0.5 * random.NextGaussian());
        });
        return join(features, target);
    }

    private static Dataset MakeTerms(int rows)
    {
        var builder = new SparseMatrixBuilder(TermCount);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            var random = new RandomStream(8, (ulong)row);
            labels[row] = random.NextInt(2);
            var own = new SortedSet<int>();
            while (own.Count < TermsPerRow)
            {
                // Frequent terms are the first, and either class has terms of its own.
                int term = (int)(TermCount * Math.Pow(random.NextDouble(), 3));
                own.Add(random.NextDouble() < 0.2 ? (term & ~1) | labels[row] : term);
            }

            foreach (int term in own)
            {
                builder.Add(term, 1 + random.NextInt(3));
            }

            builder.EndRow();
        }

        return Dataset.ForClassification(builder.Build(), labels, ["no", "yes"]);
    }
}
