using Modelyard.Frames.Expressions.Binding;
using Modelyard.Frames.Expressions.Evaluation;

namespace Modelyard.Frames.Expressions.Functions;

/// <summary>Holds the statistics of whole columns, which are the same for all rows, and the number of the row.</summary>
internal static class ColumnFunctions
{
    /// <summary>Gets the functions.</summary>
    public static IReadOnlyList<Function> All { get; } =
    [
        new("count", "count(x)", 0, 1, "the number of present cells of the whole column; of rows, without x", BindCount),
        new("sum", "sum(x)", 1, 1, "the sum of the column", call => Statistic(call, "sum", call.Kind(0) == ColumnKind.Double ? ColumnKind.Double : ColumnKind.Integer, (column, _) => column is DoubleColumn ? ColumnSums.Of(column).Sum : ColumnStatistics.WholeSum(column, call))),
        new("mean", "mean(x)", 1, 1, "the mean of the column", call => Statistic(call, "mean", ColumnKind.Double, (column, _) => ColumnStatistics.Mean(column))) { Aliases = ["avg", "average"] },
        new("std", "std(x)", 1, 1, "the standard deviation of the column, as that of a sample", call => Statistic(call, "std", ColumnKind.Double, (column, _) => Math.Sqrt(ColumnSums.Of(column).Variance))) { Aliases = ["stddev", "stdev"] },
        new("var", "var(x)", 1, 1, "the variance of the column, as that of a sample", call => Statistic(call, "var", ColumnKind.Double, (column, _) => ColumnSums.Of(column).Variance)) { Aliases = ["variance"] },
        new("min", "min(x)", 1, 1, "the least cell of the column", call => Extreme(call, "min", isGreatest: false)),
        new("max", "max(x)", 1, 1, "the greatest cell of the column", call => Extreme(call, "max", isGreatest: true)),
        new("median", "median(x)", 1, 1, "the median of the column", call => Statistic(call, "median", ColumnKind.Double, (column, _) => ColumnStatistics.Quantile(column, 0.5))),
        new("quantile", "quantile(x, share)", 2, 2, "the cell below which lies a share of the column, by linear interpolation", BindQuantile),
        new("row", "row()", 0, 0, "the number of the row, counted from 0", call => call.Add(new RowNumberNode())) { Aliases = ["rownumber"] },
    ];

    private static Node BindCount(CallBinding call) => call.Count == 0
        ? call.AddAggregate(new AggregateNode(ColumnKind.Integer, "count rows", null, static (_, evaluation) => (long)evaluation.Rows))
        : call.AddAggregate(new AggregateNode(ColumnKind.Integer, FormattableString.Invariant($"count {call[0].Id}"), call[0], static (column, _) => (long)(column.Length - column.MissingCount)));

    private static Node Statistic(CallBinding call, string name, ColumnKind kind, Func<Column, Evaluation.Evaluation, object?> compute)
    {
        if (!call.IsNumber(0) && call.Kind(0) != ColumnKind.Boolean)
        {
            throw call.Fault(0, $"{call.Describe(0)}, of which '{name}' is not computed; it must hold numbers or booleans.{call.Hint()}");
        }

        return call.AddAggregate(new AggregateNode(kind, FormattableString.Invariant($"{name} {call[0].Id}"), call[0], compute));
    }

    private static Node BindQuantile(CallBinding call)
    {
        double share = call.ConstantShare(1);
        return Statistic(call, FormattableString.Invariant($"quantile {share:R} of"), ColumnKind.Double, (column, _) => ColumnStatistics.Quantile(column, share));
    }

    private static Node Extreme(CallBinding call, string name, bool isGreatest)
    {
        if (call.Kind(0) == ColumnKind.Boolean)
        {
            throw call.Fault(0, $"{call.Describe(0)}, of which '{name}' is not computed; count those that are true by sum(x).");
        }

        ColumnKind kind = call.Kind(0) == ColumnKind.Text ? ColumnKind.Category : call.Kind(0);
        return call.AddAggregate(new AggregateNode(kind, FormattableString.Invariant($"{name} {call[0].Id}"), call[0], (column, _) => ColumnStatistics.Extreme(column, isGreatest)));
    }
}
