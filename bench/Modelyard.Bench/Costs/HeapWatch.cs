using System.Diagnostics;

namespace Modelyard.Bench.Costs;

/// <summary>Times a piece of work and watches how far the managed heap grows meanwhile.</summary>
public static class HeapWatch
{
    private const double Million = 1e6;

    // What a fit of few rows takes is less than what the runtime itself does by the way.
    private const double LeastMegabytes = 0.1;

    /// <summary>Does a piece of work.</summary>
    /// <param name="work">The work; what it returns is kept until it is measured.</param>
    /// <returns>The seconds, and by how many millions of bytes the heap grew at most, garbage that was not yet collected included.</returns>
    public static (double Seconds, double Megabytes) Run(Func<object> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        long before = GC.GetTotalMemory(forceFullCollection: false), peak = before;
        using var ended = new ManualResetEventSlim();
        var watch = new Thread(() =>
        {
            while (!ended.Wait(1))
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
            }
        });
        watch.Start();
        long start = Stopwatch.GetTimestamp();
        object result = work();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        ended.Set();
        watch.Join();
        peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
        GC.KeepAlive(result);
        return (seconds, Math.Max(LeastMegabytes, (peak - before) / Million));
    }
}
