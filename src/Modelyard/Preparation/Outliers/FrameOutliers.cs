using Modelyard.Frames;
using Modelyard.Frames.Lineage;
using Modelyard.Numerics;

namespace Modelyard.Preparation.Outliers;

/// <summary>Represents limits learned from a table, ready to be applied to it and to others.</summary>
public sealed class FrameOutliers
{
    private readonly OutlierLimits[] _limits;
    private readonly RowIsolation? _rows;

    internal FrameOutliers(OutlierAction action, OutlierLimits[] limits, RowIsolation? rows = null)
    {
        Action = action;
        _limits = limits;
        _rows = rows;
    }

    /// <summary>Gets what is done with a value beyond the limits.</summary>
    public OutlierAction Action { get; }

    /// <summary>Gets the limits, one a column; of an isolation forest, which finds rows, they hold nothing but a note.</summary>
    public IReadOnlyList<OutlierLimits> Limits => _limits;

    /// <summary>Treats the values of a table that lie beyond the limits.</summary>
    /// <param name="frame">The table, with the columns that the limits are of.</param>
    /// <returns>The treated table, and what was changed.</returns>
    /// <remarks>A column of integers stays one: the limits are rounded to whole numbers within them.</remarks>
    /// <exception cref="ModelyardException">A column is not in the table or does not hold numbers, or a column of integers has no whole number within its limits.</exception>
    public OutlierResult Apply(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Column[] before = [.. _limits.Select(limit => Treatable(frame[limit.Column]))];
        if (_rows is not null)
        {
            return Trimmed(frame, before, _rows.Flag(RowIsolation.RowsOf(before), Environment.ProcessorCount));
        }

        var counts = new (int Below, int Above)[_limits.Length];
        Frame after = Treat(frame, counts);
        return new OutlierResult(after, new OutlierReport(Action, frame.RowCount, after.RowCount,
        [
            .. _limits.Select((limit, i) => new OutlierColumnReport(limit, counts[i].Below, counts[i].Above, ColumnSummary.Of(before[i]), ColumnSummary.Of(after[limit.Column]))),
        ]));
    }

