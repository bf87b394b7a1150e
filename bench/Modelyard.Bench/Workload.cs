using System.Diagnostics;
using System.Globalization;
using Modelyard.Bench.Boosting;
using Modelyard.Bench.Drift;
using Modelyard.Bench.Estimators;
using Modelyard.Bench.Explanations;
using Modelyard.Bench.Features;
using Modelyard.Bench.Frames;
using Modelyard.Bench.Inference;
using Modelyard.Bench.Metrics;
using Modelyard.Bench.Numerics;
using Modelyard.Bench.Preparation;
using Modelyard.Bench.Serving;
using Modelyard.Bench.Trees;
using Modelyard.Frames;

namespace Modelyard.Bench;

/// <summary>Represents a workload: a piece of work with a name that some peer does as well.</summary>
/// <param name="Room">The room, whose peers are in the scripts of that name.</param>
/// <param name="Name">The name, shared with the peers' scripts.</param>
/// <param name="Measure">Measures the workload.</param>
public sealed record Workload(string Room, string Name, Func<WorkloadResult> Measure)
{
    /// <summary>Lists the workloads of all rooms.</summary>
    /// <param name="root">The root of the checkout.</param>
    /// <returns>The workloads in the order of the table.</returns>
    public static IReadOnlyList<Workload> All(string root) =>
    [
        .. NumericsWorkloads.All.Select(workload => new Workload("numerics", workload.Name, () =>
            new WorkloadResult(workload.Name, workload.Size, Median(workload.Prepare(), workload.Repeats), null, null))),
        .. CsvReadWorkload.All.Select(workload => new Workload("frames", workload.Name, () =>
        {
            (double seconds, double score) = workload.Measure(root);
            return new WorkloadResult(workload.Name, workload.Size, seconds, null, score);
        })),
        .. TableFileWorkload.All.Select(workload => new Workload("frames", workload.Name, () =>
        {
            Func<double> work = workload.Prepare(Path.Combine(root, ".cache", "bench"));
            double score = 0, seconds = Median(() => score = work(), workload.Repeats);
            return new WorkloadResult(workload.Name, workload.Size, seconds, null, score);
        })),
        .. IndexingWorkload.All.Select(workload => new Workload("frames", workload.Name, () =>
        {
            Func<double> work = workload.Prepare(IndexingWorkload.Read(root));
            double score = 0, seconds = Median(() => score = work(), workload.Repeats);
            return new WorkloadResult(workload.Name, workload.Size, seconds, null, score);
        })),
        .. ShapingWorkload.All.Select(workload => new Workload("frames", workload.Name, () =>
        {
            Func<double> work = workload.Prepare(IndexingWorkload.Read(root));
            double score = 0, seconds = Median(() => score = work(), workload.Repeats);
            return new WorkloadResult(workload.Name, workload.Size, seconds, null, score);
        })),
        new Workload("frames", ValidationWorkload.Name, () =>
        {
            (double seconds, double score) = ValidationWorkload.Measure(root);
            return new WorkloadResult(ValidationWorkload.Name, ValidationWorkload.Size, seconds, null, score);
        }),
        new Workload("frames", RecordWorkload.Name, () => RecordWorkload.Measure(root)),
        .. ExpressionWorkload.All.Select(workload => new Workload("frames", workload.Name, () =>
        {
            Frame flights = IndexingWorkload.Read(root);
            double seconds = Median(() => workload.Work(flights), workload.Repeats);
            return new WorkloadResult(workload.Name, workload.Size, seconds, null, ExpressionWorkload.Score(workload.Work(flights)));
        })),
        .. DatabaseWorkload.All.Select(workload => new Workload("databases", workload.Name, () => workload.Measure(root))),
        .. RankingWorkload.All.Select(workload => new Workload("metrics", workload.Name, () =>
        {
            Func<double> work = workload.Prepare();
            double score = 0, seconds = Median(() => score = work(), workload.Repeats);
            return new WorkloadResult(workload.Name, workload.Size, seconds, null, score);
        })),
        .. InferenceWorkload.All.Select(workload => new Workload("inference", workload.Name, () =>
        {
            Func<double> work = workload.Prepare();
            double score = 0, seconds = Median(() => score = work(), workload.Repeats);
            return new WorkloadResult(workload.Name, workload.Size, seconds, null, score);
        })),
        .. DriftWorkload.All.Select(workload => new Workload("drift", workload.Name, () =>
        {
            Func<double> work = workload.Prepare();
            double score = 0, seconds = Median(() => score = work(), DriftWorkload.Repeats);
            return new WorkloadResult(workload.Name, DriftWorkload.Size, seconds, null, score);
        })),
        .. FeatureWorkload.All.Select(workload => new Workload("features", workload.Name, () =>
        {
            Func<double> work = workload.Prepare();
            double score = 0, seconds = Median(() => score = work(), workload.Repeats);
            return new WorkloadResult(workload.Name, workload.Size, seconds, null, score);
        })),
        .. TextWorkload.All.Select(workload => new Workload("text", workload.Name, workload.Measure)),
        .. EstimatorWorkload.All.Select(workload => new Workload("estimators", workload.Name, () =>
        {
            (string size, double fit, double predict, double score) = workload.Measure();
            return new WorkloadResult(workload.Name, size, fit, predict, score);
        })),
        .. AnomalyWorkload.All.Select(workload => new Workload("anomalies", workload.Name, workload.Measure)),
        .. TargetWorkload.All.Select(workload => new Workload("targets", workload.Name, workload.Measure)),
        .. StreamWorkload.All.Select(workload => new Workload("streams", workload.Name, workload.Measure)),
        .. TreeWorkloads.Names.Select(name => new Workload("trees", name, () => TreeWorkloads.Run(name))),
        .. BoostingWorkloads.Names.Select(name => new Workload("boosting", name, () =>
        {
            BoostingResultRow row = BoostingWorkloads.Run(name);
            string size = string.Create(CultureInfo.InvariantCulture, $"{row.Rows:N0} x {row.Features}");
            return new WorkloadResult(name, size, row.FitSeconds, row.PredictSeconds, row.Score);
        })),
        .. ExplanationWorkloads.All.Select(workload => new Workload("explanations", workload.Name, workload.Measure)),
        .. DependenceWorkloads.All.Select(workload => new Workload("explanations", workload.Name, workload.Measure)),
        .. ServingWorkload.All.Select(workload => new Workload("serving", workload.Name, workload.Measure)),
        .. PredictionLogWorkload.All.Select(workload => new Workload("serving", workload.Name, workload.Measure)),
    ];

    /// <summary>Lists the peers that are written in .NET.</summary>
    /// <returns>The workloads in the order of the table.</returns>
    public static IReadOnlyList<Workload> Peers() => [.. ServingWorkload.All.Select(workload => new Workload("serving", workload.Name, workload.MeasureEmpty))];

    private static double Median(Action action, int repeats)
    {
        RepeatedTime.WarmUp(action);
        var times = new RepeatedTime();
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            times.AddSince(start);
        }

        return times.Median;
    }
}
