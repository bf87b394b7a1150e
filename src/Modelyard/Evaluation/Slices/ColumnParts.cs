using Modelyard.Frames;
using Modelyard.Frames.Expressions;
using Modelyard.Numerics;

namespace Modelyard.Evaluation;

/// <summary>Represents the parts that a column cuts rows into: its levels, or ranges of numbers that hold as many rows each.</summary>
/// <param name="Codes">The part of each row; rows without a cell are a part of their own.</param>
/// <param name="Conditions">What each part has in common.</param>
internal sealed record ColumnParts(int[] Codes, IReadOnlyList<Expression> Conditions)
{
    private const int MostLevels = 60;

    /// <summary>Cuts a column; null if it has too many levels, or holds texts.</summary>
    internal static ColumnParts? Of(Column column, int ranges) => column.Kind switch
    {
        ColumnKind.Category => OfLevels((CategoryColumn)column),
        ColumnKind.Boolean => OfTruths((BooleanColumn)column),
        ColumnKind.Integer or ColumnKind.Double => OfNumbers(column, ranges),
        _ => null,
    };

    private static ColumnParts? OfLevels(CategoryColumn column)
    {
        if (column.Levels.Count > MostLevels)
        {
            return null;
        }

        var own = Expression.Col(column.Name);
        int missing = column.Levels.Count;
        int[] codes = new int[column.Length];
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = column.Codes[row] < 0 ? missing : column.Codes[row];
        }

        return new ColumnParts(codes, [.. column.Levels.Select(level => own == level), own.IsMissing()]);
    }

    private static ColumnParts OfTruths(BooleanColumn column)
    {
        var own = Expression.Col(column.Name);
        double[] values = column.ToDoubles();
        return new ColumnParts(Array.ConvertAll(values, value => double.IsNaN(value) ? 2 : (int)value), [own == false, own == true, own.IsMissing()]);
    }

    private static ColumnParts? OfNumbers(Column column, int ranges)
    {
        double[] values = column.ToDoubles();
        double[] sorted = Array.FindAll(values, value => !double.IsNaN(value));
        Array.Sort(sorted);
        if (sorted.Length == 0 || sorted[0] == sorted[^1])
        {
            return null;
        }

        // Few different numbers are parts themselves.
        double[] distinct = [.. sorted.Distinct().Take(ranges + 1)];
        double[] starts = distinct.Length <= ranges
            ? distinct
            : [sorted[0], .. Enumerable.Range(1, ranges - 1).Select(i => Rounded(SortedQuantile.Of(sorted, (double)i / ranges), sorted)).Distinct().Where(start => start > sorted[0]).Order()];
        var own = Expression.Col(column.Name);
        bool isWhole = Array.TrueForAll(starts, start => double.IsInteger(start) && Math.Abs(start) < 1e15);
        Expression Number(double value) => isWhole ? (long)value : value;
        (double Low, double High)[] edges = [.. starts.Select((start, i) => (i == 0 ? double.NegativeInfinity : start, i + 1 < starts.Length ? starts[i + 1] : double.PositiveInfinity))];
        int[] codes = Array.ConvertAll(values, value => double.IsNaN(value) ? starts.Length : Math.Max(0, LastAtMost(starts, value)));
        IEnumerable<Expression> conditions = distinct.Length <= ranges ? starts.Select(start => own == Number(start)) : edges.Select(edge => Range(own, edge, Number));
        return new ColumnParts(codes, [.. conditions, own.IsMissing()]);
    }

    /// <summary>Writes a range as a condition: from its low edge to below its high one.</summary>
    private static Expression Range(Expression column, (double Low, double High) edge, Func<double, Expression> number) => (double.IsFinite(edge.Low), double.IsFinite(edge.High)) switch
    {
        (false, true) => column < number(edge.High),
        (true, false) => column >= number(edge.Low),
        _ => (column >= number(edge.Low)) & (column < number(edge.High)),
    };

    /// <summary>Rounds an edge to as few digits as keep the rows on either side about as many.</summary>
    private static double Rounded(double edge, double[] sorted)
    {
        int wanted = CountBelow(sorted, edge);
        for (int digits = 2; digits < 15; digits++)
        {
            double scale = edge == 0 ? 1 : Math.Pow(10, digits - 1 - Math.Floor(Math.Log10(Math.Abs(edge))));
            double round = Math.Round(edge * scale) / scale;
            if (double.IsFinite(round) && Math.Abs(CountBelow(sorted, round) - wanted) <= sorted.Length / 50)
            {
                return round;
            }
        }

        return edge;
    }

    private static int CountBelow(double[] sorted, double value)
    {
        int at = Array.BinarySearch(sorted, value);
        at = at < 0 ? ~at : at;
        while (at > 0 && sorted[at - 1] == value)
        {
            at--;
        }

        return at;
    }

    private static int LastAtMost(double[] starts, double value)
    {
        int at = Array.BinarySearch(starts, value);
        return at < 0 ? ~at - 1 : at;
    }
}
