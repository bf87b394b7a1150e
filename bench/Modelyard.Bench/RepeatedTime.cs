using System.Diagnostics;

namespace Modelyard.Bench;

/// <summary>Represents the times of several runs of the same work, of which the median is reported.</summary>
public sealed class RepeatedTime
{
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(0.5);
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

    /// <summary>Runs a piece of work, untimed, for half a second and at least once, so that it is compiled as it is in a process that has run for a while; once, if memory is measured.</summary>
    /// <param name="action">The work.</param>
    public static void WarmUp(Action action)
    {
        if (PeakMemory.IsAsked)
        {
            PeakMemory.Watch(action);
            return;
        }

        long start = Stopwatch.GetTimestamp();
        do
        {
            action();
        }
        while (Stopwatch.GetElapsedTime(start) < Warm);
    }

    /// <summary>Adds the time since a timestamp.</summary>
    /// <param name="start">What <see cref="Stopwatch.GetTimestamp"/> gave when the work began.</param>
    public void AddSince(long start) => Add(Stopwatch.GetElapsedTime(start).TotalSeconds);

    /// <summary>Adds a time.</summary>
    /// <param name="seconds">The seconds.</param>
    public void Add(double seconds) => _seconds.Add(seconds);
}
