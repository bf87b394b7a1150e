using System.Globalization;
using Modelyard.Frames;

namespace Modelyard.Bench.Frames;

/// <summary>Works on the flights with levels of keys: pivots, stacks, sorts and selects them.</summary>
/// <param name="Name">The name of the workload.</param>
/// <param name="Size">The size, for people.</param>
/// <param name="Prepare">Makes of the flights what is worked on, and gives the work, whose result is the score that shows that both sides did the same.</param>
/// <param name="Repeats">The number of runs, of which the median counts.</param>
public sealed record IndexingWorkload(string Name, string Size, Func<Frame, Func<double>> Prepare, int Repeats)
{
    private const string Path = ".cache/bench/flights-3m.csv";
    private const int Legs = 10;

    /// <summary>Gets the workloads.</summary>
    public static IReadOnlyList<IndexingWorkload> All { get; } =
    [
        new("pivot_flights", "3,000,000 rows, mean of two keys", flights => () => Sum(flights.PivotTable(["origin"], ["destination"], Aggregate.Mean("delay"))), 7),
        new("unstack_flights", "3,000,000 x 2 to 300,000 x 20", flights =>
        {
            IndexedFrame table = Legged(flights);
            return () => Sum(table.Unstack("leg"));
        }, 7),
        new("stack_flights", "300,000 x 20 to 3,000,000 x 2", flights =>
        {
            IndexedFrame table = Legged(flights).Unstack("leg");
            return () => Sum(table.Stack("leg"));
        }, 7),
        new("xs_flights", "3,000,000 rows, one airport", flights =>
        {
            IndexedFrame table = flights.Select("origin", "destination", "delay", "distance").SetIndex("origin", "destination");
            return () => Sum(table.Xs("ATL", "destination"));
        }, 20),
        new("sort_index_flights", "3,000,000 rows, two levels", flights =>
        {
            Frame table = flights.Select("origin", "destination", "delay", "distance");
            return () => table.SetIndex("origin", "destination").SortIndex().Cells[0].ToDoubles()[1_000_000];
        }, 7),
    ];

    /// <summary>Reads the flights.</summary>
    /// <param name="root">The root of the checkout.</param>
    /// <returns>The flights.</returns>
    public static Frame Read(string root) => CsvReader.Read(System.IO.Path.Combine(root, Path)).Frame;

    /// <summary>Gives ten flights after one another one number, and each of the ten its own leg.</summary>
    private static IndexedFrame Legged(Frame flights)
    {
        long[] rows = [.. Enumerable.Range(0, flights.RowCount).Select(row => (long)row)];
        return Frame.Of(
            new IntegerColumn("trip", Array.ConvertAll(rows, row => row / Legs)), new IntegerColumn("leg", Array.ConvertAll(rows, row => row % Legs)), flights["delay"], flights["distance"])
            .SetIndex("trip", "leg");
    }

    private static double Sum(IndexedFrame table) => table.Cells[0].Length > 0
        ? table.Cells.Sum(column => column.Length == 0 ? 0 : column.Take([column.Length / 2]).ToDoubles()[0] is var cell && double.IsNaN(cell) ? 0 : cell)
        : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The result has '{table.RowCount}' rows and must have some."));
}
