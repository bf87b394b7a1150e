using Modelyard.Numerics;
using Modelyard.Trees.Structure;

namespace Modelyard.Trees.Growing;

/// <summary>Grows one tree after another on the same data. Belongs to one thread.</summary>
/// <remarks>Source: Breiman, Friedman, Olshen and Stone (1984), Classification and Regression Trees.</remarks>
internal sealed class TreeGrower
{
    /// <summary>The values that are looked at between two checks: a millisecond or some.</summary>
    private const long WorkBetweenChecks = 1 << 18;

    /// <summary>The values that take as long as all else that a feature costs a node.</summary>
    private const int WorkOfFeature = 16;
    private readonly GrowthSettings _settings;
    private readonly RankTable _table;
    private readonly SplitSearch _search;
    private readonly FeatureDraw _draw;
    private readonly TreeBuffer _tree = new();
    private readonly Stack<OpenNode> _stack = new();
    private readonly PriorityQueue<OpenNode, (double NegativeGain, int Node)> _queue = new();
    private readonly PruningRecord? _pruning;
    private readonly double[] _importances;
    private double _rootWeight;
    private double _rootImpurity;

    public TreeGrower(RankTable table, GrowthSettings settings, SplitSearch search)
    {
        _settings = settings;
        _table = table;
        _search = search;
        _draw = new FeatureDraw(table.Features.Length);
        _pruning = settings.CostComplexityAlpha > 0 || settings.TracesPruning ? new PruningRecord() : null;
        _importances = new double[table.Features.Length];
    }

    /// <summary>Gets how much the splits of the last tree by each feature lowered the weighted impurity.</summary>
    public ReadOnlySpan<double> Importances => _importances;

    /// <summary>Finds the steps of pruning the last tree, which was grown with <see cref="GrowthSettings.TracesPruning"/>.</summary>
    public IReadOnlyList<PruningStep> TracePruning() => _pruning!.Trace(_tree, _rootWeight, _rootImpurity, _search.Check);

    /// <summary>Grows a tree.</summary>
    /// <param name="weights">The weight of each row; a row of weight 0 stays out.</param>
    /// <param name="stream">The random numbers of the tree.</param>
    public Tree Grow(ReadOnlySpan<double> weights, RandomStream stream)
    {
        var random = new RandomDraw(stream);
        _draw.Reset();
        _tree.Clear();
        _stack.Clear();
        _queue.Clear();
        _pruning?.Clear();
        Array.Clear(_importances);
        int count = _search.Load(weights);
        _search.Check();
        var root = new OpenNode { Count = count };
        if (_settings.MaxLeafNodes is { } leaves)
        {
            GrowBestFirst(root, leaves, ref random);
        }
        else
        {
            GrowDepthFirst(root, ref random);
        }

        return _pruning is null ? _tree.ToTree() : _pruning.Prune(_tree, _settings.CostComplexityAlpha, _rootWeight, _importances).ToTree();
    }

    private void GrowDepthFirst(OpenNode root, ref RandomDraw random)
    {
        _stack.Push(root);
        long untilCheck = 0;
        while (_stack.TryPop(out OpenNode node))
        {
            // The values that the search looks at, with an even charge for each feature of a node.
            untilCheck -= (node.Count + WorkOfFeature) * (long)_settings.Candidates;
            if (untilCheck <= 0)
            {
                untilCheck = WorkBetweenChecks;
                _search.Check();
            }

            if (Evaluate(ref node, ref random))
            {
                (OpenNode left, OpenNode right) = Divide(in node);
                _stack.Push(right);
                _stack.Push(left);
            }
        }
    }

    /// <summary>Divides the leaf that gains most, until there are enough leaves.</summary>
    private void GrowBestFirst(OpenNode root, int leaves, ref RandomDraw random)
    {
        Offer(root, ref random);
        for (int count = 1; count < leaves && _queue.TryDequeue(out OpenNode node, out _); count++)
        {
            _search.Check();
            (OpenNode left, OpenNode right) = Divide(in node);
            Offer(left, ref random);
            Offer(right, ref random);
        }
    }

    private void Offer(OpenNode node, ref RandomDraw random)
    {
        node.Constants = 0;
        if (Evaluate(ref node, ref random))
        {
            _queue.Enqueue(node, (-node.Gain, node.Node));
        }
    }

    /// <summary>Looks for the split of a node. In best-first order the node stays the leaf that it is made here until its turn comes.</summary>
    /// <returns>True if the node is to be divided.</returns>
    private bool Evaluate(ref OpenNode node, ref RandomDraw random)
    {
        bool differs = _search.Open(node.First, node.Count);
        if (node.Node == 0)
        {
            _rootWeight = _search.NodeWeight;
            _rootImpurity = _pruning is null ? 0 : _search.NodeImpurity() / _rootWeight;
        }

        _tree.SetCover(node.Node, _search.NodeWeight);
        bool divide = differs && node.Depth < _settings.MaxDepth && node.Count >= _settings.MinSamplesSplit && node.Count >= 2L * _settings.MinSamplesLeaf;
        if (divide)
        {
            node.Split = _draw.Find(_search, _settings.Candidates, ref random, ref node.Constants);
            node.Gain = node.Split.Score - _search.NodeScore;
            divide = node.Split.Feature >= 0 && (node.Gain / _rootWeight) + 1e-15 >= _settings.MinImpurityDecrease;
        }

        _pruning?.Record(node.Node, _search, _tree);
        if (!divide || _settings.MaxLeafNodes is not null)
        {
            _tree.SetLeaf(node.Node, _pruning?.LeafValue(node.Node) ?? _search.LeafValue(_tree));
        }

        return divide;
    }

    private (OpenNode Left, OpenNode Right) Divide(in OpenNode node)
    {
        Split split = node.Split;
        FeatureRanks ranks = _table.Features[split.Feature];
        int left = _search.Part(in split, node.First, node.Count);
        int child = _tree.AddPair();
        double value = split.LeftCodes is null ? split.Threshold : _tree.AddLevels(Levels(ranks, split.LeftCodes));
        _tree.SetSplit(node.Node, split.Feature, value, child, split.MissingLeft, ranks.IsCategorical);
        _importances[split.Feature] += Math.Max(0, node.Gain);
        _pruning?.RecordGain(node.Node, node.Gain);
        return (
            new OpenNode { Node = child, First = node.First, Count = left, Depth = node.Depth + 1, Constants = node.Constants },
            new OpenNode { Node = child + 1, First = node.First + left, Count = node.Count - left, Depth = node.Depth + 1, Constants = node.Constants });
    }

    /// <summary>Turns codes into levels: a code is the place of a level among those that the training rows have.</summary>
    private static uint[] Levels(FeatureRanks ranks, ulong[] leftCodes)
    {
        uint[] words = new uint[ranks.Values.Length == 0 ? 0 : ((int)ranks.Values[^1] >> 5) + 1];
        for (int code = 0; code < ranks.MissingCode; code++)
        {
            if ((leftCodes[code >> 6] >> code & 1) != 0)
            {
                int level = (int)ranks.Values[code];
                words[level >> 5] |= 1u << level;
            }
        }

        return words;
    }

    private struct OpenNode
    {
        public int Node;
        public int First;
        public int Count;
        public int Depth;
        public int Constants;
        public double Gain;
        public Split Split;
    }
}
