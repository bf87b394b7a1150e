using System.Numerics;
using System.Runtime.CompilerServices;

namespace Modelyard.Trees.Growing;

/// <summary>Finds splits for several targets at once: the impurity of a node is the mean of what each target has.</summary>
/// <remarks>Source: De'ath (2002), Multivariate regression trees, Ecology 83(4).</remarks>
/// <typeparam name="TCriterion">How pure a node is in one target.</typeparam>
internal sealed unsafe class VectorSearch<TCriterion> : SplitSearch
    where TCriterion : struct, IScalarCriterion
{
    /// <summary>How many targets are tried as the one that orders the levels.</summary>
    private const int MostOrders = 8;

    private readonly int _width;
    private readonly double[] _vectors;
    private readonly double[] _total;
    private readonly double[] _left;
    private readonly PinnedBuffer<int> _codes;
    private readonly PinnedBuffer<int> _order;
    private readonly PinnedBuffer<int> _rows;
    private readonly PinnedBuffer<double> _weights;
    private double[] _sums = [];
    private int _groups;

    public VectorSearch(RankTable table, GrowthSettings settings, TreeTarget target)
        : base(table, settings, target)
    {
        _width = target.Width;
        _vectors = target.CentredVectors;
        _total = new double[_width];
        _left = new double[_width];
        int most = Math.Min(table.Rows, table.MostCodes);
        _codes = new PinnedBuffer<int>(most);
        _order = new PinnedBuffer<int>(most);
        _rows = new PinnedBuffer<int>(most);
        _weights = new PinnedBuffer<double>(most);
    }

    public override double NodeImpurity()
    {
        double pure = 0;
        for (int i = 0; i < NodeCount; i++)
        {
            foreach (double value in Vector(i))
            {
                double own = TCriterion.Score(Node[i].Weight, Node[i].Weight * value);
                pure += double.IsFinite(own) ? own : 0;
            }
        }

        return (pure / _width) - NodeScore;
    }

    /// <summary>Adds the mean of each target to the tree's tables.</summary>
    public override double LeafValue(Structure.TreeBuffer tree)
    {
        ReadOnlySpan<double> targets = Target.Vectors;
        double[] means = _left;
        for (int target = 0; target < _width; target++)
        {
            double origin = targets[(Node[0].Row * _width) + target], sum = 0;
            for (int i = 1; i < NodeCount; i++)
            {
                sum += Node[i].Weight * (targets[(Node[i].Row * _width) + target] - origin);
            }

            means[target] = origin + (sum / NodeWeight);
        }

        return tree.AddDistribution(means);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool Summarize()
    {
        Array.Clear(_total);
        double weight = 0;
        bool differs = false;
        ReadOnlySpan<double> first = Vector(0);
        for (int i = 0; i < NodeCount; i++)
        {
            ReadOnlySpan<double> own = Vector(i);
            double ownWeight = Node[i].Weight;
            weight += ownWeight;
            for (int target = 0; target < own.Length; target++)
            {
                _total[target] += ownWeight * own[target];
                differs |= own[target] != first[target];
            }
        }

        NodeWeight = weight;
        double score = 0;
        foreach (double sum in _total)
        {
            score += TCriterion.Score(weight, sum);
        }

        NodeScore = score / _width;
        PerfectScore = double.PositiveInfinity;
        return differs;
    }

    protected override bool Search<TCode>(FeatureRanks ranks, TCode* codes, ref Split best, ref RandomDraw random)
    {
        Gather(Order.Sort(codes, Node, NodeCount, ranks.CodeCount));
        if (_groups < 2)
        {
            return false;
        }

        if (ranks.IsCategorical && Settings.RandomThresholds)
        {
            ulong[] left = DrawSides(ranks, _codes.Pointer, _groups, ref random);
            int taken = 0;
            for (int pass = 1; pass >= 0; pass--)
            {
                for (int group = 0; group < _groups; group++)
                {
                    int code = _codes.Pointer[group];
                    if ((int)(left[code >> 6] >> code & 1) == pass)
                    {
                        _order.Pointer[taken++] = group;
                    }
                }
            }

            TryLevels(ranks, CountBits(left), single: true, ref best);
        }
        else if (ranks.IsCategorical)
        {
            SearchLevels(ranks, ref best);
        }
        else if (Settings.RandomThresholds)
        {
            return DrawThreshold(ranks, ref best, ref random);
        }
        else
        {
            SearchThresholds(ranks, ref best);
        }

        return true;
    }

    private static int CountBits(ulong[] words) => words.Sum(BitOperations.PopCount);

    private ReadOnlySpan<double> Vector(int sample) => _vectors.AsSpan(Node[sample].Row * _width, _width);

    /// <summary>Sums the targets of the rows of each code that the node has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(ulong* keys)
    {
        _groups = 0;
        for (int i = 0; i < NodeCount; i++)
        {
            int code = (int)(keys[i] >> 32);
            if (i == 0 || code != _codes.Pointer[_groups - 1])
            {
                if (_sums.Length < (_groups + 1) * _width)
                {
                    Array.Resize(ref _sums, Math.Max(16 * _width, _sums.Length * 2));
                }

                _codes.Pointer[_groups] = code;
                _order.Pointer[_groups] = _groups;
                _rows.Pointer[_groups] = 0;
                _weights.Pointer[_groups] = 0;
                _sums.AsSpan(_groups * _width, _width).Clear();
                _groups++;
            }

            int sample = (int)(uint)keys[i];
            double weight = Node[sample].Weight;
            _rows.Pointer[_groups - 1]++;
            _weights.Pointer[_groups - 1] += weight;
            ReadOnlySpan<double> own = Vector(sample);
            Span<double> sums = _sums.AsSpan((_groups - 1) * _width, _width);
            for (int target = 0; target < own.Length; target++)
            {
                sums[target] += weight * own[target];
            }
        }
    }

    private void SearchThresholds(FeatureRanks ranks, ref Split best)
    {
        bool missing = _codes.Pointer[_groups - 1] == ranks.MissingCode;
        int values = missing ? _groups - 1 : _groups;
        int* codes = _codes.Pointer;
        if (Scan(missing ? values : values - 1, -1, false, best.Score, out int found, out double score, out double weight))
        {
            Take(ref best, ranks, score, codes[found], codes[found + 1], !missing && weight >= NodeWeight - weight);
        }

        if (missing && Scan(values - 1, values, false, best.Score, out found, out score, out _))
        {
            Take(ref best, ranks, score, codes[found], codes[found + 1], true);
        }
    }

    private bool DrawThreshold(FeatureRanks ranks, ref Split best, ref RandomDraw random)
    {
        bool missing = _codes.Pointer[_groups - 1] == ranks.MissingCode;
        int values = missing ? _groups - 1 : _groups;
        if (!DrawCut(ranks, _codes.Pointer[0], _codes.Pointer[values - 1], missing, ref random, out int cut, out double threshold))
        {
            return false;
        }

        int left = 0;
        while (left < values && _codes.Pointer[left] <= cut)
        {
            left++;
        }

        if (Scan(left, -1, true, best.Score, out _, out double score, out double weight))
        {
            (best.Score, best.Cut, best.Threshold, best.MissingLeft, best.LeftCodes) = (score, cut, threshold, !missing && weight >= NodeWeight - weight, null);
        }

        if (missing && left < values && Scan(left, values, true, best.Score, out _, out score, out _))
        {
            (best.Score, best.Cut, best.Threshold, best.MissingLeft, best.LeftCodes) = (score, cut, threshold, true, null);
        }

        return true;
    }

    /// <summary>Tries the splits of levels ordered by the mean of one target after the other. A missing value is a level.</summary>
    private void SearchLevels(FeatureRanks ranks, ref Split best)
    {
        int[] order = new int[_groups];
        double[] keys = new double[_groups];
        for (int target = 0; target < Math.Min(MostOrders, _width); target++)
        {
            for (int group = 0; group < _groups; group++)
            {
                order[group] = group;
                keys[group] = _sums[(group * _width) + target] / _weights.Pointer[group];
            }

            Array.Sort(keys, order);
            order.CopyTo(new Span<int>(_order.Pointer, _groups));
            TryLevels(ranks, _groups - 1, single: false, ref best);
        }
    }

    private void TryLevels(FeatureRanks ranks, int cuts, bool single, ref Split best)
    {
        if (!Scan(cuts, -1, single, best.Score, out int found, out double score, out double weight))
        {
            return;
        }

        ulong[] left = new ulong[(ranks.MissingCode >> 6) + 1];
        for (int i = 0; i <= found; i++)
        {
            int code = _codes.Pointer[_order.Pointer[i]];
            left[code >> 6] |= 1UL << code;
        }

        TakeLevels(ref best, ranks, score, left, _codes.Pointer[_groups - 1] == ranks.MissingCode, weight >= NodeWeight - weight);
        AddAbsent(best, ranks, _codes.Pointer, _groups);
    }

    /// <summary>Tries the cuts behind the first groups, in their order.</summary>
    /// <param name="cuts">The number of cuts.</param>
    /// <param name="leftGroup">A group that is on the left from the start, or -1.</param>
    /// <param name="single">Whether only the last of the cuts counts.</param>
    /// <param name="atLeast">The score to beat.</param>
    /// <param name="found">The best cut.</param>
    /// <param name="score">Its score.</param>
    /// <param name="weight">The weight of its left side.</param>
    /// <returns>True if a cut beats the score.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Scan(int cuts, int leftGroup, bool single, double atLeast, out int found, out double score, out double weight)
    {
        (found, score, weight) = (-1, atLeast, 0);
        Array.Clear(_left);
        double weightLeft = 0;
        int rows = 0, least = Settings.MinSamplesLeaf;
        if (leftGroup >= 0)
        {
            Add(leftGroup, ref weightLeft, ref rows);
        }

        for (int i = 0; i < cuts; i++)
        {
            Add(_order.Pointer[i], ref weightLeft, ref rows);
            if ((single && i < cuts - 1) || rows < least || NodeCount - rows < least)
            {
                continue;
            }

            double sum = 0, weightRight = NodeWeight - weightLeft;
            for (int target = 0; target < _left.Length; target++)
            {
                sum += TCriterion.Score(weightLeft, _left[target], weightRight, _total[target] - _left[target]);
            }

            if (sum / _width > score)
            {
                (found, score, weight) = (i, sum / _width, weightLeft);
            }
        }

        return found >= 0;
    }

    private void Add(int group, ref double weight, ref int rows)
    {
        weight += _weights.Pointer[group];
        rows += _rows.Pointer[group];
        ReadOnlySpan<double> sums = _sums.AsSpan(group * _width, _width);
        for (int target = 0; target < sums.Length; target++)
        {
            _left[target] += sums[target];
        }
    }
}
