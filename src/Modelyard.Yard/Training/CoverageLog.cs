using Modelyard.Ensembles;

namespace Modelyard.Lifecycle.Training;

/// <summary>Writes down how often intervals or sets held the truth on the test rows.</summary>
internal static class CoverageLog
{
    internal static void Write(RunLog run, CoverageCheck? check)
    {
        if (check is not null)
        {
            DateTimeOffset now = DateTimeOffset.UtcNow;
            (string, double)[] all = [("asked", check.Wanted), ("held", check.Reached), ("size", check.Size)];
            run.LogMetrics([.. all.Where(one => double.IsFinite(one.Item2)).Select(one => new RunMetric($"test/coverage-{one.Item1}", one.Item2, 0, now))]);
        }
    }
}
