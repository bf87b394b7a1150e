using System.Globalization;
using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Writes cells in the forms in which COPY of PostgreSQL takes them (the manual's page on COPY; the binary forms are those of the types' receive functions).</summary>
internal static class CopyTypes
{
    private const long TicksPerMicrosecond = 10;

    private static readonly long Epoch = new DateTime(2000, 1, 1).Ticks;

    public static CopyType Of(string type) => PostgreSqlTypes.Bare(type) switch
    {
        "boolean" => CopyType.Boolean,
        "smallint" => CopyType.Int16,
        "integer" => CopyType.Int32,
        "bigint" => CopyType.Int64,
        "double precision" => CopyType.Double,
        "text" or "character varying" or "character" => CopyType.Text,
        "date" => CopyType.Date,
        "timestamp without time zone" or "timestamp with time zone" => CopyType.Timestamp,
        _ => CopyType.Other,
    };

    public static (long Minimum, long Maximum)? Range(string type) => Of(type) switch
    {
        CopyType.Int16 => (short.MinValue, short.MaxValue),
        CopyType.Int32 => (int.MinValue, int.MaxValue),
        _ => null,
    };

    public static void Write(CopyBuffer buffer, CopyType type, Column column, byte[][]? levels, int row)
    {
        switch (type)
        {
            case CopyType.Boolean:
                buffer.Write(((BooleanColumn)column).Values[row]);
                break;
            case CopyType.Int16:
                buffer.Write((short)Integer(column, row));
                break;
            case CopyType.Int32:
                buffer.Write((int)Integer(column, row));
                break;
            case CopyType.Int64:
                buffer.Write(Integer(column, row));
                break;
            case CopyType.Double:
                buffer.Write(BitConverter.DoubleToInt64Bits(column is IntegerColumn integers ? integers.Values[row] : ((DoubleColumn)column).Values[row]));
                break;
            case CopyType.Date:
                buffer.Write((int)((((TimestampColumn)column).Ticks[row] - Epoch) / TimeSpan.TicksPerDay));
                break;
            case CopyType.Timestamp:
                buffer.Write((((TimestampColumn)column).Ticks[row] - Epoch) / TicksPerMicrosecond);
                break;
            default:
                buffer.Write(levels is null ? ((TextColumn)column).Utf8(row) : levels[((CategoryColumn)column).Codes[row]]);
                break;
        }
    }

    /// <summary>Writes a cell as text, with the signs escaped that mean something to COPY.</summary>
    public static string Text(Column column, int row)
    {
        string text = column is DoubleColumn doubles
            ? doubles.Values[row] is var value && double.IsInfinity(value) ? (value > 0 ? "Infinity" : "-Infinity") : value.ToString("R", CultureInfo.InvariantCulture)
            : column.FormatCell(row);
        return text.AsSpan().IndexOfAny("\\\t\n\r") < 0
            ? text
            : text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);
    }

    private static long Integer(Column column, int row) => column is BooleanColumn booleans ? (booleans.Values[row] ? 1 : 0) : ((IntegerColumn)column).Values[row];
}
