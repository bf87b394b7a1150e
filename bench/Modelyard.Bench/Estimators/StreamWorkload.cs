using System.Diagnostics;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Metrics;
using Modelyard.Preparation;

namespace Modelyard.Bench.Estimators;

/// <summary>Learns from a file of delimited text that is read chunk by chunk, with one pass of the estimator over its rows.</summary>
/// <param name="Name">The name of the workload, shared with bench/peers/streams.py.</param>
/// <param name="Data">The prepared data set, with a file train.csv.</param>
/// <param name="Estimator">The estimator.</param>
/// <param name="Repeats">The number of fits and of predictions, of which the median counts.</param>
public sealed record StreamWorkload(string Name, string Data, IStreamingEstimator Estimator, int Repeats)
{
    /// <summary>Gets the workloads.</summary>
    public static IReadOnlyList<StreamWorkload> All { get; } =
    [
        new("sgd_stream_csv", "stream_csv", new SgdRegressor { MaxEpochs = 1, Tolerance = null }, 3),
    ];

    /// <summary>Measures the workload, after a warm-up, several times.</summary>
    /// <returns>The size, the median seconds from the file to the model and of a prediction, and the R2 on the test part.</returns>
    public WorkloadResult Measure()
    {
        string folder = BenchData.Folder(Data), path = Path.Combine(folder, "train.csv");
        var test = Dataset.ForRegression(NpyFile.ReadMatrix(Path.Combine(folder, "X_test.npy")), NpyFile.ReadVector(Path.Combine(folder, "y_test.npy")));
        double[] predictions = new double[test.RowCount];
        RepeatedTime fit = new(), predict = new();
        (IRegressionModel model, long rows) = Fit(path);
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            long start = Stopwatch.GetTimestamp();
            (model, rows) = Fit(path);
            fit.AddSince(start);
            start = Stopwatch.GetTimestamp();
            model.Predict(test.Features, predictions, Environment.ProcessorCount);
            predict.AddSince(start);
        }

        return new WorkloadResult(Name, $"{rows:N0} x {test.FeatureCount}, {new FileInfo(path).Length / 1e6:0} MB", fit.Median, predict.Median, RegressionScores.R2(test.Target, predictions));
    }

    private (IRegressionModel Model, long Rows) Fit(string path)
    {
        var stream = TableStream.Learn(CsvReader.ReadChunks(path), "y");
        return ((IRegressionModel)Estimator.FitStream(stream, FitContext.Default), stream.RowCount);
    }
}
