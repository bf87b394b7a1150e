namespace Modelyard.Frames.Validation.Coercion;

/// <summary>Converts numbers and booleans into one another, and tells where something would be lost.</summary>
internal static class NumberCells
{
    private const double TwoTo63 = 9223372036854775808.0;

    /// <summary>Determines whether a double holds an integer exactly.</summary>
    public static bool IsExact(long integer) => (double)integer is < TwoTo63 and var number && (long)number == integer;

    public static (double[] Values, CellOutcome[] Outcomes) ToDoubles(IntegerColumn column)
    {
        double[] values = column.ToDoubles();
        return (values, Outcomes(column, row => IsExact(column.Values[row])));
    }

    public static (long[] Values, CellOutcome[] Outcomes) ToIntegers(DoubleColumn column)
    {
        long[] values = new long[column.Length];
        CellOutcome[] outcomes = Outcomes(column, row => Math.Floor(column.Values[row]) == column.Values[row] && column.Values[row] is >= -TwoTo63 and < TwoTo63);
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = outcomes[row] == CellOutcome.Converted ? (long)column.Values[row] : 0;
        }

        return (values, outcomes);
    }

    public static (bool[] Values, CellOutcome[] Outcomes) ToBooleans(Column column)
    {
        double[] numbers = column.ToDoubles();
        return (Array.ConvertAll(numbers, number => number == 1), Outcomes(column, row => numbers[row] is 0 or 1));
    }

    public static (double[] Values, CellOutcome[] Outcomes) OfBooleans(BooleanColumn column) => (column.ToDoubles(), Outcomes(column, _ => true));

    private static CellOutcome[] Outcomes(Column column, Func<int, bool> isExact)
    {
        var outcomes = new CellOutcome[column.Length];
        for (int row = 0; row < outcomes.Length; row++)
        {
            outcomes[row] = column.IsMissing(row) ? CellOutcome.Missing : isExact(row) ? CellOutcome.Converted : CellOutcome.Lossy;
        }

        return outcomes;
    }
}
