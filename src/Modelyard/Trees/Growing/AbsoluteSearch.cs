using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Modelyard.Trees.Structure;

namespace Modelyard.Trees.Growing;

/// <summary>Finds splits that lower the absolute error, the distance to the median of a side.</summary>
/// <remarks>
/// The rows of a side are kept in a tree of partial sums over the targets of the node in order (Fenwick, 1994, A new data structure for cumulative
/// frequency tables): a row comes in, and the median and the distances to it are read, in O(log n).
/// </remarks>
internal sealed unsafe class AbsoluteSearch : SplitSearch
{
    private const int RowsBetweenChecks = 1 << 14;
    private readonly int[] _ranks;
    private readonly PinnedBuffer<ulong> _keys;
    private readonly PinnedBuffer<double> _values;
    private readonly PinnedBuffer<int> _places;
    private readonly PinnedBuffer<int> _sequence;
    private readonly PinnedBuffer<int> _codes;
    private readonly PinnedBuffer<double> _costs;
    private readonly PinnedBuffer<Vector128<double>> _sums;
    private Vector128<double> _side;
    private int _greatestStep;

    public AbsoluteSearch(RankTable table, GrowthSettings settings, TreeTarget target)
        : base(table, settings, target)
    {
        _ranks = Ranks(target.Values);
        _keys = new PinnedBuffer<ulong>(table.Rows);
        _values = new PinnedBuffer<double>(table.Rows);
        _places = new PinnedBuffer<int>(table.Rows);
        _sequence = new PinnedBuffer<int>(table.Rows);
        _codes = new PinnedBuffer<int>(table.Rows);
        _costs = new PinnedBuffer<double>(table.Rows);
        _sums = new PinnedBuffer<Vector128<double>>(table.Rows + 1);
    }

    public override double NodeImpurity() => -NodeScore;

    /// <summary>Computes the weighted median; where half of the weight ends at a row, the middle of it and the next.</summary>
    public override double LeafValue(TreeBuffer tree)
    {
        double half = NodeWeight / 2, through = 0;
        for (int i = 0; i < NodeCount; i++)
        {
            ref Sample sample = ref Node[(uint)_keys.Pointer[i]];
            through += sample.Weight;
            double own = Target.Values[sample.Row];
            if (Math.Abs(through - half) <= 1e-12 * NodeWeight && i + 1 < NodeCount)
            {
                return (0.5 * own) + (0.5 * Target.Values[Node[(uint)_keys.Pointer[i + 1]].Row]);
            }

            if (through > half)
            {
                return own;
            }
        }

        return Target.Values[Node[(uint)_keys.Pointer[NodeCount - 1]].Row];
    }

    protected override bool Summarize()
    {
        ulong* keys = _keys.Pointer;
        double weight = 0;
        for (int i = 0; i < NodeCount; i++)
        {
            keys[i] = ((ulong)(uint)_ranks[Node[i].Row] << 32) | (uint)i;
            weight += Node[i].Weight;
        }

        new Span<ulong>(keys, NodeCount).Sort();
        for (int place = 0; place < NodeCount; place++)
        {
            int sample = (int)(uint)keys[place];
            _places.Pointer[sample] = place;
            _values.Pointer[place] = Target.Centred[Node[sample].Row];
            _sequence.Pointer[place] = sample;
        }

        NodeWeight = weight;
        _greatestStep = 1 << BitOperations.Log2((uint)NodeCount);
        NodeScore = -CostOf(0, NodeCount);
        SetPerfectScore(0);
        return keys[0] >> 32 != keys[NodeCount - 1] >> 32;
    }

    protected override bool Search<TCode>(FeatureRanks ranks, TCode* codes, ref Split best, ref RandomDraw random)
    {
        ulong* keys = Order.Sort(codes, Node, NodeCount, ranks.CodeCount);
        for (int i = 0; i < NodeCount; i++)
        {
            _sequence.Pointer[i] = (int)(uint)keys[i];
            _codes.Pointer[i] = (int)(keys[i] >> 32);
        }

        int last = _codes.Pointer[NodeCount - 1];
        if (_codes.Pointer[0] == last)
        {
            return false;
        }

        if (ranks.IsCategorical)
        {
            SearchLevels(ranks, ref best, ref random);
        }
        else if (Settings.RandomThresholds)
        {
            DrawThreshold(ranks, ref best, ref random);
        }
        else
        {
            SearchThresholds(ranks, ref best);
        }

        return true;
    }

