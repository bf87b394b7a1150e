using System.Text;

namespace Modelyard.Frames.Csv;

/// <summary>Tells of what kind a cell is.</summary>
internal static class CellSyntax
{
    /// <summary>Classifies a cell that is present.</summary>
    /// <param name="cell">The cell, without spaces around it.</param>
    /// <returns>Exactly one kind.</returns>
    public static CellEvidence Classify(ReadOnlySpan<byte> cell)
    {
        if (TryReadBoolean(cell, out _))
        {
            return CellEvidence.Boolean;
        }

        CellEvidence number = DoubleSyntax.Read(cell, out _);
        if (number != CellEvidence.None)
        {
            return number;
        }

        CellEvidence time = TimestampSyntax.Read(cell, out _);
        return time != CellEvidence.None ? time : CellEvidence.Text;
    }

    /// <summary>Reads true or false, in any case. Yes and no are words like others, so that they stay as labels of a class.</summary>
    public static bool TryReadBoolean(ReadOnlySpan<byte> cell, out bool value)
    {
        value = cell.Length == 4 && Ascii.EqualsIgnoreCase(cell, "true"u8);
        return value || (cell.Length == 5 && Ascii.EqualsIgnoreCase(cell, "false"u8));
    }

    /// <summary>Decides the kind of a column from the kinds of all its cells.</summary>
    /// <returns>The kind; Category stands for category or text, which the number of levels decides.</returns>
    public static ColumnKind Decide(CellEvidence evidence) => (evidence & ~CellEvidence.Offset) switch
    {
        CellEvidence.Boolean => ColumnKind.Boolean,
        CellEvidence.Integer => ColumnKind.Integer,
        CellEvidence.None or CellEvidence.Double or (CellEvidence.Integer | CellEvidence.Double) => ColumnKind.Double,
        CellEvidence.LocalTime or CellEvidence.ZonedTime => ColumnKind.Timestamp,
        _ => ColumnKind.Category,
    };

    /// <summary>Removes spaces and tabs around a cell.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> cell) => cell.Trim(" \t"u8);
}
