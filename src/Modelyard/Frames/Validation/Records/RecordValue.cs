using System.Globalization;

namespace Modelyard.Frames.Validation.Records;

/// <summary>Reads the values of records as values of cells.</summary>
internal static class RecordValue
{
    private const double TwoTo63 = 9223372036854775808.0;

    /// <summary>Reads a value of C#.</summary>
    /// <param name="value">The value; null stands for a missing cell.</param>
    /// <param name="label">Receives the value of a cell.</param>
    /// <returns>True if a cell can hold such a value.</returns>
    public static bool TryRead(object? value, out Label label)
    {
        (bool fits, label) = value switch
        {
            null or DBNull => (true, Label.Missing),
            Label own => (true, own),
            string text => (true, text),
            bool boolean => (true, boolean),
            sbyte or byte or short or ushort or int or uint or long => (true, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            ulong number => number <= long.MaxValue ? (true, (Label)(long)number) : (false, default),
            double or float => (true, Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            decimal number => (true, OfDecimal(number)),
            DateTime time => (true, time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time),
            DateTimeOffset time => (true, time.UtcDateTime),
            DateOnly date => (true, date.ToDateTime(TimeOnly.MinValue)),
            char or Guid or Enum => (true, value.ToString()),
            _ => (false, default(Label)),
        };
        return fits;
    }

    /// <summary>Fits a value to a kind, without conversion: a whole number is an integer however it is written, and a time may be a text in ISO 8601.</summary>
    /// <param name="value">The value, not missing.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="fitted">Receives the value of that kind.</param>
    /// <returns>True if it is one of that kind.</returns>
    public static bool TryFit(Label value, ColumnKind kind, out Label fitted)
    {
        fitted = value;
        switch (kind, value.Value)
        {
            case (ColumnKind.Integer, double number):
                fitted = Math.Floor(number) == number && number is >= -TwoTo63 and < TwoTo63 ? (long)number : default(Label);
                return !fitted.IsMissing;
            case (ColumnKind.Double, long number):
                fitted = (double)number;
                return true;
            case (ColumnKind.Timestamp, string text):
                bool isTime = Coercion.TextCells.ReadTime(System.Text.Encoding.UTF8.GetBytes(text), out (long Ticks, bool IsZoned) time) == Coercion.CellOutcome.Converted;
                fitted = isTime ? new DateTime(time.Ticks, time.IsZoned ? DateTimeKind.Utc : DateTimeKind.Unspecified) : default(Label);
                return isTime;
            case (ColumnKind.Integer, long) or (ColumnKind.Double, double) or (ColumnKind.Boolean, bool) or (ColumnKind.Timestamp, DateTime) or (ColumnKind.Text or ColumnKind.Category, string):
                return true;
            default:
                return false;
        }
    }

    /// <summary>Names the kind of a value as people and JSON do.</summary>
    public static string NameKind(object? value) => value switch
    {
        Label label => NameKind(label.Value),
        null => "null",
        string or char or Guid or Enum => "text",
        bool => "boolean",
        DateTime or DateTimeOffset or DateOnly => "timestamp",
        sbyte or byte or short or ushort or int or uint or long or ulong => "integer",
        double or float or decimal => "number",
        JsonRecords.Other other => other.Name,
        _ => value.GetType().Name,
    };

    private static Label OfDecimal(decimal number) => decimal.Truncate(number) == number && number is >= long.MinValue and <= long.MaxValue ? (long)number : (double)number;
}
