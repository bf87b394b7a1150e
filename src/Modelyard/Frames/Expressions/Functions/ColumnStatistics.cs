using Modelyard.Frames.Expressions.Binding;
using Modelyard.Frames.Grouping;
using Modelyard.Numerics;

namespace Modelyard.Frames.Expressions.Functions;

/// <summary>Computes statistics of the present cells of a column, in the order of the rows.</summary>
internal static class ColumnStatistics
{
    /// <summary>Adds whole numbers or booleans, exactly.</summary>
    public static object WholeSum(Column column, CallBinding call)
    {
        Int128 sum = 0;
        for (int row = 0; row < column.Length; row++)
        {
            sum += column.IsMissing(row) ? 0 : column is IntegerColumn integers ? integers.Values[row] : ((BooleanColumn)column).Values[row] ? 1 : 0;
        }

        return sum >= long.MinValue && sum <= long.MaxValue
            ? (long)sum
            : throw call.Fault(0, $"The sum '{sum}' is beyond the whole numbers of 64 bits; add doubles, such as sum(number(x)).");
    }

    /// <summary>Averages numbers or booleans; NaN of none.</summary>
    public static double Mean(Column column) => ColumnSums.Of(column) is { Count: > 0 } sums ? sums.Sum / sums.Count : double.NaN;

    /// <summary>Computes a quantile; NaN of none.</summary>
    public static double Quantile(Column column, double share)
    {
        double[] values = Present(column);
        Array.Sort(values);
        return values.Length == 0 ? double.NaN : SortedQuantile.Of(values, share);
    }

    /// <summary>Finds the least or greatest cell; null of none.</summary>
    public static object? Extreme(Column column, bool isGreatest)
    {
        int row = GroupPicks.Least(column, new int[column.Length], 1, isGreatest)[0];
        return row == Column.Gap ? null : column switch
        {
            DoubleColumn doubles => doubles.Values[row],
            IntegerColumn integers => integers.Values[row],
            TimestampColumn times => times[row],
            _ => column.FormatCell(row),
        };
    }

    private static double[] Present(Column column)
    {
        double[] values = column.ToDoubles();
        return column.MissingCount == 0 ? values : Array.FindAll(values, value => !double.IsNaN(value));
    }
}
