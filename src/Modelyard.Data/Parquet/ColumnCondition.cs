using Modelyard.Frames;

namespace Modelyard.Data;

/// <summary>Represents a condition on the cells of one column: rows that do not hold it are left out, in Parquet files before they are read.</summary>
/// <remarks>A missing cell holds no condition but <see cref="ColumnOperator.Missing"/>, as in SQL. Texts are compared by code point.</remarks>
public sealed record ColumnCondition
{
    /// <summary>Initializes a condition.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="comparison">How its cells are compared.</param>
    /// <param name="value">What they are compared to: a text, an integer, a number, a boolean, or a time; null for <see cref="ColumnOperator.Missing"/> and <see cref="ColumnOperator.Present"/>.</param>
    /// <exception cref="ArgumentException">The value is of another type, or is there where it must not be.</exception>
    public ColumnCondition(string column, ColumnOperator comparison, object? value = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        Column = column;
        Operator = comparison;
        bool needsNone = comparison is ColumnOperator.Missing or ColumnOperator.Present;
        if (needsNone != value is null)
        {
            throw new ArgumentException(needsNone ? $"The condition '{comparison}' has a value and must have none." : $"The condition '{comparison}' has no value and must have one. Missing cells are found by '{ColumnOperator.Missing}'.", nameof(value));
        }

        Value = value switch
        {
            null or string or long or bool => value,
            int or short or byte or sbyte or ushort or uint => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
            double number when !double.IsNaN(number) => value,
            float number when !float.IsNaN(number) => (double)number,
            DateTime { Kind: DateTimeKind.Local } time => time.ToUniversalTime(),
            DateTime => value,
            DateTimeOffset time => time.UtcDateTime,
            DateOnly date => date.ToDateTime(TimeOnly.MinValue),
            _ => throw new ArgumentException($"The value '{value}' is of the type '{value.GetType().Name}' and must be a text, an integer, a number that is not NaN, a boolean, or a time.", nameof(value)),
        };
    }

    /// <summary>Gets the name of the column.</summary>
    public string Column { get; }

    /// <summary>Gets how its cells are compared.</summary>
    public ColumnOperator Operator { get; }

    /// <summary>Gets what they are compared to, or null.</summary>
    public object? Value { get; }

    /// <summary>Determines whether a column of a kind can be compared to the value.</summary>
    internal bool Fits(ColumnKind kind) => Value switch
    {
        null => true,
        string => kind is ColumnKind.Text or ColumnKind.Category,
        bool => kind == ColumnKind.Boolean,
        DateTime => kind == ColumnKind.Timestamp,
        _ => kind is ColumnKind.Integer or ColumnKind.Double,
    };

    /// <summary>Describes a column that cannot be compared to the value.</summary>
    internal string Misfit(ColumnKind kind) => $"The column '{Column}' holds '{kind}' and is compared to '{Value}' of the type '{Value?.GetType().Name}'. Compare it to a value of its kind.";

    /// <summary>Leaves out the rows of a table that do not hold conditions.</summary>
    /// <exception cref="ModelyardException">A column is not there, or of another kind than the value.</exception>
    internal static Frame Filter(Frame frame, IReadOnlyList<ColumnCondition> conditions)
    {
        if (conditions.Count == 0)
        {
            return frame;
        }

        bool[] keep = new bool[frame.RowCount];
        Array.Fill(keep, true);
        foreach (ColumnCondition condition in conditions)
        {
            condition.Mark(frame[condition.Column], keep);
        }

        return frame.Filter(keep);
    }

    /// <summary>Determines whether a cell of a column of a fitting kind holds the condition.</summary>
    internal bool Holds(Column column, int row)
    {
        bool isMissing = column.IsMissing(row);
        return Operator == ColumnOperator.Missing ? isMissing : !isMissing && (Value is null || Holds(Compare(column, row)));
    }

    /// <summary>Determines whether a cell holds the condition by its order to the value.</summary>
    internal bool Holds(int order) => Operator switch
    {
        ColumnOperator.Equal => order == 0,
        ColumnOperator.NotEqual => order != 0,
        ColumnOperator.Less => order < 0,
        ColumnOperator.LessOrEqual => order <= 0,
        ColumnOperator.Greater => order > 0,
        _ => order >= 0,
    };

    /// <summary>Compares a cell that is present to the value.</summary>
    internal int Compare(Column column, int row) => (column, Value) switch
    {
        (IntegerColumn integers, long value) => integers.Values[row].CompareTo(value),
        (IntegerColumn integers, double value) => ((double)integers.Values[row]).CompareTo(value),
        (DoubleColumn doubles, long value) => doubles.Values[row].CompareTo(value),
        (DoubleColumn doubles, double value) => (doubles.Values[row] + 0.0).CompareTo(value + 0.0),
        (BooleanColumn flags, bool value) => flags.Values[row].CompareTo(value),
        (TimestampColumn times, DateTime value) => times.Ticks[row].CompareTo(value.Ticks),
        _ => CategoryColumn.CompareByCodePoint(column.FormatCell(row), (string)Value!),
    };

    private void Mark(Column column, bool[] keep)
    {
        if (!Fits(column.Kind))
        {
            throw new ModelyardException(Misfit(column.Kind));
        }

        for (int row = 0; row < keep.Length; row++)
        {
            keep[row] = keep[row] && Holds(column, row);
        }
    }
}
