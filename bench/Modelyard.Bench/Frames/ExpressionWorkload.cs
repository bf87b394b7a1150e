using Modelyard.Frames;
using Modelyard.Frames.Expressions;

namespace Modelyard.Bench.Frames;

/// <summary>Computes expressions over the flights.</summary>
/// <param name="Name">The name of the workload.</param>
/// <param name="Size">The size, for people.</param>
/// <param name="Work">The work, which gives a column whose mean is the score that shows that both sides did the same.</param>
/// <param name="Repeats">The number of runs, of which the median counts.</param>
public sealed record ExpressionWorkload(string Name, string Size, Func<Frame, Column> Work, int Repeats)
{
    /// <summary>Gets the workloads.</summary>
    public static IReadOnlyList<ExpressionWorkload> All { get; } =
    [
        new("filter_flights", "3,000,000 x 5, three conditions", flights => flights.Filter(Expression.Parse("distance > 500 and delay between 15 and 120 and origin in ('ATL', 'ORD')"))["delay"], 41),
        new("compute_flights", "3,000,000 rows, a quotient with a condition", flights => flights.With("speed", Expression.Parse("case when delay > 0 then distance / delay end"))["speed"], 41),
        new("month_flights", "3,000,000 rows, the month of a time", flights => flights.With("month", Expression.Parse("month(date)"))["month"], 41),
        new("standardize_flights", "3,000,000 rows, (x - mean(x)) / std(x)", flights => flights.With("z", Expression.Parse("(distance - mean(distance)) / std(distance)"))["z"], 15),
    ];

    /// <summary>Computes the score of a result.</summary>
    /// <param name="result">The column.</param>
    /// <returns>The mean of its present cells.</returns>
    public static double Score(Column result) => result.ToDoubles().Where(value => !double.IsNaN(value)).Average();
}
