using Modelyard.Frames;
using Modelyard.Frames.Keys;

namespace Modelyard.Data.Normalisation;

/// <summary>Represents the cells of a column as numbers from zero: equal cells have equal numbers, missing ones -1.</summary>
/// <param name="Codes">One number a row.</param>
/// <param name="Distinct">The number of different values.</param>
/// <param name="Missing">The number of missing cells.</param>
/// <param name="Commonest">The rows of the commonest value, be it the missing one.</param>
internal sealed record ColumnCodes(int[] Codes, int Distinct, int Missing, int Commonest)
{
    public static ColumnCodes Of(Column column)
    {
        (int[] codes, int distinct) = column is DoubleColumn doubles ? OfBits(doubles) : Dense(KeyCodes.Of([column]));
        int[] counts = new int[distinct + 1];
        foreach (int code in codes)
        {
            counts[code + 1]++;
        }

        return new ColumnCodes(codes, distinct, counts[0], counts.Max());
    }

    // Zeros of two signs are two values here: a table that is taken apart and joined again gives the same bits.
    private static (int[] Codes, int Distinct) OfBits(DoubleColumn column)
    {
        var table = new IntegerTable();
        int[] codes = new int[column.Length];
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = column.IsMissing(row) ? KeyCodes.Missing : table.NumberOf(BitConverter.DoubleToInt64Bits(column.Values[row]));
        }

        return (codes, table.Count);
    }

    private static (int[] Codes, int Distinct) Dense(KeyCodes keys)
    {
        int[] numbers = new int[keys.Bound];
        int[] codes = (int[])keys.Codes[0].Clone();
        int count = 0;
        foreach (ref int code in codes.AsSpan())
        {
            if (code >= 0)
            {
                // One more than the number, so that zeroed entries are free.
                ref int number = ref numbers[code];
                number = number == 0 ? ++count : number;
                code = number - 1;
            }
        }

        return (codes, count);
    }
}