    private static int[] Ranks(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        int[] order = new int[sorted.Length], ranks = new int[sorted.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(sorted, order);
        for (int i = 0, rank = 0; i < order.Length; i++)
        {
            rank += i > 0 && sorted[i] != sorted[i - 1] ? 1 : 0;
            ranks[order[i]] = rank;
        }

        return ranks;
    }

    private void SearchThresholds(FeatureRanks ranks, ref Split best)
    {
        int values = CountValues(ranks);
        bool missing = values < NodeCount;
        if (Scan(0, best.Score, out int found, out double score))
        {
            bool heavier = WeightOf(0, found + 1) * 2 >= NodeWeight;
            Take(ref best, ranks, score, _codes.Pointer[found], _codes.Pointer[found + 1], !missing && heavier);
        }

        if (missing)
        {
            Rotate(_sequence.Pointer, values);
            Rotate(_codes.Pointer, values);
            if (Scan(NodeCount - values, best.Score, out found, out score))
            {
                Take(ref best, ranks, score, _codes.Pointer[found], _codes.Pointer[found + 1], true);
            }
        }
    }

    /// <summary>Tries the borders between codes, in the order in which the rows stand.</summary>
    /// <param name="first">The number of rows that stay left.</param>
    /// <param name="atLeast">The score to beat.</param>
    /// <param name="found">The last place of the left side.</param>
    /// <param name="score">The score of the split.</param>
    /// <returns>True if a split beats the score.</returns>
    private bool Scan(int first, double atLeast, out int found, out double score)
    {
        int* codes = _codes.Pointer;
        double* costs = _costs.Pointer;
        Clear();
        for (int i = 0; i < NodeCount - 1; i++)
        {
            Insert(i);
            costs[i] = i >= first && codes[i] != codes[i + 1] ? Cost() : 0;
        }

        Clear();
        for (int i = NodeCount - 1; i > first; i--)
        {
            Insert(i);
            costs[i - 1] += codes[i] != codes[i - 1] ? Cost() : 0;
        }

        (found, score) = (-1, atLeast);
        int least = Settings.MinSamplesLeaf;
        for (int i = Math.Max(first, least - 1); i < NodeCount - least; i++)
        {
            // Two medians are never worse than one; rounding must not say otherwise.
            if (codes[i] != codes[i + 1] && Math.Max(-costs[i], NodeScore) > score)
            {
                score = Math.Max(-costs[i], NodeScore);
                found = i;
            }
        }

        return found >= 0;
    }

    private void DrawThreshold(FeatureRanks ranks, ref Split best, ref RandomDraw random)
    {
        int values = CountValues(ranks);
        bool missing = values < NodeCount;
        if (!DrawCut(ranks, _codes.Pointer[0], _codes.Pointer[Math.Max(0, values - 1)], missing, ref random, out int cut, out double threshold))
        {
            return;
        }

        int left = 0;
        while (left < values && _codes.Pointer[left] <= cut)
        {
            left++;
        }

        bool heavier = WeightOf(0, left) * 2 >= NodeWeight;
        Try(left, !missing && heavier, ref best);
        if (missing && left < values)
        {
            Rotate(_sequence.Pointer, values);
            Try(left + NodeCount - values, true, ref best);
        }

        void Try(int rows, bool missingLeft, ref Split target)
        {
            double score = Math.Max(-CostOf(0, rows) - CostOf(rows, NodeCount - rows), NodeScore);
            if (score > target.Score && rows >= Settings.MinSamplesLeaf && NodeCount - rows >= Settings.MinSamplesLeaf)
            {
                (target.Score, target.Cut, target.Threshold, target.MissingLeft, target.LeftCodes) = (score, cut, threshold, missingLeft, null);
            }
        }
    }

    /// <summary>Tries the splits of levels ordered by their median, or one that is drawn. A missing value is a level.</summary>
    private void SearchLevels(FeatureRanks ranks, ref Split best, ref RandomDraw random)
    {
        int[] present = Present();
        fixed (int* codes = present)
        {
            bool missing = present[^1] == ranks.MissingCode;
            double[] keys = Settings.RandomThresholds ? Sides(DrawSides(ranks, codes, present.Length, ref random), present) : Medians(present, ranks.CodeCount);
            Arrange(keys, present, ranks.CodeCount, merge: Settings.RandomThresholds);
            if (!Scan(0, best.Score, out int found, out double score))
            {
                return;
            }

            ulong[] left = new ulong[(ranks.MissingCode >> 6) + 1];
            foreach (int sample in new ReadOnlySpan<int>(_sequence.Pointer, found + 1))
            {
                int code = CodeOf(ranks, sample);
                left[code >> 6] |= 1UL << code;
            }

            TakeLevels(ref best, ranks, score, left, missing, WeightOf(0, found + 1) * 2 >= NodeWeight);
            AddAbsent(best, ranks, codes, present.Length);
        }
    }

    private int[] Present()
    {
        var present = new List<int>();
        for (int i = 0; i < NodeCount; i++)
        {
            if (i == 0 || _codes.Pointer[i] != _codes.Pointer[i - 1])
            {
                present.Add(_codes.Pointer[i]);
            }
        }

        return [.. present];
    }

    private static double[] Sides(ulong[] left, int[] present) => Array.ConvertAll(present, code => (left[code >> 6] >> code & 1) != 0 ? 0.0 : 1.0);

    /// <summary>Computes the median target of each level.</summary>
    private double[] Medians(int[] present, int codeCount)
    {
        double[] weights = new double[codeCount], through = new double[codeCount], medians = new double[codeCount];
        int[] codes = new int[NodeCount];
        for (int i = 0; i < NodeCount; i++)
        {
            codes[_sequence.Pointer[i]] = _codes.Pointer[i];
            weights[_codes.Pointer[i]] += Node[_sequence.Pointer[i]].Weight;
        }

        for (int place = 0; place < NodeCount; place++)
        {
            int sample = (int)(uint)_keys.Pointer[place], code = codes[sample];
            bool before = through[code] * 2 < weights[code];
            through[code] += Node[sample].Weight;
            medians[code] = before ? _values.Pointer[place] : medians[code];
        }

        return Array.ConvertAll(present, code => medians[code]);
    }

    /// <summary>Puts the rows into the order of their levels' keys.</summary>
    /// <param name="keys">The key of each level.</param>
    /// <param name="present">The levels.</param>
    /// <param name="codeCount">The number of codes.</param>
    /// <param name="merge">Whether levels of one key become one.</param>
    private void Arrange(double[] keys, int[] present, int codeCount, bool merge)
    {
        int[] order = [.. Enumerable.Range(0, present.Length).OrderBy(level => keys[level]).ThenBy(level => level)];
        int[] places = new int[codeCount];
        for (int i = 0; i < order.Length; i++)
        {
            places[present[order[i]]] = merge ? (int)keys[order[i]] : i;
        }

        int[] samples = new ReadOnlySpan<int>(_sequence.Pointer, NodeCount).ToArray();
        int[] codes = [.. new ReadOnlySpan<int>(_codes.Pointer, NodeCount).ToArray().Select(code => places[code])];
        int[] rows = [.. Enumerable.Range(0, NodeCount).OrderBy(row => codes[row])];
        for (int i = 0; i < rows.Length; i++)
        {
            _sequence.Pointer[i] = samples[rows[i]];
            _codes.Pointer[i] = codes[rows[i]];
        }
    }

    private int CodeOf(FeatureRanks ranks, int sample) => ranks.Width switch
    {
        1 => ranks.Codes[Node[sample].Row],
        2 => ((ushort*)ranks.Codes)[Node[sample].Row],
        _ => ((int*)ranks.Codes)[Node[sample].Row],
    };

    private int CountValues(FeatureRanks ranks)
    {
        int values = NodeCount;
        while (values > 0 && _codes.Pointer[values - 1] == ranks.MissingCode)
        {
            values--;
        }

        return values;
    }

    private double WeightOf(int first, int count)
    {
        double weight = 0;
        for (int i = first; i < first + count; i++)
        {
            weight += Node[_sequence.Pointer[i]].Weight;
        }

        return weight;
    }

    /// <summary>Moves what stands behind a place to the front.</summary>
    private void Rotate(int* elements, int place)
    {
        var all = new Span<int>(elements, NodeCount);
        int[] front = all[..place].ToArray();
        all[place..].CopyTo(all);
        front.CopyTo(all[(NodeCount - place)..]);
    }

    private double CostOf(int first, int count)
    {
        Clear();
        for (int i = first; i < first + count; i++)
        {
            Insert(i);
        }

        return count == 0 ? 0 : Cost();
    }

    private void Clear()
    {
        _side = Vector128<double>.Zero;
        new Span<Vector128<double>>(_sums.Pointer, NodeCount + 1).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Insert(int index)
    {
        if ((index & (RowsBetweenChecks - 1)) == RowsBetweenChecks - 1)
        {
            Check();
        }

        int sample = _sequence.Pointer[index];
        Vector128<double> own = Vector128.Load(&Node[sample].Weight);
        _side += own;
        for (int place = _places.Pointer[sample] + 1; place <= NodeCount; place += place & -place)
        {
            _sums.Pointer[place] += own;
        }
    }

    /// <summary>Computes the sum of the weighted distances of the side's targets to their median.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Cost()
    {
        double half = _side.GetElement(0) / 2;
        Vector128<double> below = Vector128<double>.Zero;
        int place = 0;
        for (int step = _greatestStep; step > 0; step >>= 1)
        {
            if (place + step <= NodeCount)
            {
                Vector128<double> next = below + _sums.Pointer[place + step];
                if (next.GetElement(0) < half)
                {
                    below = next;
                    place += step;
                }
            }
        }

        double median = _values.Pointer[Math.Min(place, NodeCount - 1)];
        Vector128<double> above = _side - below;
        double cost = (median * below.GetElement(0)) - below.GetElement(1) + above.GetElement(1) - (median * above.GetElement(0));
        return Math.Max(0, cost);
    }
}
