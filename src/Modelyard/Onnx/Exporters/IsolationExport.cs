using Modelyard.Onnx.Graphs;
using Modelyard.Trees.Isolation;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out isolation forests: the sum of the lengths of ways, then the score.</summary>
internal static class IsolationExport
{
    internal static GraphValue Of(IsolationForestModel model, GraphValue x)
    {
        double usual = PathLength.Mean(model.SampleSize);
        if (!(usual > 0))
        {
            return x.Fill(x.Graph.Row(0.5), 1);
        }

        var state = StoredState.Of(model);
        int width = state.Integer("width");
        int[] sizes = state.Integers("sizes"), left = state.Integers("left"), split = state.Integers("split"), counts = state.Integers("counts");
        double[] thresholds = width == 1 ? state.Numbers("thresholds") : [];
        var inner = new List<int>();
        var table = new TreeTable();
        int first = 0;
        foreach (int size in sizes)
        {
            int start = first;
            double[] lengths = Lengths(left.AsSpan(start, size), counts.AsSpan(start, size));
            table.Add(
                size,
                node =>
                {
                    int child = left[start + node];
                    if (child == node)
                    {
                        return null;
                    }

                    inner.Add(start + node);
                    return width == 1
                        ? new TreeSplit(split[start + node], thresholds[start + node], child, child + 1, MissingLeft: true, IsBelow: true)
                        : new TreeSplit(inner.Count - 1, 0, child, child + 1, MissingLeft: true, IsBelow: true);
                },
                node => (0, lengths[node]));
            first += size;
        }

        GraphValue compared = width == 1 || inner.Count == 0 ? x : Sides(state, inner, width, x);
        return (table.Apply(compared, 1) * (-Math.Log(2) / (sizes.Length * usual))).Exp();
    }

    /// <summary>Lays out on which side of its plane each inner node has a row, rows x inner nodes: below 0 is left.</summary>
    private static GraphValue Sides(StoredState state, List<int> inner, int width, GraphValue x)
    {
        int[] places = [.. inner.SelectMany(node => Enumerable.Range(node * width, width))];
        int[] features = state.Integers("split");
        double[] normals = state.Numbers("normals"), points = state.Numbers("points");
        GraphValue apart = x.Columns(places.Select(place => features[place])) - x.Graph.Row([.. places.Select(place => points[place])]);
        return (apart * x.Graph.Row([.. places.Select(place => normals[place])])).Reshape(-1, inner.Count, width).Sum(axis: 2, keep: false);
    }

    private static double[] Lengths(ReadOnlySpan<int> left, ReadOnlySpan<int> counts)
    {
        double[] lengths = new double[left.Length];
        int[] depths = new int[left.Length];
        for (int node = 0; node < left.Length; node++)
        {
            lengths[node] = depths[node] + PathLength.Mean(counts[node]);
            if (left[node] != node)
            {
                depths[left[node]] = depths[left[node] + 1] = depths[node] + 1;
            }
        }

        return lengths;
    }
}
