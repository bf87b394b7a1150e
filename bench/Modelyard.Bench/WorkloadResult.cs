namespace Modelyard.Bench;

/// <summary>Represents what was measured of one workload.</summary>
/// <param name="Name">The name, shared with the peers' scripts.</param>
/// <param name="Size">The size, as a reader likes it.</param>
/// <param name="Fit">The seconds of the fit, or of the whole work where there is no prediction; null for a server.</param>
/// <param name="Predict">The seconds of the prediction of the test part; null where there is none.</param>
/// <param name="Score">The score on the test part, or what shows that both sides did the same; null where there is none.</param>
/// <param name="Peer">The peer that was measured; null for our side.</param>
/// <param name="Rate">The requests per second of a server; null for all else.</param>
/// <param name="P99">The seconds within which a server answered 99 of 100 requests; null for all else.</param>
/// <param name="ScoreError">The standard error of a score that is the mean over seeds; null for all else.</param>
/// <param name="Peak">The megabytes that a process held at most while it did the work once; null where that was not measured.</param>
public sealed record WorkloadResult(
    string Name,
    string Size,
    double? Fit,
    double? Predict,
    double? Score,
    string? Peer = null,
    double? Rate = null,
    double? P99 = null,
    double? ScoreError = null,
    double? Peak = null)
{
    /// <summary>Makes one result of several rounds of the same workload: each time is the median over the rounds.</summary>
    /// <param name="rounds">The results of the rounds, at least one.</param>
    /// <returns>The first, with the times of all.</returns>
    public static WorkloadResult Median(IEnumerable<WorkloadResult> rounds)
    {
        WorkloadResult[] all = [.. rounds];
        return all[0] with
        {
            Fit = Median(all, result => result.Fit),
            Predict = Median(all, result => result.Predict),
            Rate = Median(all, result => result.Rate),
            P99 = Median(all, result => result.P99),
            Peak = Median(all, result => result.Peak),
        };
    }

    private static double? Median(WorkloadResult[] rounds, Func<WorkloadResult, double?> value)
    {
        var times = new RepeatedTime();
        foreach (WorkloadResult round in rounds)
        {
            if (value(round) is { } one)
            {
                times.Add(one);
            }
        }

        return rounds.Any(round => value(round) is not null) ? times.Median : null;
    }
}
