using Modelyard.Frames.Grouping;
using Modelyard.Frames.Windows;

namespace Modelyard.Frames;

/// <summary>Computes columns from the rows around each row: windows, lags, differences, cumulated statistics and ranks.</summary>
public static class ColumnWindows
{
    /// <summary>Creates windows of a fixed number of rows that end at each row.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <param name="size">The number of rows, at least 1.</param>
    /// <param name="least">The number of present cells that a window must have, at least 1; as many as its rows if null.</param>
    /// <returns>The windows.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers.</exception>
    public static RollingWindow Rolling(this Column column, int size, int? least = null)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(least ?? 1, 1, nameof(least));
        return column.Rolling(size, new RollingOptions { Least = least });
    }

    /// <summary>Creates windows of a number of rows that end at each row or have it in their middle.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <param name="size">The number of rows, at least 1.</param>
    /// <param name="options">Which rows belong to a window.</param>
    /// <returns>The windows.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers.</exception>
    public static RollingWindow Rolling(this Column column, int size, RollingOptions options)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Least ?? 1, 1, nameof(options));
        return new RollingWindow(column, WindowBounds.OfRows(column.Length, size, options), options.Least ?? size);
    }

    /// <summary>Creates windows of a span of time that end at each row or have it in their middle.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <param name="times">The times of the rows: a column of timestamps that rise.</param>
    /// <param name="span">The span, above zero. By default a window holds the rows after the beginning of the span up to the row itself.</param>
    /// <param name="options">Which rows belong to a window; the defaults if null.</param>
    /// <returns>The windows.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers, or the times are no timestamps, are missing, fall, or are not as many.</exception>
    public static RollingWindow Rolling(this Column column, Column times, TimeSpan span, RollingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(span, TimeSpan.Zero);
        options ??= new RollingOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Least ?? 1, 1, nameof(options));
        return new RollingWindow(column, WindowBounds.OfTimes(Times(column, times), span, options), options.Least ?? 1);
    }

    /// <summary>Creates windows of all rows up to each row.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <param name="least">The number of present cells that a window must have, at least 1.</param>
    /// <returns>The windows.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers.</exception>
    public static RollingWindow Expanding(this Column column, int least = 1)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 1);
        return column.Rolling(int.MaxValue, new RollingOptions { Least = least });
    }

    /// <summary>Creates windows of all rows up to each row, with weights that fall by the same share from row to row.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <param name="decay">How fast the weights fall.</param>
    /// <param name="options">How the first row and missing cells count; the defaults if null.</param>
    /// <returns>The windows.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers.</exception>
    public static ExponentialWindow Exponential(this Column column, Decay decay, ExponentialOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(decay);
        return new ExponentialWindow(column, decay.Alpha, null, options ?? new ExponentialOptions());
    }

    /// <summary>Creates windows of all rows up to each row, with weights that fall by half in a span of time.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <param name="times">The times of the rows: a column of timestamps that rise.</param>
    /// <param name="halfLife">The time in which a weight falls by half, above zero.</param>
    /// <param name="options">How missing cells count; weights are always divided by their sum.</param>
    /// <returns>The windows.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers, or the times are no timestamps, are missing, fall, or are not as many.</exception>
    public static ExponentialWindow Exponential(this Column column, Column times, TimeSpan halfLife, ExponentialOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(halfLife, TimeSpan.Zero);
        options ??= new ExponentialOptions();
        if (!options.Adjust)
        {
            throw new ModelyardException("Weights that fall with time are divided by their sum; leave Adjust at true.");
        }

        TimestampColumn checkedTimes = Times(column, times);
        _ = WindowBounds.OfTimes(checkedTimes, halfLife, new RollingOptions());
        double[] steps = new double[column.Length];
        for (int row = 1; row < steps.Length; row++)
        {
            steps[row] = (checkedTimes.Ticks[row] - checkedTimes.Ticks[row - 1]) / (double)halfLife.Ticks;
        }

        return new ExponentialWindow(column, 0.5, steps, options);
    }

    /// <summary>Averages all rows up to each row with weights that fall by the same share from row to row.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <param name="alpha">The share by which a weight falls, above 0 and at most 1: with a span of n rows, <c>2 / (n + 1)</c>.</param>
    /// <param name="adjust">Whether the weights are divided by their sum; otherwise the first cell begins as the mean.</param>
    /// <returns>One mean a row. A missing cell leaves the mean as it is, and weights fall by it all the same.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers.</exception>
    public static DoubleColumn ExponentialMean(this Column column, double alpha, bool adjust = true) =>
        column.Exponential(Decay.FromAlpha(alpha), new ExponentialOptions { Adjust = adjust }).Mean();

    /// <summary>Moves the cells down, or up by a negative number; what has nothing to move to it is missing.</summary>
    /// <param name="column">The column, of any kind.</param>
    /// <param name="rows">The number of rows.</param>
    /// <returns>A column of the same kind.</returns>
    public static Column Lag(this Column column, int rows = 1)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.TakeOrMissing(Sources(column.Length, rows));
    }

    /// <summary>Subtracts from each cell the one some rows above.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <param name="rows">The number of rows.</param>
    /// <returns>One number a row, an integer if the column holds integers or booleans and else a double; missing where there is no such row.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers, or a difference of integers is beyond 64 bits.</exception>
    public static Column Difference(this Column column, int rows = 1) => column is IntegerColumn or BooleanColumn
        ? GroupCumulation.Differences(column, Sources(column.Length, rows))
        : Compare(column, rows, (now, then) => now - then);

    /// <summary>Computes by which share each cell exceeds the one some rows above.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <param name="rows">The number of rows.</param>
    /// <returns>One share a row.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers.</exception>
    public static DoubleColumn RelativeChange(this Column column, int rows = 1) => Compare(column, rows, (now, then) => (now / then) - 1);

    /// <summary>Adds up the cells down to each row; a missing cell stays missing and adds nothing.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <returns>One sum a row, an integer if the column holds integers or booleans and else a double.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers, or a sum of integers is beyond 64 bits.</exception>
    public static Column CumulativeSum(this Column column) => column is IntegerColumn or BooleanColumn
        ? GroupCumulation.OfIntegers<CumulativeSum>(column, [], 1, 0)
        : Cumulate<CumulativeSum>(column, 0);

    /// <summary>Multiplies the cells down to each row; a missing cell stays missing and changes nothing.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <returns>One product a row.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers.</exception>
    public static DoubleColumn CumulativeProduct(this Column column) => Cumulate<CumulativeProduct>(column, 1);

    /// <summary>Finds the greatest cell down to each row; a missing cell stays missing.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <returns>One number a row, an integer if the column holds integers and else a double.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers.</exception>
    public static Column CumulativeMaximum(this Column column) => column is IntegerColumn
        ? GroupCumulation.OfIntegers<CumulativeMaximum>(column, [], 1, long.MinValue)
        : Cumulate<CumulativeMaximum>(column, double.NegativeInfinity);

    /// <summary>Finds the least cell down to each row; a missing cell stays missing.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <returns>One number a row, an integer if the column holds integers and else a double.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers.</exception>
    public static Column CumulativeMinimum(this Column column) => column is IntegerColumn
        ? GroupCumulation.OfIntegers<CumulativeMinimum>(column, [], 1, long.MaxValue)
        : Cumulate<CumulativeMinimum>(column, double.PositiveInfinity);

    /// <summary>Counts the cells that are present down to each row.</summary>
    /// <param name="column">The column, of any kind.</param>
    /// <returns>One number a row.</returns>
    public static IntegerColumn CumulativeCount(this Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        long[] counts = new long[column.Length];
        long count = 0;
        for (int row = 0; row < counts.Length; row++)
        {
            count += column.IsMissing(row) ? 0 : 1;
            counts[row] = count;
        }

        return new IntegerColumn(column.Name, counts);
    }

    /// <summary>Ranks the cells from 1; missing cells have no rank.</summary>
    /// <param name="column">The column, of any kind; texts by code point.</param>
    /// <param name="method">The rank of equal cells.</param>
    /// <param name="descending">True to give the greatest the first rank.</param>
    /// <returns>One rank a row.</returns>
    public static DoubleColumn Rank(this Column column, RankMethod method = RankMethod.Average, bool descending = false)
    {
        ArgumentNullException.ThrowIfNull(column);
        int[] order = Frame.Of(column).SortedRows([column.Name], descending);
        ulong[] keys = new ulong[column.Length];
        column.CopySortKeys(keys);
        double[] ranks = new double[column.Length];
        Array.Fill(ranks, double.NaN);
        int present = column.Length - column.MissingCount, dense = 0;
        for (int first = 0, end; first < present; first = end)
        {
            end = first + 1;
            while (end < present && keys[order[end]] == keys[order[first]])
            {
                end++;
            }

            dense++;
            for (int at = first; at < end; at++)
            {
                ranks[order[at]] = method switch
                {
                    RankMethod.Average => (first + 1 + end) / 2.0,
                    RankMethod.Minimum => first + 1,
                    RankMethod.Maximum => end,
                    RankMethod.First => at + 1,
                    _ => dense,
                };
            }
        }

        return new DoubleColumn(column.Name, ranks);
    }

    private static TimestampColumn Times(Column column, Column times)
    {
        ArgumentNullException.ThrowIfNull(times);
        return times is TimestampColumn timestamps && times.Length == column.Length
            ? timestamps
            : throw new ModelyardException(
                $"The times '{times.Name}' are '{times.Length}' of the kind '{times.Kind}' and must be '{column.Length}' timestamps, one for each cell of '{column.Name}'.");
    }

    private static DoubleColumn Compare(Column column, int rows, Func<double, double, double> compare)
    {
        ArgumentNullException.ThrowIfNull(column);
        double[] values = RollingWindow.Numbers(column), results = new double[values.Length];
        for (int row = 0; row < results.Length; row++)
        {
            long other = (long)row - rows;
            results[row] = other >= 0 && other < values.Length ? compare(values[row], values[other]) : double.NaN;
        }

        return new DoubleColumn(column.Name, results);
    }

    private static DoubleColumn Cumulate<TOperation>(Column column, double start)
        where TOperation : struct, ICumulation
    {
        ArgumentNullException.ThrowIfNull(column);
        return GroupCumulation.Of<TOperation>(column, [], 1, start);
    }

    /// <summary>Finds for each row the one that stands some rows above it; -1 for none.</summary>
    private static int[] Sources(int length, int rows)
    {
        int[] sources = new int[length];
        for (int row = 0; row < sources.Length; row++)
        {
            long source = (long)row - rows;
            sources[row] = source >= 0 && source < sources.Length ? (int)source : Column.Gap;
        }

        return sources;
    }
}
