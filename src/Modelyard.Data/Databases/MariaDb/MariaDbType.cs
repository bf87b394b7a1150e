using System.Globalization;
using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Holds the numbers of the types of MariaDB and MySQL (enum_field_types in the client library's mariadb_com.h), and says what they make of the cells of a frame.</summary>
internal static class MariaDbType
{
    public const int Decimal = 0, Tiny = 1, Short = 2, Long = 3, Float = 4, Double = 5, Null = 6, Timestamp = 7, LongLong = 8, Int24 = 9, Date = 10, Time = 11, DateTime = 12, Year = 13;
    public const int Bit = 16, NewDecimal = 246, Enum = 247, Blob = 252, VarString = 253, String = 254, Geometry = 255;

    private const uint UnsignedFlag = 32;
    private const uint Bytes = 63;

    public static SourceColumn Column(string name, in MariaDbField field, bool decimalsAsDoubles)
    {
        bool isUnsigned = IsUnsigned(field);
        string unsigned = isUnsigned ? " unsigned" : "";
        int digits = (int)field.Length.Value - (field.Decimals > 0 ? 1 : 0) - (isUnsigned ? 0 : 1);
        string type = field.Type switch
        {
            Tiny => $"tinyint({field.Length.Value}){unsigned}",
            Short => "smallint" + unsigned,
            Int24 => "mediumint" + unsigned,
            Long => "int" + unsigned,
            LongLong => "bigint" + unsigned,
            Float => "float",
            Double => "double",
            Decimal or NewDecimal => string.Create(CultureInfo.InvariantCulture, $"decimal({digits},{field.Decimals})"),
            Timestamp => "timestamp",
            DateTime => "datetime",
            Date => "date",
            Time => "time",
            Year => "year",
            Bit => $"bit({field.Length.Value})",
            Geometry => "geometry",
            Null => "",
            _ => field.Charset == Bytes ? "blob" : "text",
        };
        return Column(name, type, decimalsAsDoubles);
    }

    /// <summary>Says how a column of a type, in the words of the database, is read.</summary>
    public static SourceColumn Column(string name, string type, bool decimalsAsDoubles)
    {
        int end = type.AsSpan().IndexOfAny('(', ' ');
        (ColumnKind kind, string? note) = (end < 0 ? type : type[..end]) switch
        {
            "tinyint" when type == "tinyint(1)" => (ColumnKind.Boolean, (string?)null),
            "tinyint" or "smallint" or "mediumint" or "int" or "bigint" or "year" => (ColumnKind.Integer, null),
            "bit" when type != "bit(64)" => (ColumnKind.Integer, null),
            "float" or "double" => (ColumnKind.Double, null),
            "timestamp" or "datetime" or "date" => (ColumnKind.Timestamp, null),
            "decimal" => Numbers(type) is [int digits, int scale] ? DecimalKinds.Of(digits, scale, decimalsAsDoubles) : DecimalKinds.Of(0, 0, decimalsAsDoubles),
            "blob" or "tinyblob" or "mediumblob" or "longblob" or "binary" or "varbinary" or "geometry" or "bit" => (ColumnKind.Text, "bytes as hexadecimal text"),
            "time" or "uuid" or "inet4" or "inet6" => (ColumnKind.Text, $"{type} as text"),
            "" => (ColumnKind.Double, null),
            _ => (ColumnKind.Text, null),
        };
        return new SourceColumn(name, type, kind, note) { IsUtc = type.StartsWith("timestamp", StringComparison.Ordinal) };
    }

    public static bool IsUnsigned(in MariaDbField field) => (field.Flags & UnsignedFlag) != 0;

    public static bool IsBytes(in MariaDbField field) => field.Type is Bit or Geometry || (field.Charset == Bytes && field.Type is >= 249 and <= String);

    private static int[] Numbers(string type)
    {
        int open = type.IndexOf('(', StringComparison.Ordinal), close = type.IndexOf(')', StringComparison.Ordinal);
        return open < 0 || close < open ? [] : [.. type[(open + 1)..close].Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
    }
}
