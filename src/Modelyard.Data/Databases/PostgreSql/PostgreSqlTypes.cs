using System.Globalization;
using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Says what the types of PostgreSQL make of the cells of a frame.</summary>
internal static class PostgreSqlTypes
{
    /// <summary>Takes the numbers in brackets off a type: 'numeric(10,2)' becomes 'numeric'.</summary>
    public static string Bare(string type)
    {
        int open = type.IndexOf('(', StringComparison.Ordinal), close = type.IndexOf(')', StringComparison.Ordinal);
        return open < 0 || close < open ? type : type[..open] + type[(close + 1)..];
    }

    public static SourceColumn Column(string name, string type, bool decimalsAsDoubles)
    {
        (ColumnKind kind, string? note) = Bare(type) switch
        {
            "boolean" => (ColumnKind.Boolean, (string?)null),
            "smallint" or "integer" or "bigint" or "oid" => (ColumnKind.Integer, null),
            "real" or "double precision" => (ColumnKind.Double, null),
            "timestamp without time zone" or "timestamp with time zone" or "date" => (ColumnKind.Timestamp, null),
            "text" or "character varying" or "character" or "name" => (ColumnKind.Text, null),
            "numeric" => Decimal(type, decimalsAsDoubles),
            "bytea" => (ColumnKind.Text, "bytes as hexadecimal text"),
            string other => (ColumnKind.Text, $"{other} as text"),
        };
        return new SourceColumn(name, type, kind, note) { IsUtc = Bare(type) == "timestamp with time zone" };
    }

    private static (ColumnKind Kind, string? Note) Decimal(string type, bool decimalsAsDoubles)
    {
        int open = type.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return DecimalKinds.Of(0, 0, decimalsAsDoubles);
        }

        int[] numbers = [.. type[(open + 1)..^1].Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        return DecimalKinds.Of(numbers[0], numbers.Length > 1 ? numbers[1] : 0, decimalsAsDoubles);
    }
}
