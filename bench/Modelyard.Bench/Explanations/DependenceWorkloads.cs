using System.Diagnostics;
using System.Globalization;
using Modelyard.Explanation;
using Modelyard.Explanation.Dependence;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Trees.Boosting;

namespace Modelyard.Bench.Explanations;

/// <summary>Measures what asks a model again and again, on the data and models of its peers (bench/peers/explanations.py).</summary>
/// <param name="Name">The name, shared with the peers' script.</param>
/// <param name="Work">Asks the model about rows, and gives a score.</param>
public sealed record DependenceWorkloads(string Name, Func<IRegressionModel, Dataset, double> Work)
{
    private const int Rows = 10_000;
    private const int Repeats = 5;

    /// <summary>Gets the workloads.</summary>
    public static IReadOnlyList<DependenceWorkloads> All { get; } =
    [
        new("partial_dependence_10k", PartialDependenceOfCarat),
        new("permutation_importance_10k", ImportanceOfCarat),
    ];

    /// <summary>Runs the workload: 100 trees of depth 6 that predict the price of diamonds.</summary>
    /// <returns>The median time in place of a fit.</returns>
    public WorkloadResult Measure()
    {
        BenchData data = BenchData.ReadRegression("diamonds");
        IRegressionModel model = new GradientBoostingRegressor { EarlyStopping = EarlyStopping.Off, MaxLeafNodes = null, MaxDepth = 6 }.Fit(data.Train, FitContext.Default);
        Dataset rows = data.Test.Rows([.. Enumerable.Range(0, Rows)]);
        double score = 0;
        RepeatedTime.WarmUp(() => score = Work(model, rows));
        var times = new RepeatedTime();
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            long start = Stopwatch.GetTimestamp();
            Work(model, rows);
            times.AddSince(start);
        }

        string size = string.Create(CultureInfo.InvariantCulture, $"{Rows:N0} x {rows.FeatureCount}, 100 trees");
        return new WorkloadResult(Name, size, times.Median, null, score);
    }

    /// <summary>Averages over all rows at each of 50 values; the score is how far the mean rises, in standard deviations of the target.</summary>
    private static double PartialDependenceOfCarat(IRegressionModel model, Dataset rows)
    {
        ReadOnlySpan<double> means = PartialDependence.Of(model, rows, rows.Schema[0].Name, new DependenceOptions { MaxRows = Rows }).Means();
        double mean = 0, squares = 0;
        foreach (double value in rows.Target)
        {
            mean += value / Rows;
            squares += value * value / Rows;
        }

        return (means[^1] - means[0]) / Math.Sqrt(squares - (mean * mean));
    }

    /// <summary>Shuffles each feature five times; the score is the R2 that is lost with the first feature.</summary>
    private static double ImportanceOfCarat(IRegressionModel model, Dataset rows) => PermutationImportance
        .Compute(model, rows, MetricCatalogue.Find("r2", TaskKind.Regression), new PermutationOptions { MaxRows = Rows }, FitContext.Default)
        .Single(one => one.Feature == rows.Schema[0].Name).Mean;
}
