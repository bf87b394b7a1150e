using Modelyard.Frames.Grouping;
using Modelyard.Frames.Lineage;
using Modelyard.Numerics;

namespace Modelyard.Frames;

/// <content>Rows within their groups.</content>
public sealed partial class GroupedFrame
{
    /// <summary>Adds up the cells of each group down to each row; a missing cell stays missing and adds nothing.</summary>
    /// <param name="column">The name of the column: numbers or booleans.</param>
    /// <returns>A column as long as the table, of integers if the column holds integers or booleans and else of doubles; missing where a row belongs to no group.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers, or a sum of integers is beyond 64 bits.</exception>
    public Column CumulativeSum(string column) => _table[column] is IntegerColumn or BooleanColumn
        ? GroupCumulation.OfIntegers<CumulativeSum>(_table[column], _groups, Count, 0)
        : GroupCumulation.Of<CumulativeSum>(_table[column], _groups, Count, 0);

    /// <summary>Multiplies the cells of each group down to each row, as <see cref="CumulativeSum"/> adds them.</summary>
    /// <param name="column">The name of the column: numbers or booleans.</param>
    /// <returns>A column as long as the table.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers.</exception>
    public DoubleColumn CumulativeProduct(string column) => GroupCumulation.Of<CumulativeProduct>(_table[column], _groups, Count, 1);

    /// <summary>Finds the least cell of each group down to each row.</summary>
    /// <param name="column">The name of the column: numbers or booleans.</param>
    /// <returns>A column as long as the table, of integers if the column holds integers and else of doubles.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers.</exception>
    public Column CumulativeMinimum(string column) => _table[column] is IntegerColumn integers
        ? GroupCumulation.OfIntegers<CumulativeMinimum>(integers, _groups, Count, long.MaxValue)
        : GroupCumulation.Of<CumulativeMinimum>(_table[column], _groups, Count, double.PositiveInfinity);

    /// <summary>Finds the greatest cell of each group down to each row.</summary>
    /// <param name="column">The name of the column: numbers or booleans.</param>
    /// <returns>A column as long as the table, of integers if the column holds integers and else of doubles.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers.</exception>
    public Column CumulativeMaximum(string column) => _table[column] is IntegerColumn integers
        ? GroupCumulation.OfIntegers<CumulativeMaximum>(integers, _groups, Count, long.MinValue)
        : GroupCumulation.Of<CumulativeMaximum>(_table[column], _groups, Count, double.NegativeInfinity);

    /// <summary>Counts the rows of each group above each row.</summary>
    /// <param name="name">The name of the result.</param>
    /// <returns>A column as long as the table: 0 for the first row of a group; missing where a row belongs to no group.</returns>
    public IntegerColumn CumulativeCount(string name = "count")
    {
        long[] numbers = new long[_groups.Length];
        int[] met = new int[Count];
        for (int row = 0; row < numbers.Length; row++)
        {
            numbers[row] = _groups[row] < 0 ? 0 : met[_groups[row]]++;
        }

        return new IntegerColumn(name, numbers, new Validity(Array.ConvertAll(_groups, group => group >= 0)));
    }

    /// <summary>Gives each row the cell that stands some rows above it in its group, or below by a negative number.</summary>
    /// <param name="column">The name of the column, of any kind.</param>
    /// <param name="rows">The number of rows.</param>
    /// <returns>A column of the same kind, as long as the table.</returns>
    public Column Lag(string column, int rows = 1) => _table[column].TakeOrMissing(GroupCumulation.Lags(_groups, Count, rows));

    /// <summary>Subtracts from each cell the one some rows above it in its group.</summary>
    /// <param name="column">The name of the column: numbers or booleans.</param>
    /// <param name="rows">The number of rows.</param>
    /// <returns>A column as long as the table, of integers if the column holds integers or booleans and else of doubles; missing where there is no such row.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers, or a difference of integers is beyond 64 bits.</exception>
    public Column Difference(string column, int rows = 1) => _table[column] is IntegerColumn or BooleanColumn
        ? GroupCumulation.Differences(_table[column], GroupCumulation.Lags(_groups, Count, rows))
        : Compare(column, rows, isShare: false);

    /// <summary>Computes by which share each cell exceeds the one some rows above it in its group.</summary>
    /// <param name="column">The name of the column: numbers or booleans.</param>
    /// <param name="rows">The number of rows.</param>
    /// <returns>A column as long as the table.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers.</exception>
    public DoubleColumn RelativeChange(string column, int rows = 1) => Compare(column, rows, isShare: true);

