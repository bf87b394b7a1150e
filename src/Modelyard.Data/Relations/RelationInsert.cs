using Modelyard.Data.Databases;
using Modelyard.Frames;
using Modelyard.Frames.Keys;

namespace Modelyard.Data.Relations;

/// <summary>Adds rows to tables of a database in one transaction, and says which key they violate if they do.</summary>
/// <remarks>Keys are looked up before rows are written, so that the message can name the row; what others write meanwhile, the database itself guards against.</remarks>
internal sealed class RelationInsert(Database database)
{
    private const int KeysOfQuery = 100;

    public long Run(IReadOnlyList<TableRows> rows)
    {
        string[] names = [.. rows.Select(one => one.Table).Distinct()];
        Dictionary<string, TableDefinition> tables = names.ToDictionary(name => name, name => database.Describe(name));
        using DatabaseTransaction transaction = database.BeginTransaction();
        var problems = new List<RelationProblem>();
        long count = 0;
        foreach (TableDefinition table in SqlDialect.InOrder(tables.Values))
        {
            var own = Frame.ConcatRows(rows.Where(one => one.Table == table.Name.Name).Select(one => FrameSet.Fitted(table, one.Rows)));
            problems.AddRange(Check(transaction, table, own));

            // What refers to rows that are wrong is not looked at: it could not be written.
            if (problems.Count > 0)
            {
                break;
            }

            count += transaction.Write(own, table.Name);
        }

        if (problems.Count > 0)
        {
            throw new RelationException(problems);
        }

        transaction.Commit();
        return count;
    }

    private static List<RelationProblem> Check(DatabaseTransaction transaction, TableDefinition table, Frame rows)
    {
        var problems = new List<RelationProblem>();
        foreach ((IReadOnlyList<string> key, bool isPrimary) in table.UniqueKeys.Select(key => (key, false)).Prepend((table.PrimaryKey, true)).Where(one => one.Item1.Count > 0))
        {
            TableDefinition one = table with { PrimaryKey = isPrimary ? key : [], UniqueKeys = isPrimary ? [] : [key] };
            problems.AddRange(KeyCheck.Keys(isPrimary ? one : one with { Columns = [] }, There(transaction, table, key, key, rows), rows));
        }

        foreach (ForeignKey key in table.ForeignKeys)
        {
            Frame parents = There(transaction, new TableDefinition { Name = key.ReferencedTable, Columns = [.. key.Columns.Zip(key.ReferencedColumns, (own, other) => table.Column(own) with { Name = other })] }, key.ReferencedColumns, key.Columns, rows);
            problems.AddRange(KeyCheck.References(table, key, rows, key.ReferencedTable == table.Name ? [parents, rows.Select(key.ReferencedColumns)] : [parents]));
        }

        return problems;
    }

    /// <summary>Reads which of the keys of some rows a table has.</summary>
    private static Frame There(DatabaseTransaction transaction, TableDefinition table, IReadOnlyList<string> key, IReadOnlyList<string> columns, Frame rows)
    {
        var keys = RowKeys.Of([.. columns.Select(column => rows[column])], MissingKeys.Dropped);
        var options = new DatabaseReadOptions { Kinds = key.Zip(columns).ToDictionary(pair => pair.First, pair => rows[pair.Second].Kind == ColumnKind.Category ? ColumnKind.Text : rows[pair.Second].Kind) };
        var found = new List<Frame> { Frame.Of(key.Zip(columns, (name, column) => rows[column].Take([]).Rename(name))) };
        SqlDialect dialect = transaction.Dialect;
        foreach (int[] batch in keys.FirstRows().Chunk(KeysOfQuery))
        {
            int number = 0;
            string where = string.Join(" OR ", batch.Select(_ => $"({string.Join(" AND ", key.Select(name => $"{dialect.Quote(name)} = {dialect.Placeholder(++number)}"))})"));
            found.Add(transaction.Read(new SqlQuery(dialect.Select(table.Name, key, where), [.. batch.SelectMany(row => columns.Select(column => RelationKey.Value(rows[column], row)))]), options));
        }

        return Frame.ConcatRows(found);
    }
}
