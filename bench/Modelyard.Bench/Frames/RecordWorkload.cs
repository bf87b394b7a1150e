using System.Diagnostics;
using Modelyard.Frames;

namespace Modelyard.Bench.Frames;

/// <summary>Makes a table of a million records, and records of its rows.</summary>
public static class RecordWorkload
{
    /// <summary>The name of the workload.</summary>
    public const string Name = "records_1m";

    /// <summary>The size, for people.</summary>
    public const string Size = "1,000,000 records of 5 to a table, and back";

    private const int Rows = 1_000_000;
    private const int Repeats = 9;

    /// <summary>Measures both ways.</summary>
    /// <param name="root">The root of the checkout.</param>
    /// <returns>The median seconds of each, and the middle delay of what came back, which shows that both sides did the same.</returns>
    public static WorkloadResult Measure(string root)
    {
        FlightRecord[] flights = IndexingWorkload.Read(root).Head(Rows).As<FlightRecord>();
        Frame table = Frame.From(flights);
        FlightRecord[] back = table.As<FlightRecord>();
        double from = Median(() => table = Frame.From(flights)), to = Median(() => back = table.As<FlightRecord>());
        return new WorkloadResult(Name, Size, from, to, back[Rows / 2].Delay);
    }

    private static double Median(Action action)
    {
        RepeatedTime.WarmUp(action);
        var times = new RepeatedTime();
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            times.AddSince(start);
        }

        return times.Median;
    }
}
