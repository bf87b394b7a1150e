using Modelyard.Charts;
using Modelyard.Data.Databases;
using Modelyard.Frames;

namespace Modelyard.Data.Relations;

/// <summary>Represents tables that refer to each other by declared keys.</summary>
/// <remarks>
/// What belongs together is found along the keys: parents and children, and over a junction table, whose key is made of references, the many on both sides. A set is immutable; adding rows gives a new one.
/// </remarks>
public sealed class FrameSet
{
    private readonly RelationTable[] _tables;
    private readonly Dictionary<string, RelationTable> _byName;

    private FrameSet(RelationTable[] tables)
    {
        _tables = tables;
        _byName = new Dictionary<string, RelationTable>(StringComparer.Ordinal);
        foreach (RelationTable table in tables)
        {
            if (!_byName.TryAdd(table.Name, table))
            {
                throw new ModelyardException($"The table '{table.Name}' occurs twice and each name must be different.");
            }

            if (!table.Rows.Columns.Select(column => column.Name).SequenceEqual(table.Definition.Columns.Select(column => column.Name)))
            {
                throw new ModelyardException($"The rows of the table '{table.Name}' have other columns than its definition, and must have the same in the same order.");
            }
        }

        foreach (RelationTable table in tables)
        {
            CheckReferences(table);
        }
    }

    /// <summary>Gets the tables, in order.</summary>
    public IReadOnlyList<RelationTable> Tables => _tables;

    /// <summary>Gets the table of a name.</summary>
    /// <param name="table">The name, in the same case.</param>
    /// <exception cref="ModelyardException">There is no such table.</exception>
    public RelationTable this[string table] => _byName.TryGetValue(table, out RelationTable? found)
        ? found
        : throw new ModelyardException($"There is no table '{table}'.{Spelling.Hint(table, _byName.Keys)}");

    /// <summary>Gathers tables that refer to each other.</summary>
    /// <param name="tables">The tables.</param>
    /// <returns>The set. Whether the rows keep the keys, <see cref="Check"/> says.</returns>
    /// <exception cref="ModelyardException">A name occurs twice, or a reference is to a table or columns that are not there.</exception>
    public static FrameSet Of(params IEnumerable<RelationTable> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        return new FrameSet([.. tables]);
    }

    /// <summary>Checks all keys and references.</summary>
    /// <returns>What violates them; nothing if all is well. A reference with a missing cell refers to nothing and is right.</returns>
    public IReadOnlyList<RelationProblem> Check() => [.. _tables.SelectMany(table => KeyCheck.Keys(table.Definition, null, table.Rows).Concat(
        table.Definition.ForeignKeys.SelectMany(key => KeyCheck.References(table.Definition, key, table.Rows, [this[key.ReferencedTable.Name].Rows]))))];

    /// <summary>Finds the rows of a table that belong to one row of another: all courses of a student, all students of a course.</summary>
    /// <param name="from">The table of the row.</param>
    /// <param name="key">The row's primary key; of a composite key a list of its values.</param>
    /// <param name="to">The table whose rows are wanted.</param>
    /// <param name="through">Tables, or references as <c>table.column</c>, that the way leads over; wanted if there are several ways.</param>
    /// <returns>The rows, each once, in the order of their table.</returns>
    /// <exception cref="ModelyardException">There is no such row, no way from one table to the other, or more than one as short as can be; the message names them.</exception>
    public Frame Related(string from, object key, string to, params IReadOnlyList<string> through)
    {
        ArgumentNullException.ThrowIfNull(key);
        RelationTable start = this[from];
        return Related(from, start.Rows.Take([RelationKey.FindRow(start, key)]), to, through);
    }

    /// <summary>Finds the rows of a table that belong to any of some rows of another.</summary>
    /// <param name="from">The table of the rows.</param>
    /// <param name="rows">The rows, with the columns of their table that keys and references need.</param>
    /// <param name="to">The table whose rows are wanted.</param>
    /// <param name="through">Tables, or references as <c>table.column</c>, that the way leads over; wanted if there are several ways.</param>
    /// <returns>The rows, each once, in the order of their table.</returns>
    /// <exception cref="ModelyardException">There is no way from one table to the other, or more than one as short as can be; the message names them.</exception>
    public Frame Related(string from, Frame rows, string to, params IReadOnlyList<string> through)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(through);
        foreach (RelationEdge edge in RelationPaths.Find(this, this[from].Name, this[to].Name, through))
        {
            rows = edge.Follow(rows, this[edge.To].Rows);
        }