    /// <summary>Treats the values of a table that is read chunk by chunk.</summary>
    /// <param name="chunks">The table, with the columns that the limits are of.</param>
    /// <returns>The chunks of the treated table, which tell what was changed once they were read.</returns>
    /// <exception cref="ModelyardException">A column is not in the table or does not hold numbers, or the limits are those of an isolation forest, which needs all rows at once.</exception>
    public OutlierChunks Apply(IFrameChunks chunks)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        return _rows is null ? new OutlierChunks(this, chunks) : throw new ModelyardException("An isolation forest needs all rows at once. Read the whole table, or choose another method.");
    }

    /// <summary>Treats the values of a chunk.</summary>
    /// <param name="frame">The chunk.</param>
    /// <param name="counts">Receives how many values of each column lie below and above the limits.</param>
    internal Frame Treat(Frame frame, (int Below, int Above)[] counts)
    {
        Column[] before = [.. _limits.Select(limit => Treatable(frame[limit.Column]))];
        var flags = new BooleanColumn[_limits.Length];
        ParallelLoop.For(_limits.Length, Environment.ProcessorCount, i =>
        {
            (flags[i], int below) = Flag(before[i], _limits[i]);
            counts[i] = (below, flags[i].Values.Count(true) - below);
        });
        Frame after = Action == OutlierAction.Trim ? frame.Filter(Kept(frame.RowCount, flags)) : Clipped(frame, before, flags);
        return after.Recorded("outliers", frame, ("action", LineageText.Word(Action)), ("columns", LineageText.Names(_limits.Select(limit => limit.Column))));
    }

    /// <summary>Tells which values of a table lie beyond the limits, without changing them.</summary>
    /// <param name="frame">The table, with the columns that the limits are of.</param>
    /// <returns>A table of truth values with a column for each that has limits; a missing value is no outlier. Of a row that an isolation forest finds unusual, all are.</returns>
    /// <exception cref="ModelyardException">A column is not in the table or does not hold numbers.</exception>
    public Frame Flag(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (_rows is not null)
        {
            bool[] unusual = _rows.Flag(RowIsolation.RowsOf([.. _limits.Select(limit => Treatable(frame[limit.Column]))]), Environment.ProcessorCount);
            return Frame.Of(_limits.Select(limit => new BooleanColumn(limit.Column, unusual))).Recorded("flag-outliers", frame);
        }

        return Frame.Of(_limits.Select(limit => Flag(Treatable(frame[limit.Column]), limit).Flags)).Recorded("flag-outliers", frame);
    }

    private OutlierResult Trimmed(Frame frame, Column[] before, bool[] unusual)
    {
        Frame after = frame.Filter(Array.ConvertAll(unusual, one => !one));
        after = after.Recorded("outliers", frame, ("action", LineageText.Word(Action)), ("columns", LineageText.Names(_limits.Select(limit => limit.Column))));
        return new OutlierResult(after, new OutlierReport(Action, frame.RowCount, after.RowCount,
        [
            .. _limits.Select((limit, i) => new OutlierColumnReport(limit, 0, 0, ColumnSummary.Of(before[i]), ColumnSummary.Of(after[limit.Column]))),
        ]) { OutlierRows = frame.RowCount - after.RowCount });
    }

    internal static bool IsTreatable(Column column) => column.Kind is ColumnKind.Integer or ColumnKind.Double;

    internal static Column Treatable(Column column) => IsTreatable(column)
        ? column
        : throw new ModelyardException($"The column '{column.Name}' holds '{column.Kind}', and outliers are found among integers and doubles only.");

    private static (BooleanColumn Flags, int Below) Flag(Column column, OutlierLimits limit)
    {
        bool[] flags = new bool[column.Length];
        double[] values = column.ToDoubles();
        int below = 0;
        for (int row = 0; row < values.Length; row++)
        {
            below += values[row] < limit.Lower ? 1 : 0;
            flags[row] = values[row] < limit.Lower || values[row] > limit.Upper;
        }

        return (new BooleanColumn(column.Name, flags), below);
    }

    private static bool[] Kept(int rows, BooleanColumn[] flags)
    {
        bool[] kept = new bool[rows];
        for (int row = 0; row < rows; row++)
        {
            kept[row] = !Array.Exists(flags, column => column.Values[row]);
        }

        return kept;
    }

    private Frame Clipped(Frame frame, Column[] before, BooleanColumn[] flags)
    {
        for (int i = 0; i < before.Length; i++)
        {
            if (flags[i].Values.Contains(true))
            {
                (double lower, double upper) = _limits[i].For(Action);
                frame = frame.With(before[i] is IntegerColumn integers ? Clip(integers, flags[i].Values, lower, upper) : Clip((DoubleColumn)before[i], flags[i].Values, lower, upper));
            }
        }

        return frame;
    }

    private static DoubleColumn Clip(DoubleColumn column, ReadOnlySpan<bool> flags, double lower, double upper)
    {
        double[] values = column.Values.ToArray();
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = flags[row] ? Math.Clamp(values[row], lower, upper) : values[row];
        }

        return new DoubleColumn(column.Name, values);
    }

    private static IntegerColumn Clip(IntegerColumn column, ReadOnlySpan<bool> flags, double lower, double upper)
    {
        // The conversion of a double beyond 64 bits gives the nearest integer that there is.
        long least = (long)Math.Ceiling(lower), greatest = (long)Math.Floor(upper);
        if (least > greatest)
        {
            throw new ModelyardException(FormattableString.Invariant($"The column '{column.Name}' holds integers and none lies within '{lower}' and '{upper}'. Choose wider limits."));
        }

        long[] values = column.Values.ToArray();
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = flags[row] ? Math.Clamp(values[row], least, greatest) : values[row];
        }

        return new IntegerColumn(column.Name, values, column.Validity);
    }
}
