using System.Globalization;
using Modelyard.Frames.Validation;

namespace Modelyard.Frames.Records;

/// <content>Members whose type no column holds as it is.</content>
public sealed partial class RecordReader
{
    // The nearest doubles within the ranges of decimals and of ticks.
    private const double GreatestDecimal = 7.922816251426433e28;
    private const double GreatestTicks = 9.223372036854774e18;

    private delegate bool Parse<T>(string text, out T value);

    /// <summary>Gives the cells of a column of numbers, or of texts that hold all digits, as decimals.</summary>
    /// <param name="column">The number of the column.</param>
    /// <returns>The cells.</returns>
    public RecordCells<decimal> Decimals(int column)
    {
        if (_columns[column].Kind == ColumnKind.Text)
        {
            return FromTexts(column, "a decimal number", (string text, out decimal value) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value));
        }

        RecordCells<double> cells = Doubles(column, double.MaxValue);
        decimal[] values = new decimal[cells.Length];
        for (int row = 0; row < values.Length; row++)
        {
            if (!cells.IsMissing(row) && Fits(column, row, cells[row], cells[row], GreatestDecimal))
            {
                values[row] = (decimal)cells[row];
            }
        }

        return cells.As<decimal>(values);
    }

    /// <summary>Gives the cells of a column of seconds, or of ticks of 100 nanoseconds, as spans of time.</summary>
    /// <param name="column">The number of the column.</param>
    /// <returns>The cells.</returns>
    public RecordCells<TimeSpan> Durations(int column)
    {
        if (_columns[column].Kind == ColumnKind.Integer)
        {
            RecordCells<long> ticks = Integers(column, long.MinValue, long.MaxValue);
            var spans = new TimeSpan[ticks.Length];
            for (int row = 0; row < spans.Length; row++)
            {
                spans[row] = new TimeSpan(ticks[row]);
            }

            return ticks.As<TimeSpan>(spans);
        }

        RecordCells<double> seconds = Doubles(column, double.MaxValue);
        var values = new TimeSpan[seconds.Length];
        for (int row = 0; row < values.Length; row++)
        {
            double ticks = Math.Round(seconds[row] * TimeSpan.TicksPerSecond);
            if (!seconds.IsMissing(row) && Fits(column, row, seconds[row], ticks, GreatestTicks))
            {
                values[row] = new TimeSpan((long)ticks);
            }
        }

        return seconds.As<TimeSpan>(values);
    }

    /// <summary>Gives the cells of a column of texts as identifiers.</summary>
    /// <param name="column">The number of the column.</param>
    /// <returns>The cells.</returns>
    public RecordCells<Guid> Guids(int column) => FromTexts(column, "a Guid such as '0f8fad5b-d9cb-469f-a165-70867728950e'", (string text, out Guid value) => Guid.TryParse(text, out value));

    private RecordCells<T> FromTexts<T>(int column, string form, Parse<T> parse)
    {
        RecordCells<string> texts = Texts(column);
        var values = new T[texts.Length];
        for (int row = 0; row < values.Length; row++)
        {
            if (!texts.IsMissing(row) && !parse(texts[row], out values[row]))
            {
                TellCell(ValidationCodes.KindFormat, column, row, texts[row], $"must be {form}");
            }
        }

        return texts.As<T>(values);
    }

    private bool Fits(int column, int row, double value, double size, double greatest)
    {
        if (Math.Abs(size) <= greatest)
        {
            return true;
        }

        TellCell(
            value < 0 ? ValidationCodes.RangeMinimum : ValidationCodes.RangeMaximum,
            column,
            row,
            value.ToString("R", CultureInfo.InvariantCulture),
            "must lie within the range of the type");
        return false;
    }
}
