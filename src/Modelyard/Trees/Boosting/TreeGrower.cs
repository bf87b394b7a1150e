using Modelyard.Numerics;

namespace Modelyard.Trees.Boosting;

/// <summary>Grows one tree after another, best split first, and keeps its buffers between them.</summary>
/// <remarks>
/// Only the smaller child of a split is scanned; the histogram of the larger is that of the parent less that of the smaller.
/// After Ke et al. (2017), LightGBM, NeurIPS.
/// </remarks>
internal sealed unsafe class TreeGrower
{
    private const int LeastUpdatesPerPart = 1 << 14;
    private const int LeastEntriesToShare = 1 << 14;
    private const int RowsBetweenChecks = 1 << 20;
    private readonly BinnedRows _data;
    private readonly GrowthSettings _settings;
    private readonly WorkTeam _team;
    private readonly PinnedArray<int>[] _buffers;
    private readonly PinnedArray<byte> _goesLeft = new(256);
    private readonly int[] _features;
    private int[] _treeFeatures;
    private HistogramPool? _pool;
    private Action _check = static () => { };
    private int _words;

    internal TreeGrower(BinnedRows data, GrowthSettings settings, WorkTeam team)
    {
        _data = data;
        _settings = settings;
        _team = team;
        _buffers = [new(data.Count), new(data.Count)];
        _features = [.. Enumerable.Range(0, data.FeatureCount)];
        _treeFeatures = _features;
    }

    /// <summary>Gets the rows of a leaf; null for all rows in order.</summary>
    internal int* Rows(int buffer) => buffer < 0 ? null : _buffers[buffer].Pointer;

    /// <summary>Grows a tree.</summary>
    /// <param name="gradients">The gradients of all rows.</param>
    /// <param name="sample">The rows to learn from, ascending; null for all.</param>
    /// <param name="random">The random numbers of this tree.</param>
    /// <param name="check">Ends the growth by an exception; called at every node and every million rows of it.</param>
    /// <returns>The tree; the rows of its leaves stand in this grower's buffers until the next tree.</returns>
    internal GrownTree Grow(RowGradients gradients, int[]? sample, RandomStream random, Action check)
    {
        _check = check;
        if (_words != gradients.Form.Words)
        {
            _words = gradients.Form.Words;
            _pool = new HistogramPool(_data.EntryCount * _words);
        }

        sample?.CopyTo(_buffers[0].Span);
        _treeFeatures = Draw(_features, _settings.TreeFeatureShare, ref random);
        var finder = new SplitFinder(_data, _settings, gradients);
        var tree = new GrownTree();
        var queue = new PriorityQueue<GrowingNode, (double, int)>();
        GrowingNode root = Root(tree, finder, gradients, sample, ref random);
        Enqueue(queue, root, tree);
        int leaves = 1;
        while (leaves < _settings.MaxLeafNodes && queue.TryDequeue(out GrowingNode? node, out _))
        {
            check();
            leaves++;
            (GrowingNode left, GrowingNode right) = Part(tree, node);
            if (leaves < _settings.MaxLeafNodes)
            {
                FindSplits(finder, gradients, node, left, right, ref random);
            }

            _pool!.Give(node.Histogram);
            Enqueue(queue, left, tree);
            Enqueue(queue, right, tree);
        }

        while (queue.TryDequeue(out GrowingNode? node, out _))
        {
            Finish(tree, node);
        }

        return tree;
    }

    private GrowingNode Root(GrownTree tree, SplitFinder finder, RowGradients gradients, int[]? sample, ref RandomStream random)
    {
        var root = new GrowingNode { Id = 0, Depth = 0, Start = 0, Buffer = sample is null ? -1 : 0, Sums = new NodeSums(0, 0, sample?.Length ?? _data.Count) };
        if (_data.FeatureCount > 0)
        {
            root.Histogram = _pool!.Take();
            BuildAll(gradients, root);
            root.Sums = finder.Total(root.Histogram.Pointer, 0);
            root.Value = finder.Value(root.Sums, root.Lower, root.Upper);
            root.OpenGroups = _settings.Groups?.All;
            if (finder.CanSplit(root.Sums, 0))
            {
                Search(finder, root, DrawFeatures(root, ref random));
            }
        }

        tree.Add(new GrownTree.TreeNode { Value = root.Value, Count = root.Sums.Count });
        return root;
    }

