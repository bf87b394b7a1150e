using System.Text;
using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Represents the SQL of PostgreSQL.</summary>
internal sealed class PostgreSqlDialect : SqlDialect
{
    private const int LongestName = 63;

    public override string Name => "postgres";

    internal override string Title => "PostgreSQL";

    public override string Placeholder(int number) => $"${number}";

    private protected override char QuoteMark => '"';

    private protected override string ChooseType(ColumnDefinition column, bool isKey) => column.Kind switch
    {
        ColumnKind.Boolean => "boolean",
        ColumnKind.Integer when Fits(column, short.MinValue, short.MaxValue) => "smallint",
        ColumnKind.Integer when Fits(column, int.MinValue, int.MaxValue) => "integer",
        ColumnKind.Integer => "bigint",
        ColumnKind.Double => "double precision",
        ColumnKind.Timestamp => column.IsUtc ? "timestamp with time zone" : "timestamp without time zone",
        _ => "text",
    };

    // The server would cut a longer name short and only note it.
    private protected override void CheckName(string name)
    {
        base.CheckName(name);
        int bytes = Encoding.UTF8.GetByteCount(name);
        if (bytes > LongestName)
        {
            throw new ModelyardException($"The name '{name}' has '{bytes}' bytes in UTF-8, and PostgreSQL allows a name '{LongestName}'. Rename the column or table.");
        }
    }

    private static bool Fits(ColumnDefinition column, long minimum, long maximum) => column.Minimum >= minimum && column.Maximum <= maximum;
}
