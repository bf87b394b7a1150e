using Modelyard.Data.Databases;

namespace Modelyard.Data.Relations;

/// <summary>Finds the way from one table to another along references.</summary>
internal static class RelationPaths
{
    private const int MostShown = 5;

    /// <summary>Finds the one shortest way; of several as short, the one that leads over what is named.</summary>
    public static IReadOnlyList<RelationEdge> Find(FrameSet set, string from, string to, IReadOnlyList<string> through)
    {
        RelationEdge[] edges = [.. set.Tables.SelectMany(table => table.Definition.ForeignKeys.SelectMany(key => Both(table.Name, key)))];
        CheckNames(set, edges, through);
        for (int length = 1; length <= set.Tables.Count; length++)
        {
            List<RelationEdge[]> found = [];
            Extend(edges, from, to, length, [], found);
            found.RemoveAll(path => !through.All(name => Array.Exists(path, edge => Passes(edge, name))));
            if (found.Count > 1)
            {
                throw new ModelyardException(
                    $"There are {found.Count} ways from '{from}' to '{to}': {string.Join("; ", found.Take(MostShown).Select(path => Text(from, path)))}. Say which, by a table or a reference as 'table.column' that it leads through.");
            }

            if (found.Count == 1)
            {
                return found[0];
            }
        }

        throw new ModelyardException($"No reference leads from '{from}' to '{to}'{(through.Count > 0 ? $" through '{string.Join("', '", through)}'" : "")}. Declare the foreign keys of the tables between.");
    }

    /// <summary>Lists the steps of a reference in both directions.</summary>
    public static IEnumerable<RelationEdge> Both(string table, ForeignKey key) =>
        [new RelationEdge(table, key.ReferencedTable.Name, key, table), new RelationEdge(key.ReferencedTable.Name, table, key, table) { IsBackwards = true }];

    private static void Extend(RelationEdge[] edges, string at, string to, int left, List<RelationEdge> path, List<RelationEdge[]> found)
    {
        if (left == 0)
        {
            if (at == to)
            {
                found.Add([.. path]);
            }

            return;
        }

        foreach (RelationEdge edge in edges.Where(edge => edge.From == at))
        {
            // A table is passed once, and the same reference is not gone forth and back.
            bool isFresh = !path.Exists(other => other.From == edge.To || (other.Child == edge.Child && ReferenceEquals(other.Key, edge.Key)));
            if (isFresh && (edge.To != to || left == 1))
            {
                path.Add(edge);
                Extend(edges, edge.To, to, left - 1, path, found);
                path.RemoveAt(path.Count - 1);
            }
        }
    }

    private static bool Passes(RelationEdge edge, string name) =>
        edge.From == name || edge.To == name || edge.Key.Columns.Any(column => $"{edge.Child}.{column}" == name);

    private static void CheckNames(FrameSet set, RelationEdge[] edges, IReadOnlyList<string> through)
    {
        foreach (string name in through)
        {
            if (!Array.Exists(edges, edge => Passes(edge, name)))
            {
                _ = set[name];
            }
        }
    }

    private static string Text(string from, RelationEdge[] path) => $"{from} {string.Join(' ', path.Select(edge => edge.ToString()))}";
}