    private void Enqueue(PriorityQueue<GrowingNode, (double, int)> queue, GrowingNode node, GrownTree tree)
    {
        if (node.Split.Gain > 0)
        {
            // Without a limit on leaves the order does not matter to the tree; the newest first keeps the fewest histograms alive.
            queue.Enqueue(node, _settings.MaxLeafNodes == int.MaxValue ? (0, -node.Id) : (-node.Split.Gain, node.Id));
        }
        else
        {
            Finish(tree, node);
        }
    }

    private void Finish(GrownTree tree, GrowingNode node)
    {
        _pool!.Give(node.Histogram);
        node.Histogram = null;
        tree.Leaves.Add(new GrownTree.LeafRows(node.Id, node.Buffer, node.Start, node.Sums.Count, node.Lower, node.Upper));
    }

    private (GrowingNode Left, GrowingNode Right) Part(GrownTree tree, GrowingNode node)
    {
        ref SplitCandidate split = ref node.Split;
        int target = node.Buffer < 0 ? 0 : 1 - node.Buffer;
        var left = new GrowingNode { Id = tree.Nodes.Length, Depth = node.Depth + 1, Start = node.Start, Buffer = target, Sums = split.Left, Value = split.LeftValue };
        var right = new GrowingNode { Id = left.Id + 1, Depth = left.Depth, Start = node.Start + split.Left.Count, Buffer = target, Sums = split.Right, Value = split.RightValue };
        Bound(node, left, right);
        left.OpenGroups = right.OpenGroups = node.OpenGroups is null ? null : _settings.Groups!.Below(node.OpenGroups, split.Feature);
        tree.Add(new GrownTree.TreeNode { Value = left.Value, Count = left.Sums.Count });
        tree.Add(new GrownTree.TreeNode { Value = right.Value, Count = right.Sums.Count });
        ref GrownTree.TreeNode grown = ref tree.Nodes[node.Id];
        grown.Left = left.Id;
        grown.Feature = split.Feature;
        grown.Bin = split.Bin;
        grown.MissingLeft = split.MissingLeft;
        grown.IsCategorical = split.IsCategorical;
        grown.LeftCodes = split.LeftCodes;
        grown.Gain = split.Gain;
        for (int code = 0; code < 256; code++)
        {
            _goesLeft.Pointer[code] = (byte)(grown.GoesLeft(code) ? 1 : 0);
        }

        RowPartition.Run(
            Rows(node.Buffer), _buffers[target].Pointer, node.Start, node.Sums.Count, left.Sums.Count, _data.Column(split.Feature), _goesLeft.Pointer, _team);
        return (left, right);
    }

    // Below a constrained split, everything on one side must stay on its side of the middle.
    private void Bound(GrowingNode node, GrowingNode left, GrowingNode right)
    {
        left.Lower = right.Lower = node.Lower;
        left.Upper = right.Upper = node.Upper;
        int direction = _settings.Directions?[node.Split.Feature] ?? 0;
        double middle = 0.5 * (left.Value + right.Value);
        if (direction > 0)
        {
            left.Upper = right.Lower = middle;
        }
        else if (direction < 0)
        {
            left.Lower = right.Upper = middle;
        }
    }

    private void FindSplits(SplitFinder finder, RowGradients gradients, GrowingNode node, GrowingNode left, GrowingNode right, ref RandomStream random)
    {
        bool leftCan = finder.CanSplit(left.Sums, left.Depth), rightCan = finder.CanSplit(right.Sums, right.Depth);
        if (!leftCan && !rightCan)
        {
            return;
        }

        GrowingNode small = left.Sums.Count <= right.Sums.Count ? left : right, large = small == left ? right : left;
        small.Histogram = _pool!.Take();
        large.Histogram = node.Histogram;
        node.Histogram = null;
        BuildAll(gradients, small);
        Subtract(large.Histogram!, small.Histogram);
        if (leftCan)
        {
            Search(finder, left, DrawFeatures(left, ref random));
        }

        if (rightCan)
        {
            Search(finder, right, DrawFeatures(right, ref random));
        }
    }

