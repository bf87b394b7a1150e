using Modelyard.Frames;

namespace Modelyard.Bench.Frames;

/// <summary>Brings the flights into shape: groups, merges, sorts, melts, counts and cuts them, and follows them through time.</summary>
/// <param name="Name">The name of the workload.</param>
/// <param name="Size">The size, for people.</param>
/// <param name="Prepare">Makes of the flights what is worked on, and gives the work, whose result is the score that shows that both sides did the same.</param>
/// <param name="Repeats">The number of runs, of which the median counts.</param>
public sealed record ShapingWorkload(string Name, string Size, Func<Frame, Func<double>> Prepare, int Repeats)
{
    private const int Window = 100;

    /// <summary>Gets the workloads.</summary>
    public static IReadOnlyList<ShapingWorkload> All { get; } =
    [
        new("group_flights", "3,000,000 rows, two keys; mean, std, max", flights => () => Middle(flights.GroupBy("origin", "destination").Aggregate(
            Aggregate.Mean("delay").As("mean"), Aggregate.StandardDeviation("delay").As("std"), Aggregate.Maximum("distance").As("max")), "max"), 7),
        new("merge_flights", "3,000,000 rows, left, with airports", flights =>
        {
            Frame airports = Airports(flights);
            return () => Middle(flights.Merge(airports, ["origin"], MergeHow.Left), "number");
        }, 7),
        new("asof_flights", "3,000,000 rows, the last of 300,000 by origin", flights =>
        {
            Frame sorted = flights.SortBy("date"), tenth = sorted.Filter(row => row % 10 == 0).Select("date", "origin", "distance").Rename("distance", "last");
            return () => Middle(sorted.MergeAsOf(tenth, "date", new AsOfOptions { By = ["origin"] }), "last");
        }, 5),
        new("melt_flights", "3,000,000 x 4 to 6,000,000 x 4", flights => () => Middle(flights.Melt(["origin", "destination"], ["delay", "distance"]), "value"), 5),
        new("sort_flights", "3,000,000 rows, three keys", flights => () => Middle(flights.SortBy(["delay", "distance", "date"]), "delay"), 5),
        new("rolling_flights", "3,000,000 rows, mean of 100", flights => () => Middle(Frame.Of(flights["delay"].Rolling(Window).Mean()), "delay"), 7),
        new("counts_flights", "3,000,000 rows, 265 airports", flights => () => Middle(flights.ValueCounts("origin"), "count"), 7),
        new("resample_flights", "3,000,000 rows, by hour", flights => () => Middle(flights.Resample("date", "h").Aggregate(Aggregate.Mean("delay").As("mean"), Aggregate.Count()), "count"), 7),
        new("cut_flights", "3,000,000 rows, 20 intervals", flights => () => ((CategoryColumn)flights["delay"].Cut(20)).Codes[flights.RowCount / 2], 7),
        new("cumulative_flights", "3,000,000 rows, by origin", flights => () => Middle(Frame.Of(flights.GroupBy("origin").CumulativeSum("delay")), "delay"), 7),
    ];

    private static double Middle(Frame table, string column) => table[column].Take([table.RowCount / 2]).ToDoubles()[0];

    /// <summary>Numbers the airports in the order of their names.</summary>
    private static Frame Airports(Frame flights)
    {
        Frame names = flights.DropDuplicates(["origin"]).Select("origin").SortBy("origin");
        return names.With(new IntegerColumn("number", [.. Enumerable.Range(0, names.RowCount).Select(row => (long)row)]));
    }
}
