using Modelyard.Frames;

namespace Modelyard.Data.Relations;

/// <summary>Joins tables one after the other along their references.</summary>
internal sealed class RelationJoin(FrameSet set, MergeHow how)
{
    private readonly Dictionary<(string Table, string Column), string> _names = [];

    public Frame Run(IReadOnlyList<string> tables)
    {
        if (tables.Count == 0)
        {
            throw new ModelyardException("There is no table to join and must be one at least.");
        }

        Frame joined = set[tables[0]].Rows;
        foreach (Column column in joined.Columns)
        {
            _names[(tables[0], column.Name)] = column.Name;
        }

        for (int i = 1; i < tables.Count; i++)
        {
            RelationTable next = set[tables[i]];
            joined = tables.Take(i).Contains(next.Name)
                ? throw new ModelyardException($"The table '{next.Name}' is to be joined twice and may be once.")
                : Add(joined, next, Edge([.. tables.Take(i)], next));
        }

        return joined;
    }

    private RelationEdge Edge(string[] before, RelationTable next)
    {
        IEnumerable<RelationEdge> forth = before.SelectMany(table => set[table].Definition.ForeignKeys.Where(key => key.ReferencedTable.Name == next.Name).SelectMany(key => RelationPaths.Both(table, key))).Where(edge => !edge.IsBackwards);
        IEnumerable<RelationEdge> back = next.Definition.ForeignKeys.Where(key => before.Contains(key.ReferencedTable.Name)).SelectMany(key => RelationPaths.Both(next.Name, key)).Where(edge => edge.IsBackwards);
        RelationEdge[] edges = [.. forth, .. back];
        return edges.Length switch
        {
            1 => edges[0],
            0 => throw new ModelyardException($"No reference leads between the table '{next.Name}' and '{string.Join("', '", before)}', which stand before it. Name the tables between."),
            _ => throw new ModelyardException($"{edges.Length} references lead to the table '{next.Name}': {string.Join("; ", edges.Select(edge => $"{edge.From} {edge}"))}. Join fewer tables at once, or merge these by their columns."),
        };
    }

    private Frame Add(Frame joined, RelationTable next, RelationEdge edge)
    {
        Frame rows = next.Rows;
        var keys = new List<MergeKey>();
        foreach ((string from, string to) in edge.FromColumns.Zip(edge.ToColumns))
        {
            string name = _names[(edge.From, from)];
            _names[(next.Name, to)] = name;
            keys.Add(new MergeKey(name, name));
        }

        Column[] columns = [.. rows.Columns.Select(column =>
        {
            if (!_names.TryGetValue((next.Name, column.Name), out string? name))
            {
                name = joined.TryGetColumn(column.Name, out _) ? $"{next.Name}.{column.Name}" : column.Name;
                _names[(next.Name, column.Name)] = name;
            }

            return column.Rename(name);
        })];

        // A merge puts the keys first; the tables stand in turn here.
        return joined.Merge(Frame.Of(columns), keys, how).Select(joined.Columns.Concat(columns).Select(column => column.Name).Distinct());
    }
}
