using System.Globalization;

namespace Modelyard.Frames;

/// <summary>Represents one label of an index: a text, a number, a boolean, a point in time, or a missing cell.</summary>
/// <remarks>Texts, numbers and times convert to it, so that <c>sales.At("Ulm", 3)</c> reads as it should. The default is the missing label.</remarks>
public readonly record struct Label
{
    private Label(object? value) => Value = value;

    /// <summary>Gets the label of missing cells.</summary>
    public static Label Missing => default;

    /// <summary>Gets the value: a <see cref="string"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/> or <see cref="DateTime"/>; null if it is missing.</summary>
    public object? Value { get; }

    /// <summary>Gets a value indicating whether this is the label of missing cells.</summary>
    public bool IsMissing => Value is null;

    /// <summary>Creates the label of a text.</summary>
    /// <param name="text">The text; null for the missing label.</param>
    public static implicit operator Label(string? text) => FromString(text);

    /// <summary>Creates the label of an integer.</summary>
    /// <param name="number">The integer.</param>
    public static implicit operator Label(long number) => FromInt64(number);

    /// <summary>Creates the label of a number.</summary>
    /// <param name="number">The number; NaN for the missing label.</param>
    public static implicit operator Label(double number) => FromDouble(number);

    /// <summary>Creates the label of a boolean.</summary>
    /// <param name="value">The boolean.</param>
    public static implicit operator Label(bool value) => FromBoolean(value);

    /// <summary>Creates the label of a point in time.</summary>
    /// <param name="time">The time.</param>
    public static implicit operator Label(DateTime time) => FromDateTime(time);

    /// <summary>Creates the label of a text.</summary>
    /// <param name="text">The text; null for the missing label.</param>
    /// <returns>The label.</returns>
    public static Label FromString(string? text) => new(text);

    /// <summary>Creates the label of an integer.</summary>
    /// <param name="number">The integer.</param>
    /// <returns>The label.</returns>
    public static Label FromInt64(long number) => new(number);

    /// <summary>Creates the label of a number.</summary>
    /// <param name="number">The number; NaN for the missing label.</param>
    /// <returns>The label.</returns>
    public static Label FromDouble(double number) => double.IsNaN(number) ? default : new Label(number);

    /// <summary>Creates the label of a boolean.</summary>
    /// <param name="value">The boolean.</param>
    /// <returns>The label.</returns>
    public static Label FromBoolean(bool value) => new(value);

    /// <summary>Creates the label of a point in time.</summary>
    /// <param name="time">The time.</param>
    /// <returns>The label.</returns>
    public static Label FromDateTime(DateTime time) => new(time);

    /// <inheritdoc/>
    public override string ToString() => ToColumn("label") is { } cell && !IsMissing ? cell.FormatCell(0) : "·";

    /// <summary>Reads the label of a cell.</summary>
    internal static Label Of(Column column, int row) => column.IsMissing(row) ? default : column switch
    {
        IntegerColumn integers => integers.Values[row],
        DoubleColumn numbers => numbers.Values[row],
        BooleanColumn booleans => booleans.Values[row],
        TimestampColumn times => times[row]!.Value,
        TextColumn texts => texts[row],
        CategoryColumn categories => categories[row],
        _ => throw new InvalidOperationException(column.Kind.ToString()),
    };

    /// <summary>Creates a column of this one cell.</summary>
    internal Column ToColumn(string name) => Value switch
    {
        long integer => new IntegerColumn(name, [integer]),
        double number => new DoubleColumn(name, [number]),
        bool boolean => new BooleanColumn(name, [boolean]),
        DateTime time => new TimestampColumn(name, [time.Ticks], time.Kind == DateTimeKind.Utc),
        string text => new TextColumn(name, [text]),
        _ => new DoubleColumn(name, [double.NaN]),
    };

    /// <summary>Gets the label as a number, if it is one.</summary>
    internal double? Number => Value is long or double ? System.Convert.ToDouble(Value, CultureInfo.InvariantCulture) : null;
}
