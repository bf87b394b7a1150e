using System.Diagnostics;
using Modelyard.Frames;

namespace Modelyard.Bench.Frames;

/// <summary>Reads a file of delimited text into a frame, kinds inferred, on all processors.</summary>
/// <param name="Name">The name of the workload.</param>
/// <param name="Size">The size, for people.</param>
/// <param name="Path">The path of the file, from the root of the checkout.</param>
/// <param name="Scored">The column whose mean is the score, so that both sides show that they read the same.</param>
/// <param name="Repeats">The number of readings, of which the median counts.</param>
public sealed record CsvReadWorkload(string Name, string Size, string Path, string Scored, int Repeats)
{
    /// <summary>Gets the workloads of the reader.</summary>
    public static IReadOnlyList<CsvReadWorkload> All { get; } =
    [
        new("read_csv_flights", "3,000,000 x 5, 127 MB", ".cache/bench/flights-3m.csv", "delay", 7),
        new("read_csv_diamonds", "53,940 x 10, 2.8 MB", "examples/data/diamonds.csv", "price", 60),
    ];

    /// <summary>Reads the file, once to warm up and then several times.</summary>
    /// <param name="root">The root of the checkout.</param>
    /// <returns>The median seconds of a reading, and the mean of the scored column.</returns>
    public (double Seconds, double Score) Measure(string root)
    {
        string path = System.IO.Path.Combine(root, Path);
        double score = 0;
        RepeatedTime.WarmUp(() => score = CsvReader.Read(path).Frame[Scored].ToDoubles().Average());
        var times = new RepeatedTime();
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            var clock = Stopwatch.StartNew();
            Frame frame = CsvReader.Read(path).Frame;
            times.Add(clock.Elapsed.TotalSeconds);
            GC.KeepAlive(frame);
        }

        return (times.Median, score);
    }
}
