using System.Text;
using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Represents the SQL of one database: how names are quoted, which types hold what, and how tables are declared.</summary>
/// <remarks>
/// <para>Names may have any characters that the database allows; they are always quoted, with quotes in them doubled. Values never stand in the text: they are parameters.</para>
/// <para>
/// Integers get the smallest type that holds the range of the column. SQLite: <c>INTEGER</c>. PostgreSQL: <c>smallint</c> (-32,768 to 32,767), <c>integer</c>
/// (-2,147,483,648 to 2,147,483,647), <c>bigint</c>. MySQL and MariaDB: <c>TINYINT</c> (-128 to 127, unsigned to 255), <c>SMALLINT</c> (-32,768 to 32,767, unsigned to
/// 65,535), <c>MEDIUMINT</c> (-8,388,608 to 8,388,607, unsigned to 16,777,215), <c>INT</c> (-2,147,483,648 to 2,147,483,647, unsigned to 4,294,967,295), <c>BIGINT</c>;
/// <c>UNSIGNED</c> only where that makes the type smaller. A range that is not known needs eight bytes.
/// </para>
/// </remarks>
public abstract class SqlDialect
{
    private protected SqlDialect()
    {
    }

    /// <summary>Gets the dialect of SQLite.</summary>
    public static SqlDialect Sqlite { get; } = new SqliteDialect();

    /// <summary>Gets the dialect of PostgreSQL.</summary>
    public static SqlDialect PostgreSql { get; } = new PostgreSqlDialect();

    /// <summary>Gets the dialect that MySQL and MariaDB share. Texts are compared byte by byte, except that spaces at the end do not count.</summary>
    public static SqlDialect MySql { get; } = new MySqlDialect("mysql", "utf8mb4_bin");

    /// <summary>Gets the dialect of MariaDB. Texts are compared byte by byte.</summary>
    public static SqlDialect MariaDb { get; } = new MySqlDialect("mariadb", "utf8mb4_nopad_bin");

    /// <summary>Gets the name: 'sqlite', 'postgres', 'mysql' or 'mariadb'.</summary>
    public abstract string Name { get; }

    /// <summary>Gets the name of the database for people.</summary>
    internal abstract string Title { get; }

    /// <summary>Gets the placeholder of a parameter.</summary>
    /// <param name="number">The number of the parameter, from 1.</param>
    /// <returns><c>?</c> in SQLite, MySQL and MariaDB, <c>$1</c> in PostgreSQL.</returns>
    public virtual string Placeholder(int number) => "?";

    /// <summary>Gets the dialect of a name.</summary>
    /// <param name="name">The name: 'sqlite', 'postgres' or 'postgresql', 'mysql', 'mariadb'.</param>
    /// <returns>The dialect.</returns>
    /// <exception cref="ModelyardException">There is no such dialect.</exception>
    public static SqlDialect Of(string name) => name switch
    {
        "sqlite" => Sqlite,
        "postgres" or "postgresql" => PostgreSql,
        "mysql" => MySql,
        "mariadb" => MariaDb,
        _ => throw new ModelyardException($"There is no SQL of the name '{name}'. There are 'sqlite', 'postgres', 'mysql' and 'mariadb'."),
    };

    /// <summary>Quotes a name.</summary>
    /// <param name="identifier">The name of a table, a column or a schema.</param>
    /// <returns>The name between quotes, those in it doubled.</returns>
    /// <exception cref="ModelyardException">The database allows no such name; the message says why.</exception>
    public string Quote(string identifier)
    {
        if (string.IsNullOrEmpty(identifier))
        {
            throw new ModelyardException("A name in a database is empty and must have a character at least.");
        }

        CheckName(identifier);
        return $"{QuoteMark}{identifier.Replace($"{QuoteMark}", $"{QuoteMark}{QuoteMark}", StringComparison.Ordinal)}{QuoteMark}";
    }

    /// <summary>Quotes the name of a table, with its schema if it has one.</summary>
    /// <param name="table">The name.</param>
    /// <returns>The quoted name.</returns>
    /// <exception cref="ModelyardException">The database allows no such name.</exception>
    public string Quote(TableName table) => table.Schema is null ? Quote(table.Name) : $"{Quote(table.Schema)}.{Quote(table.Name)}";

