using Modelyard.Learning;
using Modelyard.Trees.Structure;

namespace Modelyard.Exchange;

/// <summary>Reads one tree of XGBoost.</summary>
internal static class XGBoostTree
{
    /// <summary>Reads a tree and lays it out with the children of each node side by side and behind it.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="features">The number of features of the model.</param>
    internal static Tree Read(XGBoostElement tree, int features)
    {
        int[] left = tree["left_children"].Integers(), right = tree["right_children"].Integers(), split = tree["split_indices"].Integers();
        double[] conditions = tree["split_conditions"].Numbers(), covers = tree["sum_hessian"].Numbers();
        bool[] missingLeft = [.. tree["default_left"].Numbers().Select(value => value != 0)];
        int count = left.Length;
        Demand(count > 0, tree, "must have a node");
        Demand(
            right.Length == count && split.Length == count && conditions.Length == count && covers.Length == count && missingLeft.Length == count,
            tree,
            "must have as many of left_children, right_children, split_indices, split_conditions, sum_hessian and default_left");
        Demand(!tree.Has("split_type") || tree["split_type"].Numbers().All(kind => kind == 0), tree, "splits on categories, which is not read; encode them as numbers before training");
        var buffer = new TreeBuffer();
        buffer.Clear();
        bool[] seen = new bool[count];
        var open = new Queue<(int From, int To)>();
        open.Enqueue((0, 0));
        while (open.TryDequeue(out (int From, int To) node))
        {
            Demand(!seen[node.From], tree, $"reaches its node {node.From} twice");
            seen[node.From] = true;
            double condition = conditions[node.From], cover = covers[node.From];
            Demand(double.IsFinite(condition) && cover >= 0 && double.IsFinite(cover), tree, $"has a value or a cover at its node {node.From} that cannot be");
            buffer.SetCover(node.To, cover);
            if (left[node.From] == -1)
            {
                buffer.SetLeaf(node.To, condition);
                continue;
            }

            Demand(left[node.From] > 0 && left[node.From] < count && right[node.From] > 0 && right[node.From] < count, tree, $"has a child of its node {node.From} that is not there");
            Demand(split[node.From] >= 0 && split[node.From] < features, tree, $"splits at its node {node.From} on a feature that is not there");
            int child = buffer.AddPair();
            buffer.SetSplit(node.To, split[node.From], Threshold((float)condition), child, missingLeft[node.From], categorical: false);
            open.Enqueue((left[node.From], child));
            open.Enqueue((right[node.From], child + 1));
        }

        return buffer.ToTree();
    }

    /// <summary>Finds the greatest number in double precision that, rounded to single precision, is less than a bound.</summary>
    internal static double Threshold(float bound)
    {
        // Numbers up to the middle between the bound and the one below it round to that; at the middle itself, the one whose last bit is 0 wins.
        float below = MathF.BitDecrement(bound);
        if (float.IsNegativeInfinity(below))
        {
            return double.BitDecrement(double.MinValue);
        }

        double middle = ((double)below + bound) / 2;
        return (float)middle < bound ? middle : double.BitDecrement(middle);
    }

    private static void Demand(bool holds, XGBoostElement tree, string what)
    {
        if (!holds)
        {
            throw new ModelFormatException($"The tree at '{tree.Path}' {what}.");
        }
    }
}
