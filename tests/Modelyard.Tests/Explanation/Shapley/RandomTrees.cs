using Modelyard.Numerics;
using Modelyard.Trees.Structure;

namespace Modelyard.Tests.Explanation.Shapley;

/// <summary>Makes trees by chance: features that split again and again, missing values, levels, covers of zero.</summary>
internal static class RandomTrees
{
    /// <summary>The feature whose splits are on levels.</summary>
    public const int Levels = 2;

    /// <summary>Makes a tree of five splits and more.</summary>
    public static Tree Make(ulong seed, int features, int splits)
    {
        var random = new RandomStream(seed);
        var buffer = new TreeBuffer();
        buffer.Clear();
        buffer.SetCover(0, 64);
        var leaves = new List<int> { 0 };
        double[] covers = new double[(2 * splits) + 1];
        covers[0] = 64;
        for (int split = 0; split < splits; split++)
        {
            int place = random.NextInt(leaves.Count), node = leaves[place], feature = random.NextInt(features), child = buffer.AddPair();
            leaves[place] = child;
            leaves.Add(child + 1);
            bool missingLeft = random.NextInt(2) == 0;
            if (feature == Levels)
            {
                buffer.SetSplit(node, feature, buffer.AddLevels([(uint)(1 + random.NextInt(14))]), child, missingLeft, categorical: true);
            }
            else
            {
                buffer.SetSplit(node, feature, (random.NextInt(9) - 4) / 4.0, child, missingLeft, categorical: false);
            }

            // One of eight children was reached by no training row.
            covers[child] = Math.Round(covers[node] * random.NextInt(9) / 8, 3);
            covers[child + 1] = covers[node] - covers[child];
            buffer.SetCover(child, covers[child]);
            buffer.SetCover(child + 1, covers[child + 1]);
        }

        foreach (int leaf in leaves)
        {
            buffer.SetLeaf(leaf, random.NextGaussian());
        }

        return buffer.ToTree();
    }

    /// <summary>Makes rows that have all that the trees ask for.</summary>
    public static Matrix Rows(ulong seed, int features, int count)
    {
        var random = new RandomStream(seed, 7);
        var rows = new Matrix(count, features);
        for (int row = 0; row < count; row++)
        {
            for (int feature = 0; feature < features; feature++)
            {
                rows[row, feature] = random.NextInt(6) == 0 ? double.NaN : feature == Levels ? random.NextInt(5) : (random.NextInt(11) - 5) / 4.0;
            }
        }

        return rows;
    }
}