    private ReadOnlySpan<int> DrawFeatures(GrowingNode node, ref RandomStream random)
    {
        int[] allowed = node.OpenGroups is null ? _treeFeatures : _settings.Groups!.Allowed(node.OpenGroups, _treeFeatures);
        return Draw(allowed, _settings.FeatureShare, ref random);
    }

    private static int[] Draw(int[] features, double share, ref RandomStream random)
    {
        int wanted = Math.Max(1, (int)Math.Round(share * features.Length));
        if (wanted >= features.Length)
        {
            return features;
        }

        int[] drawn = [.. features];
        for (int i = 0; i < wanted; i++)
        {
            int other = i + random.NextInt(drawn.Length - i);
            (drawn[i], drawn[other]) = (drawn[other], drawn[i]);
        }

        Array.Resize(ref drawn, wanted);
        Array.Sort(drawn);
        return drawn;
    }

    private void Search(SplitFinder finder, GrowingNode node, ReadOnlySpan<int> features)
    {
        long* histogram = node.Histogram!.Pointer;
        if (_team.Degree == 1 || _data.EntryCount < LeastEntriesToShare)
        {
            foreach (int feature in features)
            {
                finder.Try(feature, histogram, node, ref node.Split);
            }

            return;
        }

        int[] chosen = features.ToArray();
        int parts = Math.Min(chosen.Length, 4 * _team.Degree);
        var best = new SplitCandidate[parts];
        _team.For(parts, part =>
        {
            int end = (int)((long)chosen.Length * (part + 1) / parts);
            for (int i = (int)((long)chosen.Length * part / parts); i < end; i++)
            {
                finder.Try(chosen[i], histogram, node, ref best[part]);
            }
        });

        // In the order of the features, so that of equal splits the first is taken for any number of parts.
        foreach (SplitCandidate candidate in best)
        {
            if (candidate.Gain > node.Split.Gain)
            {
                node.Split = candidate;
            }
        }
    }

    private void Subtract(PinnedArray<long> from, PinnedArray<long> what)
    {
        Span<long> target = from.Span;
        ReadOnlySpan<long> source = what.Span;
        int width = System.Numerics.Vector<long>.Count, i = 0;
        for (; i + width <= target.Length; i += width)
        {
            (new System.Numerics.Vector<long>(target[i..]) - new System.Numerics.Vector<long>(source[i..])).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] -= source[i];
        }
    }

    private void BuildAll(RowGradients gradients, GrowingNode node)
    {
        long* histogram = node.Histogram!.Pointer;
        int* rows = Rows(node.Buffer);
        int start = node.Start, count = node.Sums.Count;
        IReadOnlyList<CodeGroup> groups = _data.Groups;
        int parts = (int)Math.Min(_team.Degree, (long)count * _data.FeatureCount / LeastUpdatesPerPart);
        if (parts >= 2 && groups.Count >= 2 * parts)
        {
            _team.For(groups.Count, group => Build(groups[group], gradients, rows, start, count, histogram));
            return;
        }

        if (parts < 2)
        {
            foreach (CodeGroup group in groups)
            {
                Build(group, gradients, rows, start, count, histogram);
            }

            return;
        }

        // Sums of whole numbers: cutting the rows by threads changes nothing.
        var partial = new PinnedArray<long>[parts];
        for (int part = 0; part < parts; part++)
        {
            partial[part] = part == 0 ? node.Histogram : _pool!.Take();
        }

        _team.For(parts, part =>
        {
            int first = (int)((long)count * part / parts), end = (int)((long)count * (part + 1) / parts);
            foreach (CodeGroup group in groups)
            {
                Build(group, gradients, rows, start + first, end - first, partial[part].Pointer);
            }
        });
        for (int part = 1; part < parts; part++)
        {
            Merge(node.Histogram.Span, partial[part].Span);
            _pool!.Give(partial[part]);
        }
    }

    // Sums of whole numbers: cutting the rows changes nothing here either.
    private void Build(CodeGroup group, RowGradients gradients, int* rows, int start, int count, long* histogram)
    {
        for (int first = 0; first < count; first += RowsBetweenChecks)
        {
            _check();
            HistogramKernel.Add(group, gradients, rows, start + first, Math.Min(RowsBetweenChecks, count - first), histogram);
        }
    }

    private static void Merge(Span<long> target, ReadOnlySpan<long> source)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] += source[i];
        }
    }
}
