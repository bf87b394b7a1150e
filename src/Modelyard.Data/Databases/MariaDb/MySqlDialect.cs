using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Represents the SQL of MySQL and of MariaDB.</summary>
internal sealed class MySqlDialect(string name, string collation) : SqlDialect
{
    private const int LongestName = 64;

    /// <summary>The characters of a text in a key whose length is not known; a key of InnoDB has up to 3,072 bytes, four a character.</summary>
    private const int KeyLength = 255;

    private const int LongestKey = 768;
    private const int LongestShortText = 255;
    private const int RoomForShortTexts = 32_000;

    private static readonly (string Type, long Minimum, long Maximum)[] IntegerTypes =
    [
        ("TINYINT", sbyte.MinValue, sbyte.MaxValue),
        ("TINYINT UNSIGNED", 0, byte.MaxValue),
        ("SMALLINT", short.MinValue, short.MaxValue),
        ("SMALLINT UNSIGNED", 0, ushort.MaxValue),
        ("MEDIUMINT", -(1 << 23), (1 << 23) - 1),
        ("MEDIUMINT UNSIGNED", 0, (1 << 24) - 1),
        ("INT", int.MinValue, int.MaxValue),
        ("INT UNSIGNED", 0, uint.MaxValue),
    ];

    public override string Name => name;

    internal override string Title => name == "mariadb" ? "MariaDB" : "MySQL";

    private protected override char QuoteMark => '`';

    private protected override string TableOptions => $" ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={collation}";

    // All short texts of a row share 65,535 bytes with the rest of it.
    private protected override TableDefinition Fit(TableDefinition table, IReadOnlySet<string> keys)
    {
        bool IsShort(ColumnDefinition column) => column is { SqlType: null, Kind: ColumnKind.Text or ColumnKind.Category, MaxLength: <= LongestShortText } && !keys.Contains(column.Name);
        return table.Columns.Where(IsShort).Sum(column => Rounded(column.MaxLength!.Value) * 4) <= RoomForShortTexts
            ? table
            : table with { Columns = [.. table.Columns.Select(column => IsShort(column) ? column with { SqlType = "TEXT" } : column)] };
    }

    private protected override string ChooseType(ColumnDefinition column, bool isKey) => column.Kind switch
    {
        ColumnKind.Boolean => "BOOLEAN",
        ColumnKind.Integer => IntegerTypes.FirstOrDefault(type => column.Minimum >= type.Minimum && column.Maximum <= type.Maximum).Type ?? "BIGINT",
        ColumnKind.Double => "DOUBLE",
        ColumnKind.Timestamp => "DATETIME(6)",
        _ => isKey ? KeyText(column) : Text(column.MaxLength),
    };

    private protected override void CheckName(string name)
    {
        base.CheckName(name);
        if (name.Length > LongestName || name[^1] == ' ' || name.EnumerateRunes().Any(character => !character.IsBmp))
        {
            throw new ModelyardException($"{Title} allows no name '{name}': it may have up to {LongestName} characters, none of them beyond U+FFFF, and must not end with a space. Rename the column or table.");
        }
    }

    internal override string OnConflict(IReadOnlyList<string> columns, IReadOnlyList<string> key)
    {
        string[] others = [.. columns.Except(key)];

        // A row that is all key is there already: setting a column of it to itself leaves it be, without hiding other errors as IGNORE would.
        return " ON DUPLICATE KEY UPDATE " + (others.Length == 0
            ? $"{Quote(key[0])} = {Quote(key[0])}"
            : string.Join(", ", others.Select(column => $"{Quote(column)} = VALUES({Quote(column)})")));
    }

    private string KeyText(ColumnDefinition column) => column.MaxLength switch
    {
        null => $"VARCHAR({KeyLength})",
        > LongestKey => throw new ModelyardException($"The column '{column.Name}' is part of a key and holds a text of '{column.MaxLength}' characters; {Title} allows '{LongestKey}' in a key. Use another key."),
        int length => $"VARCHAR({Rounded(length)})",
    };

    // A text counts with all its room against the 65,535 bytes of a row only as VARCHAR; so long ones are TEXT.
    private static string Text(int? length) => length switch
    {
        null => "LONGTEXT",
        <= LongestShortText => $"VARCHAR({Rounded(length.Value)})",
        <= ushort.MaxValue / 4 => "TEXT",
        <= ((1 << 24) - 1) / 4 => "MEDIUMTEXT",
        _ => "LONGTEXT",
    };

    private static int Rounded(int length) => length <= 16 ? 16 : length <= 64 ? 64 : length <= LongestShortText ? LongestShortText : length;
}
