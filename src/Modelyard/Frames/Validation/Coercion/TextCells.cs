using System.Text;
using Modelyard.Frames.Csv;

namespace Modelyard.Frames.Validation.Coercion;

/// <summary>Reads texts as values of other kinds, as the reader of files does, and tells where something would be lost.</summary>
internal static class TextCells
{
    private const double LargestExactInteger = 1L << 53;

    /// <summary>Reads a text as one kind of value.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="value">Receives the value.</param>
    public delegate CellOutcome Read<T>(ReadOnlySpan<byte> utf8, out T value);

    public static CellOutcome ReadInteger(ReadOnlySpan<byte> utf8, out long value)
    {
        ReadOnlySpan<byte> cell = CellSyntax.Trim(utf8);
        value = 0;
        if (cell.IsEmpty)
        {
            return CellOutcome.Missing;
        }

        // Leading zeros would be lost, and so would the digits beyond 64 bits.
        switch (IntegerSyntax.Read(cell, out value))
        {
            case CellEvidence.Integer:
                return CellOutcome.Converted;
            case CellEvidence.LeadingZero or CellEvidence.BigInteger:
                return CellOutcome.Lossy;
        }

        if (DoubleSyntax.Read(cell, out double number) == CellEvidence.None)
        {
            return CellOutcome.Unreadable;
        }

        value = double.IsFinite(number) && Math.Abs(number) <= LargestExactInteger ? (long)number : 0;
        return double.IsNaN(number) ? CellOutcome.Missing : value == number ? CellOutcome.Converted : CellOutcome.Lossy;
    }

    public static CellOutcome ReadDouble(ReadOnlySpan<byte> utf8, out double value)
    {
        ReadOnlySpan<byte> cell = CellSyntax.Trim(utf8);
        value = double.NaN;
        if (cell.IsEmpty)
        {
            return CellOutcome.Missing;
        }

        switch (DoubleSyntax.Read(cell, out value))
        {
            case CellEvidence.None:
                return CellOutcome.Unreadable;
            case CellEvidence.LeadingZero or CellEvidence.BigInteger:
                return CellOutcome.Lossy;
            case CellEvidence.Integer when Math.Abs(value) >= LargestExactInteger && IntegerSyntax.Read(cell, out long integer) == CellEvidence.Integer && !NumberCells.IsExact(integer):
                return CellOutcome.Lossy;
            default:
                return double.IsNaN(value) ? CellOutcome.Missing : CellOutcome.Converted;
        }
    }

    public static CellOutcome ReadBoolean(ReadOnlySpan<byte> utf8, out bool value)
    {
        ReadOnlySpan<byte> cell = CellSyntax.Trim(utf8);
        if (cell.Length == 1 && cell[0] is (byte)'0' or (byte)'1')
        {
            value = cell[0] == (byte)'1';
            return CellOutcome.Converted;
        }

        return CellSyntax.TryReadBoolean(cell, out value) ? CellOutcome.Converted : cell.IsEmpty ? CellOutcome.Missing : CellOutcome.Unreadable;
    }

    /// <summary>Reads a time; one without a zone counts as UTC.</summary>
    public static CellOutcome ReadTime(ReadOnlySpan<byte> utf8, out (long Ticks, bool IsZoned) value)
    {
        ReadOnlySpan<byte> cell = CellSyntax.Trim(utf8);
        CellEvidence evidence = TimestampSyntax.Read(cell, out long ticks);
        value = (ticks, evidence == CellEvidence.ZonedTime);
        return evidence != CellEvidence.None ? CellOutcome.Converted : cell.IsEmpty ? CellOutcome.Missing : CellOutcome.Unreadable;
    }

    /// <summary>Reads all cells of a column of texts or categories; of categories each level once.</summary>
    public static (T[] Values, CellOutcome[] Outcomes) ReadAll<T>(Column column, Read<T> read)
    {
        var values = new T[column.Length];
        var outcomes = new CellOutcome[column.Length];
        if (column is CategoryColumn categories)
        {
            var levels = new T[categories.Levels.Count];
            var levelOutcomes = new CellOutcome[levels.Length];
            for (int level = 0; level < levels.Length; level++)
            {
                levelOutcomes[level] = read(Encoding.UTF8.GetBytes(categories.Levels[level]), out levels[level]);
            }

            ReadOnlySpan<int> codes = categories.Codes;
            for (int row = 0; row < values.Length; row++)
            {
                outcomes[row] = codes[row] < 0 ? CellOutcome.Missing : levelOutcomes[codes[row]];
                values[row] = codes[row] < 0 ? default! : levels[codes[row]];
            }

            return (values, outcomes);
        }

        var texts = (TextColumn)column;
        for (int row = 0; row < values.Length; row++)
        {
            outcomes[row] = texts.IsMissing(row) ? CellOutcome.Missing : read(texts.Utf8(row), out values[row]);
        }

        return (values, outcomes);
    }
}