    /// <summary>Quotes names and puts commas between them.</summary>
    internal string QuoteAll(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));

    /// <summary>Finds the type of a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="isKey">True if the column is part of a key, which MySQL allows only short texts.</param>
    /// <returns>The type as it stands in a declaration.</returns>
    /// <exception cref="ModelyardException">The database has no type for the column.</exception>
    public string TypeOf(ColumnDefinition column, bool isKey = false)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.SqlType ?? ChooseType(column, isKey);
    }

    /// <summary>Writes the statement that creates a table.</summary>
    /// <param name="table">The table.</param>
    /// <returns>One statement, without the semicolon.</returns>
    /// <exception cref="ModelyardException">The definition is not one of a table: it has no columns, a key names a column that is not there, or the database allows no such name.</exception>
    public string CreateTable(TableDefinition table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Check(table);
        HashSet<string> keys = KeyColumns(table);
        table = Fit(table, keys);
        IEnumerable<string> lines =
        [
            .. table.Columns.Select(column => $"{Quote(column.Name)} {TypeOf(column, keys.Contains(column.Name))}{(column.IsNullable && !table.PrimaryKey.Contains(column.Name) ? "" : " NOT NULL")}"),
            .. table.PrimaryKey.Count > 0 ? [$"PRIMARY KEY ({QuoteAll(table.PrimaryKey)})"] : Array.Empty<string>(),
            .. table.UniqueKeys.Select(key => $"UNIQUE ({QuoteAll(key)})"),
            .. table.ForeignKeys.Select(key => $"FOREIGN KEY ({QuoteAll(key.Columns)}) REFERENCES {Quote(key.ReferencedTable)} ({QuoteAll(key.ReferencedColumns)})"),
            .. table.Checks.Select(check => $"CHECK ({check})"),
        ];
        return $"CREATE TABLE {Quote(table.Name)} (\n  {string.Join(",\n  ", lines)}\n){TableOptions}";
    }

    /// <summary>Writes the statements that create tables, each after those it refers to.</summary>
    /// <param name="tables">The tables, in any order.</param>
    /// <returns>The statements, each with a semicolon at its end, a line empty between them.</returns>
    /// <exception cref="ModelyardException">Tables refer to each other in a circle, or one cannot be created.</exception>
    public string CreateTables(IEnumerable<TableDefinition> tables)
    {
        var text = new StringBuilder();
        foreach (TableDefinition table in InOrder(tables))
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(CreateTable(table)).Append(";\n");
        }

        return text.ToString();
    }

    /// <summary>Puts tables in an order in which each stands after those it refers to.</summary>
    /// <param name="tables">The tables, in any order.</param>
    /// <returns>The tables in the order in which they can be created and filled.</returns>
    /// <exception cref="ModelyardException">Tables refer to each other in a circle.</exception>
    public static IReadOnlyList<TableDefinition> InOrder(IEnumerable<TableDefinition> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        List<TableDefinition> waiting = [.. tables], ordered = [];
        while (waiting.Count > 0)
        {
            TableDefinition next = waiting.Find(table => !table.ForeignKeys.Any(key => key.ReferencedTable != table.Name && waiting.Exists(other => other.Name == key.ReferencedTable)))
                ?? throw new ModelyardException($"The tables '{string.Join("', '", waiting.Select(table => table.Name))}' refer to each other in a circle, and no one of them can be the first. Leave out a foreign key.");
            waiting.Remove(next);
            ordered.Add(next);
        }

        return ordered;
    }

    /// <summary>Writes the statement that drops a table.</summary>
    /// <param name="table">The name of the table.</param>
    /// <returns>One statement, without the semicolon.</returns>
    public string DropTable(TableName table) => $"DROP TABLE {Quote(table)}";

    /// <summary>Writes a query of a table.</summary>
    /// <param name="table">The name of the table.</param>
    /// <param name="columns">The names of the columns, in the order wanted; all of them if null.</param>
    /// <param name="where">The condition of the rows as SQL text, with placeholders for values; all rows if null.</param>
    /// <returns>One statement, without the semicolon.</returns>
    public string Select(TableName table, IEnumerable<string>? columns = null, string? where = null) =>
        $"SELECT {(columns is null ? "*" : QuoteAll(columns))} FROM {Quote(table)}{(where is null ? "" : $" WHERE {where}")}";

    /// <summary>Writes the statement that inserts a row of parameters, or updates the row of the same key.</summary>
    internal string Insert(TableName table, IReadOnlyList<string> columns, IReadOnlyList<string> key) =>
        $"INSERT INTO {Quote(table)} ({QuoteAll(columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => Placeholder(i + 1)))})"
        + (key.Count > 0 ? OnConflict(columns, key) : "");

    private protected abstract char QuoteMark { get; }

    private protected virtual string TableOptions => "";

    private protected abstract string ChooseType(ColumnDefinition column, bool isKey);

    /// <summary>Changes types so that a row has room for all columns.</summary>
    private protected virtual TableDefinition Fit(TableDefinition table, IReadOnlySet<string> keys) => table;

    private protected virtual void CheckName(string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            throw new ModelyardException($"The name '{name.Replace('\0', '?')}' has a NUL character, which no name in a database may have.");
        }
    }

    /// <summary>Writes what becomes of a row whose key is there already, in the words that SQLite and PostgreSQL share.</summary>
    internal virtual string OnConflict(IReadOnlyList<string> columns, IReadOnlyList<string> key)
    {
        string[] others = [.. columns.Except(key)];
        return $" ON CONFLICT ({QuoteAll(key)}) DO "
            + (others.Length == 0 ? "NOTHING" : $"UPDATE SET {string.Join(", ", others.Select(column => $"{Quote(column)} = excluded.{Quote(column)}"))}");
    }

    private static HashSet<string> KeyColumns(TableDefinition table) =>
        [.. table.PrimaryKey, .. table.UniqueKeys.SelectMany(key => key), .. table.ForeignKeys.SelectMany(key => key.Columns)];

    private static void Check(TableDefinition table)
    {
        if (table.Columns.Count == 0)
        {
            throw new ModelyardException($"The table '{table.Name}' has no columns and must have one at least.");
        }

        if (KeyColumns(table).FirstOrDefault(name => table.Columns.All(column => column.Name != name)) is { } unknown)
        {
            throw new UnknownColumnException(unknown, table.Columns.Select(column => column.Name));
        }

        if (table.ForeignKeys.FirstOrDefault(key => key.Columns.Count == 0 || key.Columns.Count != key.ReferencedColumns.Count) is { } broken)
        {
            throw new ModelyardException(
                $"A foreign key of the table '{table.Name}' has '{broken.Columns.Count}' columns and refers to '{broken.ReferencedColumns.Count}' of '{broken.ReferencedTable}'; it must have as many, and one at least.");
        }
    }
}
