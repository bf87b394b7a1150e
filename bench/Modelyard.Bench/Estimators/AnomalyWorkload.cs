using System.Diagnostics;
using Modelyard.Kernels;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Trees.Isolation;

namespace Modelyard.Bench.Estimators;

/// <summary>Fits a detector of anomalies and scores rows of the test part among as many that are spread evenly over the range of each feature.</summary>
/// <param name="Name">The name of the workload, shared with bench/peers/anomalies.py.</param>
/// <param name="Data">The prepared data set.</param>
/// <param name="Detector">The detector.</param>
/// <param name="Repeats">The number of fits and of scorings, of which the median counts.</param>
public sealed record AnomalyWorkload(string Name, string Data, IEstimator Detector, int Repeats)
{
    private const int MostRows = 25_000;

    // Multiples of a feature's own odd share of the golden section fill the range evenly and without chance, the same on both sides.
    private const double Golden = 0.6180339887498949;

    /// <summary>Gets the workloads.</summary>
    public static IReadOnlyList<AnomalyWorkload> All { get; } =
    [
        new("isolation_flights_1m", "flights_1m", new IsolationForest(), 5),
        new("oneclass_letters", "letters", new OneClassSvm { Nu = 0.05, Tolerance = 1e-3 }, 3),
    ];

    /// <summary>Measures the workload, after a warm-up, several times.</summary>
    /// <returns>The size, the median seconds of a fit and of the scores, and the area under the curve that parts the rows of the test part from the others.</returns>
    public WorkloadResult Measure()
    {
        BenchData data = BenchData.ReadRegression(Data);
        var train = Dataset.WithoutTarget(data.Train.Features);
        Matrix test = data.Test.Features.RowRange(0, Math.Min(MostRows, data.Test.RowCount));
        Matrix rows = WithSpread(train.Features, test);
        int[] isSpread = [.. Enumerable.Range(0, rows.Rows).Select(row => row < test.Rows ? 0 : 1)];
        double[] scores = new double[rows.Rows];
        RepeatedTime fit = new(), predict = new();
        RepeatedTime.WarmUp(() => (IAnomalyModel)Detector.FitModel(train, FitContext.Default), model => model.Score(rows, scores, Environment.ProcessorCount));
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            long start = Stopwatch.GetTimestamp();
            var model = (IAnomalyModel)Detector.FitModel(train, FitContext.Default);
            fit.AddSince(start);
            start = Stopwatch.GetTimestamp();
            model.Score(rows, scores, Environment.ProcessorCount);
            predict.AddSince(start);
        }

        return new WorkloadResult(Name, $"{train.RowCount:N0} x {train.FeatureCount}", fit.Median, predict.Median, RankingScores.RocAuc(isSpread, 1, scores));
    }

    private static Matrix WithSpread(Matrix train, Matrix test)
    {
        var rows = new Matrix(2 * test.Rows, test.Columns);
        for (int row = 0; row < test.Rows; row++)
        {
            test.Row(row).CopyTo(rows.Row(row));
        }

        double[] column = new double[train.Rows];
        for (int feature = 0; feature < test.Columns; feature++)
        {
            train.CopyColumnTo(feature, column);
            double least = column.Min(), range = column.Max() - least;
            for (int row = 0; row < test.Rows; row++)
            {
                double place = (row + 1) * (0.5 + ((feature + 1) * Golden));
                rows[test.Rows + row, feature] = least + (range * (place - Math.Floor(place)));
            }
        }

        return rows;
    }
}
