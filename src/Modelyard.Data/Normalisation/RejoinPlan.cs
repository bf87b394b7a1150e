using Modelyard.Data.Databases;
using Modelyard.Data.Relations;
using Modelyard.Frames;
using Modelyard.Frames.Keys;

namespace Modelyard.Data.Normalisation;

/// <summary>Represents the way from the tables back to the flat table: joins along keys, one after the other.</summary>
internal sealed class RejoinPlan
{
    private readonly string _base;
    private readonly string[] _output;
    private readonly List<RejoinStep> _steps = [];

    private RejoinPlan(string main, string[] output)
    {
        _base = main;
        _output = output;
    }

    /// <summary>Finds the way.</summary>
    public static RejoinPlan Of(TableAssembly assembly, Frame flat)
    {
        var plan = new RejoinPlan(assembly.BaseName, [.. flat.Columns.Select(column => column.Name)]);
        HashSet<string> exceptions = [.. assembly.Exceptions.Select(one => one.Table)];
        List<RelationTable> waiting = [.. assembly.Tables.Where(table => table.Name != assembly.BaseName && !exceptions.Contains(table.Name))];
        HashSet<string> there = [.. assembly.Tables.First(table => table.Name == assembly.BaseName).Rows.Columns.Select(column => column.Name)];
        while (waiting.Count > 0)
        {
            RelationTable next = waiting.Find(table => table.Definition.PrimaryKey.All(there.Contains))
                ?? throw new InvalidOperationException($"The tables '{string.Join("', '", waiting.Select(table => table.Name))}' cannot be reached from '{assembly.BaseName}'.");
            waiting.Remove(next);
            string[] adds = [.. next.Rows.Columns.Select(column => column.Name).Except(next.Definition.PrimaryKey)];
            plan._steps.Add(new RejoinStep(next.Name, next.Definition.PrimaryKey, adds));
            there.UnionWith(adds);
            plan._steps.AddRange(assembly.Exceptions.Where(one => adds.Contains(one.Dependency.Right))
                .Select(one => new RejoinStep(one.Table, assembly.BaseKey, [one.Dependency.Right], Replaces: true)));
        }

        return plan;
    }

    /// <summary>Joins the tables in memory.</summary>
    public Frame Run(FrameSet tables)
    {
        Frame rows = tables[_base].Rows;
        foreach (RejoinStep step in _steps)
        {
            Frame table = tables[step.Table].Rows;
            int[] partners = Partners(rows, table, step.On);
            foreach (string column in step.Adds)
            {
                rows = rows.With(step.Replaces ? Replaced(rows[column], table[column], partners) : table[column].TakeOrMissing(partners));
            }
        }

        return rows.Select(_output);
    }

    /// <summary>Writes the query that joins the tables in a database.</summary>
    /// <param name="dialect">The SQL.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="placeOf">Gives the name under which a table is found.</param>
    /// <param name="further">Columns that are wanted besides those of the flat table.</param>
    public string Query(SqlDialect dialect, FrameSet tables, Func<TableName, TableName> placeOf, IReadOnlyList<string> further)
    {
        string Place(string table) => dialect.Quote(placeOf(tables[table].Definition.Name));
        List<string> columns = [.. tables[_base].Rows.Columns.Select(column => column.Name)];
        var parts = new List<string> { $"step_0 AS (SELECT {dialect.QuoteAll(columns)} FROM {Place(_base)})" };
        foreach (RejoinStep step in _steps)
        {
            string Cell(string column) => !step.Replaces || !step.Adds.Contains(column)
                ? $"s.{dialect.Quote(column)}"
                : $"CASE WHEN t.{dialect.Quote(step.On[0])} IS NULL THEN s.{dialect.Quote(column)} ELSE t.{dialect.Quote(column)} END AS {dialect.Quote(column)}";
            IEnumerable<string> cells = [.. columns.Select(Cell), .. step.Replaces ? [] : step.Adds.Select(column => $"t.{dialect.Quote(column)}")];
            string on = string.Join(" AND ", step.On.Select(column => $"s.{dialect.Quote(column)} = t.{dialect.Quote(column)}"));
            parts.Add($"step_{parts.Count} AS (SELECT {string.Join(", ", cells)} FROM step_{parts.Count - 1} s LEFT JOIN {Place(step.Table)} t ON {on})");
            columns.AddRange(step.Replaces ? [] : step.Adds);
        }

        return $"WITH {string.Join(",\n", parts)}\nSELECT {dialect.QuoteAll([.. _output, .. further])} FROM step_{parts.Count - 1}";
    }

    private static int[] Partners(Frame rows, Frame table, IReadOnlyList<string> on)
    {
        var keys = RowKeys.Of([.. on.Select(column => new[] { rows[column], table[column] })], MissingKeys.Dropped);
        int[] first = keys.FirstRows(1);
        return Array.ConvertAll(keys.Numbers[0], number => number < 0 ? Column.Gap : first[number]);
    }

    private static Column Replaced(Column there, Column exceptions, int[] partners)
    {
        Column both = Frame.ConcatRows(Frame.Of(there), Frame.Of(exceptions)).Columns[0];
        return both.Take([.. partners.Select((partner, row) => partner < 0 ? row : there.Length + partner)]);
    }
}