        return rows;
    }

    /// <summary>Joins tables along their keys.</summary>
    /// <param name="how">Which rows are kept: <see cref="MergeHow.Left"/> keeps those of the first table that nothing belongs to.</param>
    /// <param name="tables">The tables; each after the first refers to one before it, or is referred to by one.</param>
    /// <returns>The columns of the tables in turn, keys once; a column whose name is there already is preceded by its table, as <c>course.title</c>.</returns>
    /// <exception cref="ModelyardException">A table is joined to none of those before it, or by more than one reference.</exception>
    public Frame Join(MergeHow how, params IReadOnlyList<string> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        return new RelationJoin(this, how).Run(tables);
    }

    /// <summary>Adds rows to tables, parents, children and junctions together.</summary>
    /// <param name="rows">The rows, in any order.</param>
    /// <returns>A new set with the rows below those that are there.</returns>
    /// <exception cref="RelationException">Rows violate a key or a reference; the message names them, and nothing is added.</exception>
    /// <exception cref="ModelyardException">There is no such table or column.</exception>
    public FrameSet Insert(params IReadOnlyList<TableRows> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ILookup<string, Frame> added = rows.ToLookup(one => this[one.Table].Name, one => Fitted(this[one.Table].Definition, one.Rows));
        var problems = new List<RelationProblem>();
        foreach (RelationTable table in _tables.Where(table => added.Contains(table.Name)))
        {
            var own = Frame.ConcatRows([table.Rows.Head(0), .. added[table.Name]]);
            problems.AddRange(KeyCheck.Keys(table.Definition, table.Rows, own));
            problems.AddRange(table.Definition.ForeignKeys.SelectMany(key => KeyCheck.References(table.Definition, key, own, [this[key.ReferencedTable.Name].Rows, .. added[key.ReferencedTable.Name]])));
        }

        return problems.Count > 0
            ? throw new RelationException(problems)
            : new FrameSet([.. _tables.Select(table => added.Contains(table.Name) ? table with { Rows = Frame.ConcatRows([table.Rows, .. added[table.Name]]).Select(table.Rows.Columns.Select(column => column.Name)) } : table)]);
    }

    /// <summary>Adds rows to tables of a database, parents, children and junctions together, in one transaction.</summary>
    /// <param name="database">The database.</param>
    /// <param name="rows">The rows, in any order; a parent is written before what refers to it.</param>
    /// <returns>The number of rows that were added.</returns>
    /// <exception cref="RelationException">Rows violate a key or a reference; the message names them, and nothing is added.</exception>
    /// <exception cref="DatabaseException">There is no such table, or the database refuses; nothing is added.</exception>
    public static long Insert(Database database, params IReadOnlyList<TableRows> rows)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(rows);
        return new RelationInsert(database).Run(rows);
    }

    /// <summary>Reads tables of a database with their keys and references.</summary>
    /// <param name="database">The database.</param>
    /// <param name="tables">The names; all tables if there are none. References to other tables are left out.</param>
    /// <returns>The set.</returns>
    /// <exception cref="DatabaseException">There is no such table, or the database cannot be reached.</exception>
    public static FrameSet Read(Database database, params IReadOnlyList<string> tables)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(tables);
        string[] names = [.. tables.Count > 0 ? tables : database.Tables().Select(table => table.Name)];
        return Of(names.Select(name =>
        {
            TableDefinition definition = database.Describe(name);
            return new RelationTable(
                definition with { ForeignKeys = [.. definition.ForeignKeys.Where(key => names.Contains(key.ReferencedTable.Name)).Select(key => key with { ReferencedTable = key.ReferencedTable.Name })] },
                database.ReadTable(name));
        }));
    }

    /// <summary>Draws the tables and their references.</summary>
    /// <param name="title">What the picture shows.</param>
    /// <returns>An entity-relationship diagram.</returns>
    public DiagramChart ToDiagram(string title) => RelationDiagram.Of(this, title);

    /// <summary>Gives rows all columns of their table, missing where they have none, in its order.</summary>
    internal static Frame Fitted(TableDefinition table, Frame rows)
    {
        foreach (Column column in rows.Columns)
        {
            _ = table.Column(column.Name);
        }

        return Frame.Of(table.Columns.Select(column => rows.TryGetColumn(column.Name, out Column? found) ? found : RelationKey.Missing(column, rows.RowCount)));
    }

    private void CheckReferences(RelationTable table)
    {
        foreach (ForeignKey key in table.Definition.ForeignKeys)
        {
            RelationTable parent = this[key.ReferencedTable.Name];
            foreach ((string own, string other) in key.Columns.Zip(key.ReferencedColumns))
            {
                _ = table.Rows.PositionOf(own);
                _ = parent.Rows.PositionOf(other);
            }
        }
    }
}
