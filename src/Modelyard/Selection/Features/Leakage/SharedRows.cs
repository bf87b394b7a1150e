using Modelyard.Frames;
using Modelyard.Frames.Keys;

namespace Modelyard.Selection.Features;

/// <summary>Counts rows that stand in two tables.</summary>
internal static class SharedRows
{
    /// <summary>Counts the rows of the second table that are in the first, and those that repeat another within the first.</summary>
    /// <param name="columns">Each column of the first table with its like of the second.</param>
    /// <param name="repeated">The number of rows of the first table that repeat another of it.</param>
    internal static int Count(IReadOnlyList<Column[]> columns, out int repeated)
    {
        var keys = RowKeys.Of(columns, MissingKeys.Kept);
        bool[] learned = new bool[keys.Count];
        foreach (int key in keys.Numbers[0])
        {
            learned[key] = true;
        }

        repeated = keys.Numbers[0].Length - learned.Count(one => one);
        return keys.Numbers[1].Count(key => learned[key]);
    }
}
