using Modelyard.Learning;

namespace Modelyard.Trees.Isolation;

/// <summary>Stores isolation trees, one after another, and reads them back.</summary>
internal static class IsolationState
{
    internal static void Write(StateWriter state, IReadOnlyList<IsolationTree> trees)
    {
        int width = trees[0].Planes?.Width ?? 1;
        IsolationNode[] nodes = [.. trees.SelectMany(tree => tree.Nodes.ToArray())];
        state.Write("width", width);
        state.Write("sizes", trees.Select(tree => tree.Nodes.Length).ToArray());
        state.Write("left", Array.ConvertAll(nodes, node => node.Left));
        state.Write("counts", trees.SelectMany(tree => tree.Counts.ToArray()).ToArray());
        if (width == 1)
        {
            state.Write("split", Array.ConvertAll(nodes, node => node.Feature));
            state.Write("thresholds", Array.ConvertAll(nodes, node => node.Threshold));
            return;
        }

        state.Write("split", trees.SelectMany(tree => tree.Planes!.Features).ToArray());
        state.Write("normals", trees.SelectMany(tree => tree.Planes!.Normals).ToArray());
        state.Write("points", trees.SelectMany(tree => tree.Planes!.Points).ToArray());
    }

    internal static IsolationTree[] Read(StateReader state, int features)
    {
        int width = state.ReadInt("width", 1, Math.Max(1, features));
        int[] sizes = state.ReadInts("sizes");
        int[] left = state.ReadInts("left");
        int[] counts = state.ReadInts("counts", left.Length);
        if (sizes.Length == 0 || sizes.Any(size => size < 1) || sizes.Sum(size => (long)size) != left.Length || (long)left.Length * width > int.MaxValue || counts.Any(count => count < 0))
        {
            throw Fault("the numbers of nodes and rows must fit together");
        }

        int[] split = state.ReadInts("split", left.Length * width);
        if (split.Any(feature => (uint)feature >= (uint)Math.Max(1, features)))
        {
            throw Fault("a split must name a feature");
        }

        double[] thresholds = width == 1 ? state.ReadDoubles("thresholds", left.Length) : [];
        double[] normals = width > 1 ? state.ReadDoubles("normals", split.Length) : [];
        double[] points = width > 1 ? state.ReadDoubles("points", split.Length) : [];
        var trees = new IsolationTree[sizes.Length];
        int first = 0;
        for (int tree = 0; tree < trees.Length; tree++)
        {
            int size = sizes[tree];
            var nodes = new IsolationNode[size];
            for (int i = 0; i < size; i++)
            {
                int child = left[first + i];
                double threshold = width == 1 ? thresholds[first + i] : double.NaN;
                if (child != i && (child < i || child >= size - 1))
                {
                    throw Fault("children must lie behind their parents");
                }

                if (width == 1 && double.IsNaN(threshold) != (child == i))
                {
                    throw Fault("splits must have thresholds, and leaves none");
                }

                nodes[i] = new IsolationNode(child, width == 1 ? split[first + i] : 0, threshold);
            }

            Range part = new(first * width, (first + size) * width);
            trees[tree] = new IsolationTree(nodes, counts[first..(first + size)], width == 1 ? null : new ObliqueSplits(width, split[part], normals[part], points[part]));
            first += size;
        }

        return trees;
    }

    private static ModelFormatException Fault(string must) => new($"The isolation trees of the model do not hold: {must}.");
}
