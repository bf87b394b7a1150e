using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Says what the declared type of a column of SQLite makes of its cells.</summary>
internal static class SqliteTypes
{
    /// <summary>Finds the kind of a declared type; null if the type leaves it open and the cells must say it.</summary>
    /// <remarks>The order is that of SQLite's own rules (datatype3.html, 3.1), with booleans and times before.</remarks>
    public static ColumnKind? KindOf(string type) => type.ToUpperInvariant() switch
    {
        { } name when Has(name, "BOOL") => ColumnKind.Boolean,
        { } name when Has(name, "TIMESTAMP") || Has(name, "DATETIME") || name == "DATE" => ColumnKind.Timestamp,
        { } name when Has(name, "INT") => ColumnKind.Integer,
        { } name when Has(name, "CHAR") || Has(name, "CLOB") || Has(name, "TEXT") => ColumnKind.Text,
        { } name when Has(name, "REAL") || Has(name, "FLOA") || Has(name, "DOUB") => ColumnKind.Double,
        _ => null,
    };

    /// <summary>Determines whether a declared type says that times are UTC.</summary>
    public static bool IsUtc(string type) => type.Contains("TIMESTAMPTZ", StringComparison.OrdinalIgnoreCase) || type.Contains("WITH TIME ZONE", StringComparison.OrdinalIgnoreCase);

    private static bool Has(string name, string part) => name.Contains(part, StringComparison.Ordinal);
}
