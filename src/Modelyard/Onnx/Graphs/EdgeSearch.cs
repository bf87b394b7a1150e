namespace Modelyard.Onnx.Graphs;

/// <summary>Finds between which of the ascending edges of each feature a value lies, by trees that halve them: the time is logarithmic in their number.</summary>
internal static class EdgeSearch
{
    /// <summary>Counts, for each column, its edges that are at a value or below it. A missing value has none.</summary>
    /// <param name="x">The columns.</param>
    /// <param name="edges">The ascending edges of each column.</param>
    /// <returns>Integers, rows x columns.</returns>
    internal static GraphValue CountUpTo(GraphValue x, IReadOnlyList<double[]> edges) => Count(x, edges, isBelow: true);

    /// <summary>Counts, for each column, its edges that are below a value. A missing value has none.</summary>
    /// <param name="x">The columns.</param>
    /// <param name="edges">The ascending edges of each column.</param>
    /// <returns>Integers, rows x columns.</returns>
    internal static GraphValue CountBelow(GraphValue x, IReadOnlyList<double[]> edges) => Count(x, edges, isBelow: false);

    /// <summary>Computes the heights of curves that are straight between points and level beyond the first and the last.</summary>
    /// <param name="x">The columns, one a curve.</param>
    /// <param name="places">The rising places of the points of each curve.</param>
    /// <param name="heights">The height of each point.</param>
    internal static GraphValue Interpolate(GraphValue x, IReadOnlyList<double[]> places, IReadOnlyList<double[]> heights)
    {
        Graph graph = x.Graph;
        GraphValue count = CountUpTo(x, places);
        GraphValue offsets = Offsets(graph, places), lasts = graph.Integers([.. places.Select(own => own.Length - 1L)]).Unsqueeze(0);
        GraphValue low = (count - graph.Integers([1])).Greatest(graph.Integers([0])) + offsets, high = count.Least(lasts) + offsets;
        GraphValue allPlaces = graph.Numbers([.. places.SelectMany(own => own)], places.Sum(own => own.Length));
        GraphValue allHeights = graph.Numbers([.. heights.SelectMany(own => own)], heights.Sum(own => own.Length));
        GraphValue start = allPlaces.Gather(low), width = allPlaces.Gather(high) - start, foot = allHeights.Gather(low);
        GraphValue share = graph.Choose(width > 0, (x - start) / width, graph.Number(0));
        return foot + (share * (allHeights.Gather(high) - foot));
    }

    /// <summary>Makes the place of the first element of each list in the list of all.</summary>
    internal static GraphValue Offsets(Graph graph, IReadOnlyList<double[]> lists)
    {
        long[] offsets = new long[lists.Count];
        for (int i = 1; i < offsets.Length; i++)
        {
            offsets[i] = offsets[i - 1] + lists[i - 1].Length;
        }

        return graph.Integers(offsets).Unsqueeze(0);
    }

    private static GraphValue Count(GraphValue x, IReadOnlyList<double[]> edges, bool isBelow)
    {
        var table = new TreeTable();
        for (int column = 0; column < edges.Count; column++)
        {
            Add(table, column, edges[column], isBelow);
        }

        return table.Apply(x, edges.Count).AsInteger();
    }

    private static void Add(TreeTable table, int column, double[] edges, bool isBelow)
    {
        // A node stands for the counts that are still possible: from the first to the last.
        var nodes = new List<(int First, int Last, int Left)> { (0, edges.Length, 0) };
        for (int i = 0; i < nodes.Count; i++)
        {
            (int first, int last, _) = nodes[i];
            if (first < last)
            {
                int middle = (first + last) >>> 1;
                nodes[i] = (first, last, nodes.Count);
                nodes.Add((first, middle, 0));
                nodes.Add((middle + 1, last, 0));
            }
        }

        table.Add(
            nodes.Count,
            i => nodes[i] is { Left: > 0 } own ? new TreeSplit(column, edges[(own.First + own.Last) >>> 1], own.Left, own.Left + 1, MissingLeft: true, IsBelow: isBelow) : null,
            i => (column, nodes[i].First));
    }
}
