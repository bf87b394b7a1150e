using Modelyard.Charts;
using Modelyard.Data.Databases;
using Modelyard.Data.Relations;
using Modelyard.Frames;

namespace Modelyard.Data.Normalisation;

/// <summary>Represents a proposal of tables in third normal form for a flat table, with their rows: what they are, how they look, how they get into a database and back.</summary>
/// <remarks>
/// Nothing is lost: joining the tables gives the flat table again to the cell, missing cells, repeated rows and rows that break an accepted dependency included. The proposal is data to look over: what is
/// wrong in it, <see cref="NormalisationOptions.Ignore"/>, <see cref="NormalisationOptions.Accept"/> and <see cref="NormalisationOptions.Key"/> mend.
/// </remarks>
public sealed class NormalForm
{
    private readonly Frame _flat;
    private readonly TableAssembly _assembly;
    private readonly RejoinPlan _plan;

    private NormalForm(Frame flat, DependencyReport dependencies, TableAssembly assembly)
    {
        _flat = flat;
        _assembly = assembly;
        Dependencies = dependencies;
        Tables = FrameSet.Of(SqlDialect.InOrder(assembly.Tables.Select(table => table.Definition)).Select(definition => assembly.Tables.First(table => table.Name == definition.Name.Name)));
        _plan = RejoinPlan.Of(assembly, flat);
    }

    /// <summary>Gets the dependencies that the tables follow, and those that were not believed.</summary>
    public DependencyReport Dependencies { get; }

    /// <summary>Gets the tables with their rows, each after those it refers to.</summary>
    public FrameSet Tables { get; }

    /// <summary>Gets the name of the table that remains: it has a row for each row of the flat table.</summary>
    public string MainTable => _assembly.BaseName;

    /// <summary>Gets the names of the junction tables: a composite primary key, of which two parts or more refer to other tables.</summary>
    public IReadOnlyList<string> Junctions => [.. Tables.Tables.Where(table => IsJunction(table.Definition)).Select(table => table.Name)];

    /// <summary>Gets the rows that break dependencies which were accepted within <see cref="NormalisationOptions.MaxError"/>, or because they were told.</summary>
    public IReadOnlyList<CellExceptions> Exceptions => _assembly.Exceptions;

    /// <summary>Gets the accepted dependencies that no table shows, as a column that two keys determine is kept by one of them.</summary>
    public required IReadOnlyList<FunctionalDependency> Unkept { get; init; }

    /// <summary>Proposes tables for a flat table.</summary>
    /// <param name="flat">The table, with at least one column.</param>
    /// <param name="name">The name of the table that remains, with a row for each row of the flat one.</param>
    /// <param name="options">How dependencies are sought and tables are made; the defaults if null.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The proposal.</returns>
    /// <exception cref="ModelyardException">An option is not as it must be, the table has no columns, or the key that was told does not tell rows apart.</exception>
    /// <exception cref="UnknownColumnException">An option names a column that is not in the table.</exception>
    public static NormalForm Of(Frame flat, string name, NormalisationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(flat);
        ArgumentException.ThrowIfNullOrEmpty(name);
        options ??= new NormalisationOptions();
        if (flat.Columns.Count == 0)
        {
            throw new ModelyardException("The table has no columns and must have one at least.");
        }

        var report = DependencyReport.Of(flat, options, cancellation);
        FunctionalDependency[] accepted = [.. report.Dependencies.Where(one => one.IsAccepted)];
        var synthesis = new Synthesis(flat, accepted);
        var assembly = new TableAssembly(flat, name, options, synthesis.Homes);
        assembly.Run(accepted, report.CandidateKeys);
        return new NormalForm(flat, report, assembly) { Unkept = [.. accepted.Where(one => !synthesis.Shows(one))] };
    }

    /// <summary>Joins the tables to the flat table again.</summary>
    /// <returns>The flat table, to the cell and in its order.</returns>
    public Frame Rejoin() => _plan.Run(Tables);

    /// <summary>Writes the query that joins the tables to the flat table again in a database; the order of rows is not told.</summary>
    /// <param name="dialect">The SQL of the database.</param>
    /// <returns>One statement, without the semicolon.</returns>
    public string RejoinQuery(SqlDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        return _plan.Query(dialect, Tables, table => table, []);
    }

    /// <summary>Writes the statements that create the tables.</summary>
    /// <param name="dialect">The SQL of the database.</param>
    /// <returns>The statements in an order in which they can be executed; integers have the smallest types that hold them.</returns>
    /// <exception cref="ModelyardException">The database allows no such name, or no such key.</exception>
    public string ToDdl(SqlDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        return dialect.CreateTables(Tables.Tables.Select(table => table.Definition));
    }

    /// <summary>Draws the tables and their references.</summary>
    /// <returns>An entity-relationship diagram.</returns>
    public DiagramChart ToDiagram() => Tables.ToDiagram($"The tables of {MainTable}");

    /// <summary>Writes the proposal as JSON: tables with columns and keys, dependencies with their evidence, those that were not believed with the reason, and what was not looked at.</summary>
    /// <returns>One JSON object.</returns>
    public string ToJson() => NormalFormJson.Write(this);

    /// <summary>Creates the tables in a database and fills them, in one transaction.</summary>
    /// <param name="database">The database, which has no table of these names.</param>
    /// <param name="cancellation">Ends the loading; nothing is written then.</param>
    /// <returns>The number of rows that were written.</returns>
    /// <remarks>Before it is committed, the tables are joined in the database and compared with the flat table cell by cell; the database itself checks keys and references.</remarks>
    /// <exception cref="DatabaseException">The database refuses, has a table of such a name, or gives other cells back; nothing was written.</exception>
    public long Load(Database database, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        using DatabaseTransaction transaction = database.BeginTransaction(cancellation);
        long rows = 0;
        foreach (RelationTable table in Tables.Tables)
        {
            transaction.Create(table.Definition);
        }

        foreach (RelationTable table in Tables.Tables)
        {
            rows += transaction.Write(table.Rows, table.Definition.Name);
        }

        new RejoinCheck(_flat, Tables[MainTable].Rows, _assembly.BaseKey).Run(
            transaction, _plan.Query(transaction.Dialect, Tables, transaction.PlaceOf, [.. _assembly.BaseKey.Where(key => !_flat.TryGetColumn(key, out _))]), database.Name);
        transaction.Commit();
        return rows;
    }

    private static bool IsJunction(TableDefinition table) =>
        table.PrimaryKey.Count > 1 && table.ForeignKeys.Count(key => key.Columns.All(table.PrimaryKey.Contains)) > 1;
}
