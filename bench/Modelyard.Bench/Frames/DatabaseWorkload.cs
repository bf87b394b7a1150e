using System.Diagnostics;
using Modelyard.Data.Databases;
using Modelyard.Frames;

namespace Modelyard.Bench.Frames;

/// <summary>Writes flights as a table of a database, in one transaction, and reads them back.</summary>
/// <param name="Name">The name of the workload.</param>
/// <param name="Address">The address of the database, given the folder of the prepared data.</param>
public sealed record DatabaseWorkload(string Name, Func<string, string> Address)
{
    private const string Folder = ".cache/bench";
    private const int Rows = 300_000;
    private const int Repeats = 5;

    /// <summary>Gets the workloads; that of PostgreSQL where the script that measures has started a server.</summary>
    public static IReadOnlyList<DatabaseWorkload> All { get; } =
    [
        new("flights_sqlite", folder => $"sqlite:{Path.Combine(folder, "flights.db")}"),
        .. Environment.GetEnvironmentVariable("MODELYARD_BENCH_POSTGRES") is { Length: > 0 } ? [new DatabaseWorkload("flights_postgres", _ => "env:MODELYARD_BENCH_POSTGRES")] : Array.Empty<DatabaseWorkload>(),
    ];

    /// <summary>Writes and reads, once to warm up and then several times.</summary>
    /// <param name="root">The root of the checkout.</param>
    /// <returns>The median seconds of writing, those of reading, and the mean delay of what was read.</returns>
    public WorkloadResult Measure(string root)
    {
        string folder = Path.Combine(root, Folder);
        Frame flights = CsvReader.Read(Path.Combine(folder, "flights-3m.csv")).Frame.Head(Rows);
        using Database database = Database.Open(Address(folder));
        var writing = new RepeatedTime();
        var reading = new RepeatedTime();
        double score = 0;
        for (int repeat = -1; repeat < Repeats; repeat++)
        {
            var clock = Stopwatch.StartNew();
            database.Write(flights, "flights", WriteMode.Replace);
            double write = clock.Elapsed.TotalSeconds;
            clock.Restart();
            Frame back = database.ReadTable("flights");
            double read = clock.Elapsed.TotalSeconds;
            score = back["delay"].ToDoubles().Average();
            if (repeat >= 0)
            {
                writing.Add(write);
                reading.Add(read);
            }
        }

        return new WorkloadResult(Name, "300,000 x 5", writing.Median, reading.Median, score);
    }
}
