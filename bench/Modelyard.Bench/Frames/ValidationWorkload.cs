using System.Diagnostics;
using Modelyard.Frames;
using Modelyard.Frames.Validation;

namespace Modelyard.Bench.Frames;

/// <summary>Holds the flights against a schema of ten checks; the score is the number of failures, which both sides must find.</summary>
public static class ValidationWorkload
{
    /// <summary>The name of the workload.</summary>
    public const string Name = "validate_flights";

    /// <summary>The size, for people.</summary>
    public const string Size = "3,000,000 rows, ten checks";

    private const int Repeats = 7;

    /// <summary>Checks the flights, once to warm up and then several times.</summary>
    /// <param name="root">The root of the checkout.</param>
    /// <returns>The median seconds of a check, and the number of failures.</returns>
    public static (double Seconds, double Score) Measure(string root)
    {
        Frame flights = IndexingWorkload.Read(root);
        TableSchema schema = Schema();
        var options = new ValidationOptions { Tables = new Dictionary<string, Frame> { ["airports"] = flights.GroupBy("origin").Aggregate(Aggregate.Count()) } };
        double score = 0;
        RepeatedTime.WarmUp(() => score = schema.Validate(flights, options).ErrorCount);
        var times = new RepeatedTime();
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            var clock = Stopwatch.StartNew();
            ValidationReport report = schema.Validate(flights, options);
            times.Add(clock.Elapsed.TotalSeconds);
            GC.KeepAlive(report);
        }

        return (times.Median, score);
    }

    private static TableSchema Schema() => new(
        new ColumnSchema("date", ColumnKind.Timestamp) { Minimum = new DateTime(2001, 1, 1), Monotonicity = Monotonicity.Increasing },
        new ColumnSchema("delay", ColumnKind.Integer) { Minimum = -60, Maximum = 600 },
        new ColumnSchema("distance", ColumnKind.Integer) { ExclusiveMinimum = 0 },
        new ColumnSchema("origin", ColumnKind.Category) { Pattern = "[A-Z]{3}" },
        new ColumnSchema("destination", ColumnKind.Category) { MinimumLength = 3 })
    {
        Keys = [new UniqueKey("date", "origin", "destination")],
        References = [new ReferenceRule("destination", "airports", "origin")],
        MinimumRows = 1_000_000,
    };
}