    /// <summary>Computes a column of each group's rows, such as a rolling mean by time, and puts the cells back to their rows.</summary>
    /// <param name="name">The name of the result.</param>
    /// <param name="compute">Computes a column of the group's rows, as long as they are.</param>
    /// <returns>A column as long as the table; missing where a row belongs to no group.</returns>
    /// <exception cref="ModelyardException">A computed column has another length.</exception>
    public Column TransformRows(string name, Func<Frame, Column> compute)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(compute);
        return PutBack(name, group => compute(this[group]), () => compute(_table.Take([])));
    }

    /// <summary>Keeps the first rows of each group.</summary>
    /// <param name="count">The number of rows of a group.</param>
    /// <returns>A table of those rows, in the order of the table.</returns>
    public Frame Head(int count = 1) => Slice(count, fromEnd: false);

    /// <summary>Keeps the last rows of each group.</summary>
    /// <param name="count">The number of rows of a group.</param>
    /// <returns>A table of those rows, in the order of the table.</returns>
    public Frame Tail(int count = 1) => Slice(count, fromEnd: true);

    /// <summary>Draws rows of each group at random, without replacement.</summary>
    /// <param name="count">The number of rows of a group; all of a group that has fewer.</param>
    /// <param name="seed">The seed: the same seed draws the same rows.</param>
    /// <returns>A table of those rows, in the order of the table.</returns>
    public Frame Sample(int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        bool[] kept = new bool[_groups.Length];
        for (int group = 0; group < Count; group++)
        {
            ReadOnlySpan<int> rows = _rows.Value[group];
            var random = new RandomStream(seed, (ulong)group);
            int left = Math.Min(count, rows.Length);
            for (int i = 0; left > 0; i++)
            {
                if (random.NextInt(rows.Length - i) < left)
                {
                    kept[rows[i]] = true;
                    left--;
                }
            }
        }

        return _table.Filter(kept).Recorded("sample-groups", _table, ("by", LineageText.Names(_keys)), ("rows", $"{count}"), ("seed", $"{seed}"));
    }

    /// <summary>Summarises a column by group.</summary>
    /// <param name="column">The name of the column: numbers or booleans.</param>
    /// <returns>A table of one row a group: its keys, then <c>count</c>, <c>mean</c>, <c>std</c>, <c>min</c>, <c>q25</c>, <c>median</c>, <c>q75</c> and <c>max</c>.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers, or a key has one of these names.</exception>
    public Frame Describe(string column) => AggregateAs("describe",
    [
        Modelyard.Frames.Aggregate.Count(column).As("count"),
        Modelyard.Frames.Aggregate.Mean(column).As("mean"),
        Modelyard.Frames.Aggregate.StandardDeviation(column).As("std"),
        Modelyard.Frames.Aggregate.Minimum(column).As("min"),
        Modelyard.Frames.Aggregate.Quantile(column, 0.25).As("q25"),
        Modelyard.Frames.Aggregate.Median(column).As("median"),
        Modelyard.Frames.Aggregate.Quantile(column, 0.75).As("q75"),
        Modelyard.Frames.Aggregate.Maximum(column).As("max"),
    ]);

    /// <summary>Gathers the rows of each group by periods of time, from the group's first to its last without a gap.</summary>
    /// <param name="time">The name of the column of timestamps.</param>
    /// <param name="rule">The periods, as of <see cref="Frame.Resample"/>.</param>
    /// <param name="options">Which end belongs to a period and names it; the defaults if null.</param>
    /// <returns>The periods of all groups, group after group.</returns>
    /// <exception cref="UnknownColumnException">The table has no such column.</exception>
    /// <exception cref="ModelyardException">The column does not hold timestamps, or there would be too many periods.</exception>
    public ResampledFrame Resample(string time, TimeRule rule, ResampleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new ResampledFrame(_table, time, _groups, Keys, rule, options ?? new ResampleOptions());
    }

    private DoubleColumn Compare(string column, int rows, bool isShare)
    {
        double[] values = RollingWindow.Numbers(_table[column]), results = new double[values.Length];
        int[] sources = GroupCumulation.Lags(_groups, Count, rows);
        for (int row = 0; row < results.Length; row++)
        {
            results[row] = sources[row] < 0 ? double.NaN : isShare ? (values[row] / values[sources[row]]) - 1 : values[row] - values[sources[row]];
        }

        return new DoubleColumn(column, results);
    }

    private Frame Slice(int count, bool fromEnd)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] met = new int[Count];
        bool[] kept = new bool[_groups.Length];
        for (int step = 0; step < kept.Length; step++)
        {
            int row = fromEnd ? kept.Length - 1 - step : step;
            kept[row] = _groups[row] >= 0 && met[_groups[row]]++ < count;
        }

        return _table.Filter(kept).Recorded(fromEnd ? "tail-of-groups" : "head-of-groups", _table, ("by", LineageText.Names(_keys)), ("rows", $"{count}"));
    }
}
