using System.Diagnostics;
using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Trees;

namespace Modelyard.Bench.Estimators;

/// <summary>Fits a regression of several targets, which are columns of a prepared data set, and predicts the test part.</summary>
/// <param name="Name">The name of the workload, shared with bench/peers/targets.py.</param>
/// <param name="Data">The prepared data set.</param>
/// <param name="Features">The first columns, which are the features.</param>
/// <param name="Targets">The columns behind them, which are the targets.</param>
/// <param name="Estimator">The estimator.</param>
/// <param name="Repeats">The number of fits and of predictions, of which the median counts.</param>
public sealed record TargetWorkload(string Name, string Data, int Features, int Targets, IMultiTargetEstimator Estimator, int Repeats)
{
    /// <summary>Gets the workloads: the lengths of a diamond from the rest, and the next line of a digit from its upper half.</summary>
    public static IReadOnlyList<TargetWorkload> All { get; } =
    [
        new("forest_targets_diamonds", "diamonds", 6, 3, new RandomForestRegressor(), 3),
        new("ridge_targets_mnist", "mnist", 392, 28, new MultiOutputRegressor { Estimator = new Ridge() }, 5),
    ];

    /// <summary>Measures the workload, after a warm-up, several times.</summary>
    /// <returns>The size, the median seconds of a fit and of a prediction, and the R2 on the test part, each target by its variance.</returns>
    public WorkloadResult Measure()
    {
        BenchData data = BenchData.ReadRegression(Data);
        var train = MultiTargetDataset.ForRegression(
            data.Train.Features.View(0, data.Train.RowCount, 0, Features).Copy(),
            data.Train.Features.View(0, data.Train.RowCount, Features, Targets).Copy(),
            [.. Enumerable.Range(0, Targets).Select(target => $"y{target}")]);
        Matrix rows = data.Test.Features.View(0, data.Test.RowCount, 0, Features).Copy(), truth = data.Test.Features.View(0, data.Test.RowCount, Features, Targets);
        var predictions = new Matrix(rows.Rows, Targets);
        RepeatedTime fit = new(), predict = new();
        RepeatedTime.WarmUp(() => Estimator.FitTargets(train, FitContext.Default), model => model.PredictTargets(rows, predictions, Environment.ProcessorCount));
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            long start = Stopwatch.GetTimestamp();
            IMultiTargetModel model = Estimator.FitTargets(train, FitContext.Default);
            fit.AddSince(start);
            start = Stopwatch.GetTimestamp();
            model.PredictTargets(rows, predictions, Environment.ProcessorCount);
            predict.AddSince(start);
        }

        return new WorkloadResult(Name, $"{train.RowCount:N0} x {Features}, {Targets} targets", fit.Median, predict.Median, Score(truth, predictions));
    }

    private static double Score(Matrix truth, Matrix predictions)
    {
        double residual = 0, total = 0;
        double[] column = new double[truth.Rows];
        for (int target = 0; target < truth.Columns; target++)
        {
            truth.CopyColumnTo(target, column);
            double mean = column.Average();
            for (int row = 0; row < column.Length; row++)
            {
                residual += Math.Pow(column[row] - predictions[row, target], 2);
                total += Math.Pow(column[row] - mean, 2);
            }
        }

        return 1 - (residual / total);
    }
}
