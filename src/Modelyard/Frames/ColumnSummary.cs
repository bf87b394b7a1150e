using System.Text;
using Modelyard.Numerics;

namespace Modelyard.Frames;

/// <summary>Represents what a column holds in a few figures.</summary>
/// <remarks>
/// Figures of numbers are NaN for text and categories, and where no cell is present. Timestamps are summarised in seconds since 1970-01-01.
/// The standard deviation divides by n - 1; quantiles interpolate linearly (Hyndman and Fan, 1996, definition 7), both as pandas has it.
/// </remarks>
public sealed record ColumnSummary
{
    /// <summary>Gets the name of the column.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the kind of the cells.</summary>
    public required ColumnKind Kind { get; init; }

    /// <summary>Gets the number of cells that are present.</summary>
    public required int Count { get; init; }

    /// <summary>Gets the number of cells that are missing.</summary>
    public required int Missing { get; init; }

    /// <summary>Gets the number of different values that are present.</summary>
    public required int Distinct { get; init; }

    /// <summary>Gets a value indicating whether the number of different values is an estimate, with a standard error of 1.6 %: of a table that was read chunk by chunk and has more than memory holds.</summary>
    public bool IsDistinctEstimated { get; init; }

    /// <summary>Gets the most frequent value, of several the one that sorts first; null if no cell is present, or, of a table that was read chunk by chunk, if not all values could be counted and none stands out.</summary>
    public string? Top { get; init; }

    /// <summary>Gets the number of cells that hold the most frequent value.</summary>
    public int TopCount { get; init; }

    /// <summary>Gets the mean.</summary>
    public double Mean { get; init; } = double.NaN;

    /// <summary>Gets the standard deviation of a sample.</summary>
    public double StandardDeviation { get; init; } = double.NaN;

    /// <summary>Gets the least value.</summary>
    public double Minimum { get; init; } = double.NaN;

    /// <summary>Gets the first quartile.</summary>
    public double LowerQuartile { get; init; } = double.NaN;

    /// <summary>Gets the median.</summary>
    public double Median { get; init; } = double.NaN;

    /// <summary>Gets the third quartile.</summary>
    public double UpperQuartile { get; init; } = double.NaN;

    /// <summary>Gets the greatest value.</summary>
    public double Maximum { get; init; } = double.NaN;

    /// <summary>Summarises one column.</summary>
    /// <param name="column">The column.</param>
    /// <returns>Its summary.</returns>
    public static ColumnSummary Of(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        int[] rows = SortedRows(column, out int distinct, out int topRow, out int topCount);
        var summary = new ColumnSummary
        {
            Name = column.Name,
            Kind = column.Kind,
            Count = rows.Length,
            Missing = column.MissingCount,
            Distinct = distinct,
            Top = topCount == 0 ? null : column.FormatCell(topRow),
            TopCount = topCount,
        };
        if (!column.IsNumeric || rows.Length == 0)
        {
            return summary;
        }

        double[] numbers = column.ToDoubles();
        double[] sorted = Array.ConvertAll(rows, row => numbers[row]);
        (double mean, double deviation) = Moments(sorted);
        return summary with
        {
            Mean = mean,
            StandardDeviation = deviation,
            Minimum = sorted[0],
            LowerQuartile = SortedQuantile.Of(sorted, 0.25),
            Median = SortedQuantile.Of(sorted, 0.5),
            UpperQuartile = SortedQuantile.Of(sorted, 0.75),
            Maximum = sorted[^1],
        };
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(FormattableString.Invariant($"{Name}: {Kind}, {Count} present, {Missing} missing, {Distinct} distinct"));
        if (!double.IsNaN(Mean))
        {
            text.Append(FormattableString.Invariant($", mean {Mean:G6} +- {StandardDeviation:G6}, {Minimum:G6} to {Maximum:G6}, median {Median:G6}"));
        }

        return text.ToString();
    }

    /// <summary>Sorts the rows that are present by value, and finds the longest run of one value.</summary>
    private static int[] SortedRows(Column column, out int distinct, out int topRow, out int topCount)
    {
        ulong[] allKeys = new ulong[column.Length];
        column.CopySortKeys(allKeys);
        int[] rows = new int[column.Length - column.MissingCount];
        ulong[] keys = new ulong[rows.Length];
        for (int row = 0, i = 0; row < column.Length; row++)
        {
            if (!column.IsMissing(row))
            {
                keys[i] = allKeys[row];
                rows[i++] = row;
            }
        }

        Array.Sort(keys, rows);
        distinct = topCount = topRow = 0;
        for (int start = 0; start < keys.Length;)
        {
            int end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }

            distinct++;
            if (end - start > topCount)
            {
                topCount = end - start;
                topRow = rows[start];
            }

            start = end;
        }

        return rows;
    }

    private static (double Mean, double Deviation) Moments(double[] values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        double mean = sum / values.Length;
        double squares = 0, remainder = 0;
        foreach (double value in values)
        {
            double off = value - mean;
            squares += off * off;
            remainder += off;
        }

        // The two-pass formula with its correction: Chan, Golub and LeVeque (1983), Algorithms for Computing the Sample Variance.
        double variance = (squares - (remainder * remainder / values.Length)) / (values.Length - 1);
        return (mean, values.Length > 1 ? Math.Sqrt(variance) : double.NaN);
    }
}
