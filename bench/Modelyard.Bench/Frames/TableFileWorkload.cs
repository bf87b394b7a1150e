using Modelyard.Data;
using Modelyard.Frames;

namespace Modelyard.Bench.Frames;

/// <summary>Reads and writes the flights as JSON and Parquet, kinds inferred, on all processors.</summary>
/// <param name="Name">The name of the workload.</param>
/// <param name="Size">The size, for people.</param>
/// <param name="Prepare">Gives, for the folder of the files, the work, whose result is the mean of a column that shows that both sides did the same.</param>
/// <param name="Repeats">The number of runs, of which the median counts.</param>
public sealed record TableFileWorkload(string Name, string Size, Func<string, Func<double>> Prepare, int Repeats)
{
    private const string Parquet = "flights-3m.parquet";

    /// <summary>Gets the workloads.</summary>
    public static IReadOnlyList<TableFileWorkload> All { get; } =
    [
        new("read_ndjson_flights", "1,000,000 x 5, 93 MB", folder => () => Mean(TableFiles.Read(Path.Combine(folder, "flights-1m.ndjson")).Frame), 5),
        new("read_parquet_flights", "3,000,000 x 5, 13 MB", folder => () => Mean(TableFiles.Read(Path.Combine(folder, Parquet)).Frame), 7),
        new("filter_parquet_flights", "2 of 5 columns, 82,000 of 3,000,000 rows", folder =>
        {
            var options = new TableReadOptions
            {
                Columns = ["delay", "distance"],
                Conditions = [new ColumnCondition("distance", ColumnOperator.Greater, 2000), new ColumnCondition("delay", ColumnOperator.Greater, 20)],
            };
            return () => Mean(TableFiles.Read(Path.Combine(folder, Parquet), options).Frame);
        }, 7),
        new("write_parquet_flights", "3,000,000 x 5, zstd", folder =>
        {
            Frame flights = TableFiles.Read(Path.Combine(folder, Parquet)).Frame;
            return () =>
            {
                TableFiles.Write(flights, Path.Combine(folder, "written.parquet"));
                return Mean(flights);
            };
        }, 5),
    ];

    private static double Mean(Frame frame)
    {
        ReadOnlySpan<long> delays = ((IntegerColumn)frame["delay"]).Values;
        long sum = 0;
        foreach (long delay in delays)
        {
            sum += delay;
        }

        return sum / (double)delays.Length;
    }
}
