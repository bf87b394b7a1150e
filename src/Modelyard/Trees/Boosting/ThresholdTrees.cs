using Modelyard.Trees.Structure;

namespace Modelyard.Trees.Boosting;

/// <summary>Turns trees over codes into trees over the values themselves, which send every row the same way.</summary>
internal static class ThresholdTrees
{
    /// <summary>Converts all trees. The cover of a node is the number of training rows that reached it.</summary>
    /// <param name="tables">The trees over codes.</param>
    internal static Tree[] From(EnsembleTables tables)
    {
        var trees = new Tree[tables.Roots.Length];
        var buffer = new TreeBuffer();
        for (int tree = 0; tree < trees.Length; tree++)
        {
            int root = tables.Roots[tree], end = tree + 1 < trees.Length ? tables.Roots[tree + 1] : tables.NodeCount;
            buffer.Clear();
            while (buffer.Count < end - root)
            {
                buffer.AddPair();
            }

            for (int node = root; node < end; node++)
            {
                Set(buffer, tables, root, node);
            }

            trees[tree] = buffer.ToTree();
        }

        return trees;
    }

    private static void Set(TreeBuffer buffer, EnsembleTables tables, int root, int node)
    {
        buffer.SetCover(node - root, tables.Counts[node]);
        if (tables.IsLeaf(node))
        {
            buffer.SetLeaf(node - root, tables.Values[node]);
            return;
        }

        int feature = tables.Features[node], child = tables.Left[node] - root;
        FeatureBins bins = tables.Bins[feature];
        if (tables.SetOf(node) is >= 0 and int set)
        {
            // A level that was never seen has the code of a missing one.
            uint[] words = new uint[(bins.Levels!.Length + 31) / 32];
            for (int level = 0; level < bins.Levels.Length; level++)
            {
                words[level >> 5] |= IsLeft(tables, set, bins.Levels[level]) ? 1u << (level & 31) : 0;
            }

            bool missingLeft = IsLeft(tables, set, 0);
            PadLevels(words, bins.Levels.Length, missingLeft);
            buffer.SetSplit(node - root, feature, buffer.AddLevels(words), child, missingLeft, categorical: true);
            return;
        }

        // Codes up to the bin go left: values up to its cut, and all of them if it is the last.
        int cut = (int)tables.Bin(node) - 1;
        double threshold = cut < bins.Cuts.Length ? bins.Cuts[cut] : double.PositiveInfinity;
        buffer.SetSplit(node - root, feature, threshold, child, tables.MissingLeft(node), categorical: false);
    }

    private static bool IsLeft(EnsembleTables tables, int set, int code) => (tables.LevelSets[(set * CodeSet.Words) + (code >> 6)] >> (code & 63) & 1) != 0;

    /// <summary>Lets the levels behind the last one go where missing ones do.</summary>
    private static void PadLevels(uint[] words, int levels, bool left)
    {
        for (int level = levels; left && level < 32 * words.Length; level++)
        {
            words[level >> 5] |= 1u << (level & 31);
        }
    }
}
