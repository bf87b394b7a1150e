using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Represents the SQL of SQLite.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    public override string Name => "sqlite";

    internal override string Title => "SQLite";

    private protected override char QuoteMark => '"';

    // SQLite keeps a declared type as a word; the reader tells booleans and timestamps by it. 'TIMESTAMP' takes texts as they are.
    private protected override string ChooseType(ColumnDefinition column, bool isKey) => column.Kind switch
    {
        ColumnKind.Boolean => "BOOLEAN",
        ColumnKind.Integer => "INTEGER",
        ColumnKind.Double => "REAL",
        ColumnKind.Timestamp => column.IsUtc ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP",
        _ => "TEXT",
    };
}
