using Modelyard.Frames.Reshaping;

namespace Modelyard.Frames;

/// <summary>Puts cells in place of missing ones.</summary>
public static class ColumnFilling
{
    /// <summary>Puts a value in place of missing cells.</summary>
    /// <param name="column">The column, of any kind.</param>
    /// <param name="value">The value, of a kind that goes with the column's.</param>
    /// <returns>A column of the same kind; doubles if integers are filled with a number that is none.</returns>
    /// <exception cref="ModelyardException">The column cannot hold the value.</exception>
    public static Column FillMissing(this Column column, Label value)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (value.IsMissing)
        {
            throw new ModelyardException($"The value that fills '{column.Name}' is missing itself; give a number, a text, a boolean or a time.");
        }

        if (!Goes(column.Kind, value))
        {
            throw new ModelyardException($"The column '{column.Name}' holds '{column.Kind}' and cannot be filled with '{value}'; give a value of its kind, or convert it first.");
        }

        Column one = value.ToColumn(column.Name);
        if (column.MissingCount == 0)
        {
            return column;
        }

        // The value stands behind the cells, where the missing ones then find it.
        Column both = ColumnStack.Of(column.Name, [column, column switch
        {
            CategoryColumn => ((TextColumn)one).ToCategory(),
            TimestampColumn times => new TimestampColumn(one.Name, ((TimestampColumn)one).Ticks.ToArray(), times.IsUtc),
            _ => one,
        }]);
        int[] rows = new int[column.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = column.IsMissing(row) ? rows.Length : row;
        }

        return both.Take(rows);
    }

    /// <summary>Puts the last cell above that is present in place of missing cells.</summary>
    /// <param name="column">The column, of any kind.</param>
    /// <param name="limit">The greatest number of missing cells in a row that are filled; any if null.</param>
    /// <returns>A column of the same kind; cells with none present above stay missing.</returns>
    public static Column FillForward(this Column column, int? limit = null)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit ?? 1, 1, nameof(limit));
        return column.MissingCount == 0 ? column : column.TakeOrMissing(Sources(column, limit ?? int.MaxValue, isForward: true));
    }

    /// <summary>Puts the next cell below that is present in place of missing cells.</summary>
    /// <param name="column">The column, of any kind.</param>
    /// <param name="limit">The greatest number of missing cells in a row that are filled; any if null.</param>
    /// <returns>A column of the same kind; cells with none present below stay missing.</returns>
    public static Column FillBackward(this Column column, int? limit = null)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit ?? 1, 1, nameof(limit));
        return column.MissingCount == 0 ? column : column.TakeOrMissing(Sources(column, limit ?? int.MaxValue, isForward: false));
    }

    /// <summary>Puts numbers on the straight line between the cells above and below in place of missing cells.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <param name="at">Where each row stands on the line: a column of timestamps or numbers that rise; the number of the row if null.</param>
    /// <param name="limit">The greatest number of missing cells in a row that are filled; any if null.</param>
    /// <returns>A column of doubles. Cells with none present above stay missing; those with none below repeat the last, as in pandas.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers, or a row has no place, or its place is before that of a row above.</exception>
    public static DoubleColumn Interpolate(this Column column, Column? at = null, int? limit = null)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit ?? 1, 1, nameof(limit));
        double[] values = RollingWindow.Numbers(column), filled = (double[])values.Clone();
        double[]? places = at is null ? null : Places(column, at);
        int before = Column.Gap, next = 0;
        for (int row = 0; row < values.Length; row++)
        {
            if (!double.IsNaN(values[row]))
            {
                before = row;
                continue;
            }

            if (before < 0 || row - before > (limit ?? int.MaxValue))
            {
                continue;
            }

            for (next = Math.Max(next, row); next < values.Length && double.IsNaN(values[next]);)
            {
                next++;
            }

            double from = places?[before] ?? before, to = next == values.Length ? from : places?[next] ?? next, here = places?[row] ?? row;
            filled[row] = next == values.Length || to == from ? values[before] : values[before] + ((values[next] - values[before]) / (to - from) * (here - from));
        }

        return new DoubleColumn(column.Name, filled);
    }

    /// <summary>Determines whether a column of a kind can hold a value.</summary>
    internal static bool Goes(ColumnKind kind, Label value) => value.Value switch
    {
        string => kind is ColumnKind.Text or ColumnKind.Category,
        bool => kind is ColumnKind.Boolean,
        DateTime => kind is ColumnKind.Timestamp,
        null => false,
        _ => kind is ColumnKind.Integer or ColumnKind.Double,
    };

    private static double[] Places(Column column, Column at)
    {
        if (at.Length != column.Length || at.MissingCount > 0 || !at.IsNumeric)
        {
            throw new ModelyardException(
                $"The places '{at.Name}' are '{at.Length}' of the kind '{at.Kind}' with '{at.MissingCount}' missing, and must be '{column.Length}' timestamps or numbers, one for each cell of '{column.Name}'.");
        }

        // Seconds since 1970 are too coarse for ticks; those since the first row are not.
        double[] places = at is TimestampColumn times ? Array.ConvertAll(times.Ticks.ToArray(), ticks => (double)(ticks - times.Ticks[0])) : at.ToDoubles();
        for (int row = 1; row < places.Length; row++)
        {
            if (places[row] < places[row - 1])
            {
                throw new ModelyardException($"The places '{at.Name}' must rise, and data row {row + 1} stands before the row above; sort the table by it first.");
            }
        }

        return places;
    }

    private static int[] Sources(Column column, int limit, bool isForward)
    {
        int[] sources = new int[column.Length];
        int last = Column.Gap, run = 0;
        for (int step = 0; step < sources.Length; step++)
        {
            int row = isForward ? step : sources.Length - 1 - step;
            bool isMissing = column.IsMissing(row);
            run = isMissing ? run + 1 : 0;
            last = isMissing ? last : row;
            sources[row] = run > limit ? Column.Gap : last;
        }

        return sources;
    }
}
