namespace Modelyard.Data.Databases;

/// <summary>Represents a connection to a database with one transaction on it, which is rolled back unless it is committed. It serves one thread.</summary>
internal abstract class DatabaseSession(SqlDialect dialect, string name) : IDisposable
{
    public SqlDialect Dialect { get; } = dialect;

    /// <summary>Gets the address of the database without the password.</summary>
    public string Name { get; } = name;

    /// <summary>Executes a statement that gives no rows.</summary>
    /// <returns>The number of rows that it changed.</returns>
    public abstract long Execute(SqlQuery statement);

    /// <summary>Prepares a query; its rows are those of the transaction's snapshot.</summary>
    public abstract RowSource Query(SqlQuery query, DatabaseReadOptions options);

    /// <summary>Lists the tables and views of the usual schema, by name.</summary>
    public abstract IReadOnlyList<TableName> Tables();

    /// <summary>Describes a table; null if there is none of the name.</summary>
    public abstract TableDefinition? Describe(TableName table);

    /// <summary>Creates a table, in the place of one of that name if it replaces it.</summary>
    /// <returns>What the table is called until the transaction is committed.</returns>
    public virtual TableName Create(TableDefinition table, bool replaces)
    {
        string statement = Dialect.CreateTable(table);
        if (replaces)
        {
            Execute(Dialect.DropTable(table.Name));
        }

        Execute(statement);
        return table.Name;
    }

    /// <summary>Prepares to bring rows into a table.</summary>
    public abstract TableLoader Load(LoadPlan plan);

    /// <summary>Makes permanent what the transaction did, and ends it.</summary>
    public abstract void Commit();

    /// <summary>Ends the statement that runs on another thread, if one does.</summary>
    public abstract void Cancel();

    public abstract void Dispose();

    /// <summary>Reads a few rows as a frame.</summary>
    protected Modelyard.Frames.Frame Rows(SqlQuery query)
    {
        using RowSource source = Query(query, new DatabaseReadOptions());
        source.Settle();
        return source.Read(int.MaxValue, CancellationToken.None)!;
    }
}
