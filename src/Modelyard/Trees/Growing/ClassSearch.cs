using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Trees.Growing;

/// <summary>Finds splits for a target of three classes or more.</summary>
/// <typeparam name="TCriterion">How pure a node is.</typeparam>
internal sealed unsafe partial class ClassSearch<TCriterion> : SplitSearch
    where TCriterion : struct, IClassCriterion
{
    private const int MostForPerfect = 64;

    /// <summary>Up to this number of rows a node is walked row by row; above, the classes of each code are summed first.</summary>
    private const int MostWalked = 40;

    /// <summary>The greatest table of codes x classes that is worth filling for a threshold, in elements.</summary>
    private const int MostCells = 1 << 14;

    /// <summary>How many classes are tried as the one against the rest that orders the levels.</summary>
    private const int MostOrders = 8;

    private readonly int _stride;
    private readonly PinnedBuffer<double> _total;
    private readonly PinnedBuffer<double> _left;
    private readonly PinnedBuffer<double> _right;
    private readonly PinnedBuffer<int> _gathered;
    private readonly PinnedBuffer<double> _cells;
    private readonly PinnedBuffer<int> _rows;
    private readonly PinnedBuffer<int> _codes;
    private double[] _shares = [];
    private int[] _levels = [];
    private int[] _heaviest = [];

    public ClassSearch(RankTable table, GrowthSettings settings, TreeTarget target)
        : base(table, settings, target)
    {
        _stride = (target.ClassCount + 3) & ~3;
        _total = new PinnedBuffer<double>(_stride);
        _left = new PinnedBuffer<double>(_stride);
        _right = new PinnedBuffer<double>(_stride * 2);
        _gathered = new PinnedBuffer<int>(settings.RandomThresholds ? table.Rows : 0);
        int most = table.Features.Select(ranks => ranks.IsCategorical || (long)ranks.CodeCount * _stride <= MostCells ? ranks.CodeCount : 0).DefaultIfEmpty(0).Max();
        _cells = new PinnedBuffer<double>(checked(most * _stride));
        _rows = new PinnedBuffer<int>(most);
        _codes = new PinnedBuffer<int>(most);
    }

    public override double NodeImpurity() => (TCriterion.IsSquare ? NodeWeight : 0) - NodeScore;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool Summarize()
    {
        double* total = _total.Pointer;
        new Span<double>(total, _stride).Clear();
        double weight = 0;
        for (int i = 0; i < NodeCount; i++)
        {
            total[Node[i].Label] += Node[i].Weight;
            weight += Node[i].Weight;
        }

        NodeWeight = weight;
        double terms = 0;
        int present = 0;
        for (int label = 0; label < Target.ClassCount; label++)
        {
            if (total[label] > 0)
            {
                terms += TCriterion.Term(total[label]);
                present++;
            }
        }

        NodeScore = TCriterion.Score(terms, weight);
        PerfectScore = double.PositiveInfinity;
        if (NodeCount <= MostForPerfect)
        {
            SetPerfectScore(TCriterion.IsSquare ? weight : 0);
        }

        return present > 1;
    }

    protected override bool Search<TCode>(FeatureRanks ranks, TCode* codes, ref Split best, ref RandomDraw random)
    {
        if (ranks.IsCategorical)
        {
            int present = Fill(codes, ranks.CodeCount);
            bool varies = present > 1;
            if (varies && Settings.RandomThresholds)
            {
                DrawLevels(ranks, present, ref best, ref random);
            }
            else if (varies)
            {
                SearchLevels(ranks, present, ref best);
            }

            Clear(present);
            return varies;
        }

        if (Settings.RandomThresholds)
        {
            return DrawThreshold(ranks, codes, ref best, ref random);
        }

        long cells = (long)ranks.CodeCount * _stride;
        return NodeCount > MostWalked && cells <= MostCells && cells <= 16L * NodeCount
            ? SearchCells(ranks, codes, ref best)
            : SearchRows(ranks, codes, ref best);
    }

    /// <summary>Walks the rows in order and moves them from the right to the left, one class at a time.</summary>
    private bool SearchRows<TCode>(FeatureRanks ranks, TCode* codes, ref Split best)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        ulong* keys = Order.Sort(codes, Node, NodeCount, ranks.CodeCount);
        int lastCode = (int)(keys[NodeCount - 1] >> 32);
        if ((int)(keys[0] >> 32) == lastCode)
        {
            return false;
        }

        int values = NodeCount;
        if (lastCode == ranks.MissingCode)
        {
            while ((int)(keys[values - 1] >> 32) == lastCode)
            {
                values--;
            }
        }

        bool missing = values < NodeCount;
        Walk(ranks, keys, values, missing, false, ref best);
        if (missing)
        {
            Walk(ranks, keys, values, true, true, ref best);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Walk(FeatureRanks ranks, ulong* keys, int values, bool missing, bool missingLeft, ref Split best)
    {
        double* left = _left.Pointer, right = _right.Pointer;
        Sample* node = Node;
        int count = NodeCount, least = Settings.MinSamplesLeaf;
        double termsLeft = 0, termsRight = 0, weightLeft = 0;
        for (int label = 0; label < _stride; label++)
        {
            double weight = _total.Pointer[label];
            left[label] = 0;
            right[label] = weight;
            termsRight += weight > 0 ? TCriterion.Term(weight) : 0;
        }

        int rows = 0;
        if (missingLeft)
        {
            for (int i = values; i < count; i++)
            {
                Move(in node[(uint)keys[i]]);
            }
        }

        int found = -1;
        double bestScore = best.Score, bestWeight = 0;
        int last = missing && !missingLeft ? values : values - 1;
        for (int i = 0; i < last; i++)
        {
            Move(in node[(uint)keys[i]]);
            if (i + 1 < count && keys[i] >> 32 == keys[i + 1] >> 32)
            {
                continue;
            }

            double score = TCriterion.Score(termsLeft, weightLeft) + TCriterion.Score(termsRight, NodeWeight - weightLeft);
            if (score > bestScore && rows >= least && count - rows >= least)
            {
                bestScore = score;
                bestWeight = weightLeft;
                found = i;
            }
        }

        if (found >= 0)
        {
            Take(ref best, ranks, bestScore, (int)(keys[found] >> 32), (int)(keys[found + 1] >> 32), missing ? missingLeft : bestWeight >= NodeWeight - bestWeight);
        }

        void Move(in Sample sample)
        {
            double weight = sample.Weight;
            double oldLeft = left[sample.Label], oldRight = right[sample.Label];
            double newLeft = oldLeft + weight, newRight = oldRight - weight;
            left[sample.Label] = newLeft;
            right[sample.Label] = newRight;
            termsLeft += TCriterion.Term(newLeft) - TCriterion.Term(oldLeft);
            termsRight += TCriterion.Term(newRight) - TCriterion.Term(oldRight);
            weightLeft += weight;
            rows++;
        }
    }

    /// <summary>Sums the classes of each code and tries the thresholds between codes.</summary>
    private bool SearchCells<TCode>(FeatureRanks ranks, TCode* codes, ref Split best)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        int present = Fill(codes, ranks.CodeCount);
        if (present > 1)
        {
            int* presentCodes = _codes.Pointer;
            bool missing = presentCodes[present - 1] == ranks.MissingCode;
            int values = missing ? present - 1 : present;
            Scan(ranks, missing ? values : values - 1, -1, missing, ref best);
            if (missing)
            {
                Scan(ranks, values - 1, values, true, ref best);
            }
        }

        Clear(present);
        return present > 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scan(FeatureRanks ranks, int cuts, int missingPlace, bool missing, ref Split best)
    {
        new Span<double>(_left.Pointer, _stride).Clear();
        double weightLeft = 0;
        int rows = 0;
        if (missingPlace >= 0)
        {
            MoveCell(missingPlace, ref rows, ref weightLeft);
        }

        int found = -1, least = Settings.MinSamplesLeaf;
        double bestScore = best.Score, bestWeight = 0;
        for (int i = 0; i < cuts; i++)
        {
            double score = MoveCell(i, ref rows, ref weightLeft);
            if (score > bestScore && rows >= least && NodeCount - rows >= least)
            {
                bestScore = score;
                bestWeight = weightLeft;
                found = i;
            }
        }

        if (found >= 0)
        {
            int* codes = _codes.Pointer;
            Take(ref best, ranks, bestScore, codes[found], codes[found + 1], missing ? missingPlace >= 0 : bestWeight >= NodeWeight - bestWeight);
        }
    }

    /// <summary>Moves the rows of one present code to the left.</summary>
    /// <returns>The score of both sides.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double MoveCell(int place, ref int rows, ref double weightLeft)
    {
        int code = _codes.Pointer[place];
        rows += _rows.Pointer[code];
        double* cell = _cells.Pointer + ((nint)code * _stride), left = _left.Pointer, total = _total.Pointer;
        if (TCriterion.IsSquare)
        {
            Vector256<double> weights = Vector256<double>.Zero, squaresLeft = weights, squaresRight = weights;
            for (int k = 0; k < _stride; k += 4)
            {
                Vector256<double> own = Vector256.Load(left + k) + Vector256.Load(cell + k);
                own.Store(left + k);
                Vector256<double> rest = Vector256.Load(total + k) - own;
                weights += own;
                squaresLeft += own * own;
                squaresRight += rest * rest;
            }

            weightLeft = Vector256.Sum(weights);
            return TCriterion.Score(Vector256.Sum(squaresLeft), weightLeft) + TCriterion.Score(Vector256.Sum(squaresRight), NodeWeight - weightLeft);
        }

        double termsLeft = 0, termsRight = 0;
        for (int k = 0; k < Target.ClassCount; k++)
        {
            left[k] += cell[k];
            weightLeft += cell[k];
            termsLeft += TCriterion.Term(left[k]);
            termsRight += TCriterion.Term(total[k] - left[k]);
        }

        return TCriterion.Score(termsLeft, weightLeft) + TCriterion.Score(termsRight, NodeWeight - weightLeft);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Fill<TCode>(TCode* codes, int codeCount)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        double* cells = _cells.Pointer;
        int* rows = _rows.Pointer;
        int stride = _stride;
        Sample* node = Node;
        for (int i = 0; i < NodeCount; i++)
        {
            int code = int.CreateTruncating(codes[node[i].Row]);
            rows[code]++;
            cells[((nint)code * stride) + node[i].Label] += node[i].Weight;
        }

        int* present = _codes.Pointer;
        int count = 0;
        for (int code = 0; code < codeCount; code++)
        {
            present[count] = code;
            count += rows[code] > 0 ? 1 : 0;
        }

        return count;
    }

    private void Clear(int present)
    {
        for (int i = 0; i < present; i++)
        {
            int code = _codes.Pointer[i];
            _rows.Pointer[code] = 0;
            new Span<double>(_cells.Pointer + ((nint)code * _stride), _stride).Clear();
        }
    }
}
