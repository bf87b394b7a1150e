using Modelyard.Frames;
using Modelyard.Monitoring;
using Modelyard.Numerics;

namespace Modelyard.Bench.Drift;

/// <summary>Represents the comparison of a table with its reference, timed beside SciPy's test of Kolmogorov and Smirnov of each column, which is the least of it.</summary>
/// <param name="Name">The name, shared with bench/peers/drift.py.</param>
/// <param name="Prepare">Prepares the data and returns what is timed, which gives the mean effect.</param>
public sealed record DriftWorkload(string Name, Func<Func<double>> Prepare)
{
    /// <summary>The size, as a reader likes it.</summary>
    public const string Size = "20 x 100,000 against 100,000";

    /// <summary>The number of timed runs, of which the median counts.</summary>
    public const int Repeats = 9;

    /// <summary>Gets all workloads.</summary>
    public static IReadOnlyList<DriftWorkload> All { get; } =
    [
        new("drift_of_counts", () =>
        {
            (Frame reference, Frame current) = Tables();
            TableTally then = TableTally.Of(reference), now = new(then.Grid);
            now.Add(current);
            return () => Effect(TableDrift.Compare(then, now));
        }),
        new("drift_counted", () =>
        {
            (Frame reference, Frame current) = Tables();
            TableTally then = TableTally.Of(reference);
            return () => Effect(TableDrift.Compare(then, current));
        }),
        new("drift_of_rows", () =>
        {
            (Frame reference, Frame current) = Tables();
            return () => Effect(TableDrift.Compare(reference, current));
        }),
    ];

    private static double Effect(TableDrift drift) => drift.Columns.Average(column => column.Effect);

    private static (Frame Reference, Frame Current) Tables()
    {
        Matrix features = NpyFile.ReadMatrix(Path.Combine(BenchData.Folder("inference_200k"), "features.npy"));
        int half = features.Rows / 2;
        return (Table(0), Table(half));

        Frame Table(int first) => Frame.Of([.. Enumerable.Range(0, features.Columns).Select(column => (Column)new DoubleColumn($"x{column}", [.. Enumerable.Range(first, half).Select(row => features[row, column])]))]);
    }
}
