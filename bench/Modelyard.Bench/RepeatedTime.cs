using System.Diagnostics;

namespace Modelyard.Bench;

/// <summary>Represents the times of several runs of the same work, of which the median is reported.</summary>
public sealed class RepeatedTime
{
    // The runtime compiles a method anew after 30 calls, with counters, and once more after 30 of those: work that ends soon gets that many runs, if they take no longer than the second time.
    private const int WarmRuns = 64;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestWarm = TimeSpan.FromSeconds(2);
    private readonly List<double> _seconds = [];

    /// <summary>Gets the median of the seconds added; of an even number, the mean of the two in the middle.</summary>
    public double Median
    {
        get
        {
            double[] sorted = [.. _seconds.Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    /// <summary>Runs a piece of work, untimed, for half a second and up to two, and at least once, so that it is compiled as it is in a process that has run for a while; once, if memory is measured.</summary>
    /// <param name="action">The work.</param>
    public static void WarmUp(Action action)
    {
        if (PeakMemory.IsAsked)
        {
            PeakMemory.Watch(action);
            return;
        }

        long start = Stopwatch.GetTimestamp();
        for (int run = 0; run == 0 || Stopwatch.GetElapsedTime(start) < (run < WarmRuns ? LongestWarm : Warm); run++)
        {
            action();
        }
    }

    /// <summary>Runs a fit, untimed, as <see cref="WarmUp(Action)"/> does, and then predictions by what it gave.</summary>
    /// <typeparam name="T">The type of the model.</typeparam>
    /// <param name="fit">The fit.</param>
    /// <param name="predict">The predictions.</param>
    public static void WarmUp<T>(Func<T> fit, Action<T> predict)
    {
        T model = default!;
        WarmUp(() => model = fit());
        WarmUp(() => predict(model));
    }

    /// <summary>Adds the time since a timestamp.</summary>
    /// <param name="start">What <see cref="Stopwatch.GetTimestamp"/> gave when the work began.</param>
    public void AddSince(long start) => Add(Stopwatch.GetElapsedTime(start).TotalSeconds);

    /// <summary>Adds a time.</summary>
    /// <param name="seconds">The seconds.</param>
    public void Add(double seconds) => _seconds.Add(seconds);
}
