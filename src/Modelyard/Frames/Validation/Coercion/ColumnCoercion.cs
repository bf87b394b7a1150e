using Modelyard.Frames.Validation.Checks;

namespace Modelyard.Frames.Validation.Coercion;

/// <summary>Represents a column converted to another kind, and the cells that could not be.</summary>
/// <param name="Column">The column; what could not be converted is missing.</param>
/// <param name="Unreadable">One bit a row of the cells that cannot be read as the kind; null if there are none.</param>
/// <param name="Lossy">One bit a row of the cells that would lose something; null if there are none.</param>
internal sealed record ColumnCoercion(Column Column, ulong[]? Unreadable, ulong[]? Lossy)
{
    /// <summary>Converts a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="kind">The kind.</param>
    /// <returns>The result; null if no column of its kind can be converted to that kind, as times to numbers.</returns>
    public static ColumnCoercion? Convert(Column column, ColumnKind kind)
    {
        if (column.Kind == kind)
        {
            return new ColumnCoercion(column, null, null);
        }

        if (kind is ColumnKind.Text or ColumnKind.Category)
        {
            return new ColumnCoercion(ToTexts(column, kind), null, null);
        }

        if (column.MissingCount == column.Length)
        {
            return Of(column.Name, kind, new double[column.Length], [.. Enumerable.Repeat(CellOutcome.Missing, column.Length)]);
        }

        return column is TextColumn or CategoryColumn ? OfTexts(column, kind) : OfNumbers(column, kind);
    }

    private static Column ToTexts(Column column, ColumnKind kind)
    {
        if (column is TextColumn texts)
        {
            return texts.ToCategory();
        }

        IEnumerable<string?> cells = Enumerable.Range(0, column.Length).Select(row => column.IsMissing(row) ? null : SchemaValue.Format(column, row));
        return kind == ColumnKind.Text ? new TextColumn(column.Name, cells) : CategoryColumn.From(column.Name, cells);
    }

    private static ColumnCoercion OfTexts(Column column, ColumnKind kind)
    {
        switch (kind)
        {
            case ColumnKind.Integer:
                (long[] integers, CellOutcome[] outcomes) = TextCells.ReadAll<long>(column, TextCells.ReadInteger);
                return Of(outcomes, new IntegerColumn(column.Name, integers, Present(outcomes)));
            case ColumnKind.Double:
                (double[] numbers, outcomes) = TextCells.ReadAll<double>(column, TextCells.ReadDouble);
                return Of(column.Name, kind, numbers, outcomes);
            case ColumnKind.Boolean:
                (bool[] booleans, outcomes) = TextCells.ReadAll<bool>(column, TextCells.ReadBoolean);
                return Of(outcomes, new BooleanColumn(column.Name, booleans, Present(outcomes)));
            default:
                ((long Ticks, bool IsZoned)[] times, outcomes) = TextCells.ReadAll<(long, bool)>(column, TextCells.ReadTime);
                bool isUtc = Array.Exists(times, time => time.IsZoned);
                return Of(outcomes, new TimestampColumn(column.Name, Array.ConvertAll(times, time => time.Ticks), isUtc, Present(outcomes)));
        }
    }

    private static ColumnCoercion? OfNumbers(Column column, ColumnKind kind)
    {
        switch (column, kind)
        {
            case (IntegerColumn integers, ColumnKind.Double):
                (double[] numbers, CellOutcome[] outcomes) = NumberCells.ToDoubles(integers);
                return Of(column.Name, kind, numbers, outcomes);
            case (BooleanColumn booleans, ColumnKind.Double or ColumnKind.Integer):
                (numbers, outcomes) = NumberCells.OfBooleans(booleans);
                return Of(column.Name, kind, numbers, outcomes);
            case (DoubleColumn doubles, ColumnKind.Integer):
                (long[] whole, outcomes) = NumberCells.ToIntegers(doubles);
                return Of(outcomes, new IntegerColumn(column.Name, whole, Present(outcomes)));
            case (IntegerColumn or DoubleColumn, ColumnKind.Boolean):
                (bool[] flags, outcomes) = NumberCells.ToBooleans(column);
                return Of(outcomes, new BooleanColumn(column.Name, flags, Present(outcomes)));
            default:
                return null;
        }
    }

    /// <summary>Creates a column of a kind from small numbers.</summary>
    private static ColumnCoercion Of(string name, ColumnKind kind, double[] numbers, CellOutcome[] outcomes) => Of(outcomes, kind switch
    {
        ColumnKind.Integer => new IntegerColumn(name, Array.ConvertAll(numbers, number => double.IsNaN(number) ? 0 : (long)number), Present(outcomes)),
        ColumnKind.Boolean => new BooleanColumn(name, Array.ConvertAll(numbers, number => number == 1), Present(outcomes)),
        ColumnKind.Timestamp => new TimestampColumn(name, Array.ConvertAll(numbers, number => (long)number), isUtc: false, Present(outcomes)),
        _ => new DoubleColumn(name, [.. numbers.Select((number, row) => outcomes[row] == CellOutcome.Converted ? number : double.NaN)]),
    });

    private static ColumnCoercion Of(CellOutcome[] outcomes, Column column) => new(column, Bits(outcomes, CellOutcome.Unreadable), Bits(outcomes, CellOutcome.Lossy));

    private static Validity Present(CellOutcome[] outcomes) => new(Array.ConvertAll(outcomes, outcome => outcome == CellOutcome.Converted));

    private static ulong[]? Bits(CellOutcome[] outcomes, CellOutcome outcome)
    {
        if (!outcomes.AsSpan().Contains(outcome))
        {
            return null;
        }

        ulong[] bits = new ulong[Validity.Words(outcomes.Length)];
        for (int row = 0; row < outcomes.Length; row++)
        {
            bits[row >> 6] |= outcomes[row] == outcome ? 1UL << (row & 63) : 0;
        }

        return bits;
    }
}
