namespace Modelyard.Frames.Validation.Checks;

/// <summary>Reads the values that a schema names as values of a kind.</summary>
internal static class SchemaValue
{
    private const double TwoTo63 = 9223372036854775808.0;

    /// <summary>Formats a present cell by itself: a time at midnight is a date, whatever the times around it are, so that parts of a table read as the whole does.</summary>
    public static string Format(Column column, int row) => column is TimestampColumn ? Label.Of(column, row).ToString() : column.FormatCell(row);

    /// <summary>Determines whether a value is one of a kind, and exactly so.</summary>
    public static bool Fits(Label value, ColumnKind kind) => (kind, value.Value) switch
    {
        (ColumnKind.Integer, long) => true,
        (ColumnKind.Integer, double number) => Math.Floor(number) == number && number is >= -TwoTo63 and < TwoTo63,
        (ColumnKind.Double, long number) => (double)number is < TwoTo63 and var exact && (long)exact == number,
        (ColumnKind.Double, double number) => double.IsFinite(number),
        (ColumnKind.Boolean, bool) => true,
        (ColumnKind.Timestamp, DateTime) => true,
        (ColumnKind.Text or ColumnKind.Category, string) => true,
        _ => false,
    };

    /// <summary>Determines whether a value can bound a kind: integers may be bounded by any number of 64 bits.</summary>
    public static bool CanBound(Label value, ColumnKind kind) => kind == ColumnKind.Integer && value.Value is double number
        ? number is > -TwoTo63 and < TwoTo63
        : kind is ColumnKind.Integer or ColumnKind.Double or ColumnKind.Timestamp && Fits(value, kind);

    /// <summary>Converts a value of an integer or a timestamp column: ticks in UTC for a time.</summary>
    public static long ToInteger(Label value) => value.Value switch
    {
        long integer => integer,
        double number => (long)number,
        DateTime time => (time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time).Ticks,
        _ => throw new InvalidOperationException($"The value '{value}' is no integer and no time."),
    };

    /// <summary>Determines whether two bounds of a kind leave a value between them.</summary>
    public static bool HasValueBetween(Label least, bool excludesLeast, Label greatest, bool excludesGreatest, ColumnKind kind)
    {
        if (kind == ColumnKind.Double)
        {
            (double first, double last) = (least.Number!.Value, greatest.Number!.Value);
            return (excludesLeast ? Math.BitIncrement(first) : first) <= (excludesGreatest ? Math.BitDecrement(last) : last);
        }

        // In 128 bits, as the integer beyond a bound may need more than 64.
        Int128 from = LastInteger(least, isUpper: false, isExclusive: false), to = LastInteger(greatest, isUpper: true, isExclusive: false);
        return from + (excludesLeast && IsInteger(least) ? 1 : 0) <= to - (excludesGreatest && IsInteger(greatest) ? 1 : 0);
    }

    private static bool IsInteger(Label bound) => bound.Value is not double number || Math.Floor(number) == number;

    /// <summary>Finds the last integer that a bound allows.</summary>
    public static long LastInteger(Label bound, bool isUpper, bool isExclusive)
    {
        if (bound.Value is double number && Math.Floor(number) != number)
        {
            return (long)(isUpper ? Math.Floor(number) : Math.Ceiling(number));
        }

        long integer = ToInteger(bound);
        return !isExclusive ? integer : isUpper ? checked(integer - 1) : checked(integer + 1);
    }
}
