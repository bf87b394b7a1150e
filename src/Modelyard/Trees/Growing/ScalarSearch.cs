using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Trees.Growing;

/// <summary>Finds splits for a target that is one number a row: a regression, or two classes coded 0 and 1.</summary>
/// <typeparam name="TCriterion">How pure a node is.</typeparam>
internal sealed unsafe class ScalarSearch<TCriterion> : SplitSearch
    where TCriterion : struct, IScalarCriterion
{
    /// <summary>Nodes of more rows are not asked for a perfect split: it is rare, and knowing it would cost a pass.</summary>
    private const int MostForPerfect = 64;

    private readonly NodeBins _bins;
    private readonly PinnedBuffer<int> _gathered;
    private double[] _means = [];
    private int[] _levels = [];
    private double _nodeSum;

    public ScalarSearch(RankTable table, GrowthSettings settings, TreeTarget target)
        : base(table, settings, target)
    {
        _bins = new NodeBins(table.MostCodes, Order, settings.MinSamplesLeaf > 1);
        _gathered = new PinnedBuffer<int>(settings.RandomThresholds ? table.Rows : 0);
    }

    public override double NodeImpurity()
    {
        double pure = 0;
        for (int i = 0; i < NodeCount; i++)
        {
            // A count of 0 has no Poisson score, and adds nothing: y log y falls to 0.
            double own = TCriterion.Score(Node[i].Weight, Node[i].Value);
            pure += double.IsFinite(own) ? own : 0;
        }

        return pure - NodeScore;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool Summarize()
    {
        ReadOnlySpan<double> targets = Target.Values;
        double first = targets[Node[0].Row], pure = 0;
        bool differs = false;
        Vector128<double> sum = Vector128<double>.Zero;
        for (int i = 0; i < NodeCount; i++)
        {
            sum += Vector128.Load(&Node[i].Weight);
            differs |= targets[Node[i].Row] != first;
        }

        NodeWeight = sum.GetElement(0);
        _nodeSum = sum.GetElement(1);
        NodeScore = TCriterion.Score(NodeWeight, _nodeSum);
        PerfectScore = double.PositiveInfinity;
        if (differs && NodeCount <= MostForPerfect)
        {
            for (int i = 0; i < NodeCount; i++)
            {
                pure += TCriterion.Score(Node[i].Weight, Node[i].Value);
            }

            SetPerfectScore(pure);
        }

        return differs;
    }

    protected override bool Search<TCode>(FeatureRanks ranks, TCode* codes, ref Split best, ref RandomDraw random)
    {
        if (Settings.RandomThresholds)
        {
            return ranks.IsCategorical ? DrawLevels(ranks, codes, ref best, ref random) : DrawThreshold(ranks, codes, ref best, ref random);
        }

        if (NodeCount == 2 && !ranks.IsCategorical && Settings.MinSamplesLeaf == 1)
        {
            return SearchPair(ranks, codes, ref best);
        }

        int present = _bins.Fill(codes, Node, NodeCount, ranks.CodeCount);
        if (present < 2)
        {
            return false;
        }

        if (ranks.IsCategorical)
        {
            SearchLevels(ranks, present, ref best);
        }
        else
        {
            SearchThresholds(ranks, present, ref best);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool SearchPair<TCode>(FeatureRanks ranks, TCode* codes, ref Split best)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        int code0 = int.CreateTruncating(codes[Node[0].Row]), code1 = int.CreateTruncating(codes[Node[1].Row]);
        if (code0 == code1)
        {
            return false;
        }

        double score = TCriterion.Score(Node[0].Weight, Node[0].Value, Node[1].Weight, Node[1].Value);
        if (score > best.Score)
        {
            bool firstIsLow = code0 < code1;
            bool missingLeft = ranks.MissingCode != Math.Max(code0, code1) && (firstIsLow ? Node[0].Weight >= Node[1].Weight : Node[1].Weight >= Node[0].Weight);
            Take(ref best, ranks, score, Math.Min(code0, code1), Math.Max(code0, code1), missingLeft);
        }

        return true;
    }

    private void SearchThresholds(FeatureRanks ranks, int present, ref Split best)
    {
        bool missing = _bins.Codes[present - 1] == ranks.MissingCode;
        int values = missing ? present - 1 : present;
        Scan(ranks, missing ? values : values - 1, missing, Vector128<double>.Zero, 0, ref best);
        if (missing)
        {
            Scan(ranks, values - 1, true, _bins.Sums[values], Settings.MinSamplesLeaf > 1 ? _bins.Rows[values] : 0, ref best);
        }
    }

    /// <summary>Tries the thresholds behind the first present codes.</summary>
    /// <param name="ranks">The feature.</param>
    /// <param name="cuts">The number of thresholds.</param>
    /// <param name="missing">Whether a value is missing in the node.</param>
    /// <param name="left">What is on the left before the first code: the missing values, or nothing.</param>
    /// <param name="leftRows">The number of its rows, if rows are counted.</param>
    /// <param name="best">The best split so far.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scan(FeatureRanks ranks, int cuts, bool missing, Vector128<double> left, int leftRows, ref Split best)
    {
        bool missingLeft = left.GetElement(0) > 0;
        Vector128<double>* sums = _bins.Sums;
        double weightLeft = left.GetElement(0), sumLeft = left.GetElement(1);
        double weight = NodeWeight, sum = _nodeSum, bestScore = best.Score, bestWeight = 0;
        int found = -1;
        int least = Settings.MinSamplesLeaf;
        for (int i = 0; i < cuts; i++)
        {
            weightLeft += sums[i].GetElement(0);
            sumLeft += sums[i].GetElement(1);
            double score = TCriterion.Score(weightLeft, sumLeft, weight - weightLeft, sum - sumLeft);
            if (least > 1)
            {
                leftRows += _bins.Rows[i];
                if (leftRows < least || NodeCount - leftRows < least)
                {
                    continue;
                }
            }

            if (score > bestScore)
            {
                bestScore = score;
                bestWeight = weightLeft;
                found = i;
            }
        }

        if (found >= 0)
        {
            // Where no value is missing, a missing one goes with the heavier side.
            Take(ref best, ranks, bestScore, _bins.Codes[found], _bins.Codes[found + 1], missing ? missingLeft : bestWeight >= weight - bestWeight);
        }
    }

    /// <summary>Tries the splits of levels, ordered by their mean target, which hold the best of all (Breiman et al., 1984, theorem 4.5). A missing value is a level.</summary>
    private void SearchLevels(FeatureRanks ranks, int present, ref Split best)
    {
        if (_means.Length < present)
        {
            _means = new double[present];
            _levels = new int[present];
        }

        for (int i = 0; i < present; i++)
        {
            _levels[i] = i;
            _means[i] = _bins.Sums[i].GetElement(1) / _bins.Sums[i].GetElement(0);
        }

        Array.Sort(_means, _levels, 0, present);
        double weightLeft = 0, sumLeft = 0, bestScore = best.Score, bestWeight = 0;
        int rows = 0, found = -1, least = Settings.MinSamplesLeaf;
        for (int i = 0; i < present - 1; i++)
        {
            Vector128<double> level = _bins.Sums[_levels[i]];
            weightLeft += level.GetElement(0);
            sumLeft += level.GetElement(1);
            rows += least > 1 ? _bins.Rows[_levels[i]] : 0;
            double score = TCriterion.Score(weightLeft, sumLeft, NodeWeight - weightLeft, _nodeSum - sumLeft);
            if (score > bestScore && (least == 1 || (rows >= least && NodeCount - rows >= least)))
            {
                bestScore = score;
                bestWeight = weightLeft;
                found = i;
            }
        }

        if (found >= 0)
        {
            ulong[] left = new ulong[(ranks.MissingCode >> 6) + 1];
            for (int i = 0; i <= found; i++)
            {
                int code = _bins.Codes[_levels[i]];
                left[code >> 6] |= 1UL << code;
            }

            TakeLevels(ref best, ranks, bestScore, left, _bins.Codes[present - 1] == ranks.MissingCode, bestWeight >= NodeWeight - bestWeight);
            AddAbsent(best, ranks, _bins.Codes, present);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool DrawThreshold<TCode>(FeatureRanks ranks, TCode* codes, ref Split best, ref RandomDraw random)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        int* gathered = _gathered.Pointer;
        (int low, int high, bool missing) = Gather(ranks, codes, gathered);
        if (!DrawCut(ranks, low, high, missing, ref random, out int cut, out double threshold))
        {
            return false;
        }

        Vector128<double> left = Vector128<double>.Zero, absent = Vector128<double>.Zero;
        int rows = 0;
        for (int i = 0; i < NodeCount; i++)
        {
            int isLeft = gathered[i] <= cut ? -1 : 0;
            left += Vector128.BitwiseAnd(Vector128.Load(&Node[i].Weight), Vector128.Create((long)isLeft).AsDouble());
            rows -= isLeft;
        }

        int missingRows = 0;
        if (missing)
        {
            for (int i = 0; i < NodeCount; i++)
            {
                if (gathered[i] == ranks.MissingCode)
                {
                    absent += Vector128.Load(&Node[i].Weight);
                    missingRows++;
                }
            }
        }

        Try(left, rows, missing ? false : left.GetElement(0) >= NodeWeight - left.GetElement(0), ref best);
        if (missing && low < high)
        {
            Try(left + absent, rows + missingRows, true, ref best);
        }

        return true;

        void Try(Vector128<double> side, int sideRows, bool missingLeft, ref Split target)
        {
            double score = TCriterion.Score(side.GetElement(0), side.GetElement(1), NodeWeight - side.GetElement(0), _nodeSum - side.GetElement(1));
            if (score > target.Score && sideRows >= Settings.MinSamplesLeaf && NodeCount - sideRows >= Settings.MinSamplesLeaf)
            {
                target.Score = score;
                target.Cut = cut;
                target.Threshold = threshold;
                target.MissingLeft = missingLeft;
                target.LeftCodes = null;
            }
        }
    }

    private bool DrawLevels<TCode>(FeatureRanks ranks, TCode* codes, ref Split best, ref RandomDraw random)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        int present = _bins.Fill(codes, Node, NodeCount, ranks.CodeCount);
        if (present < 2)
        {
            return false;
        }

        ulong[] left = DrawSides(ranks, _bins.Codes, present, ref random);
        Vector128<double> side = Vector128<double>.Zero;
        int rows = 0;
        for (int i = 0; i < present; i++)
        {
            int code = _bins.Codes[i];
            if ((left[code >> 6] >> code & 1) != 0)
            {
                side += _bins.Sums[i];
                rows += Settings.MinSamplesLeaf > 1 ? _bins.Rows[i] : 1;
            }
        }

        double score = TCriterion.Score(side.GetElement(0), side.GetElement(1), NodeWeight - side.GetElement(0), _nodeSum - side.GetElement(1));
        if (score > best.Score && (Settings.MinSamplesLeaf == 1 || (rows >= Settings.MinSamplesLeaf && NodeCount - rows >= Settings.MinSamplesLeaf)))
        {
            TakeLevels(ref best, ranks, score, left, _bins.Codes[present - 1] == ranks.MissingCode, side.GetElement(0) >= NodeWeight - side.GetElement(0));
            AddAbsent(best, ranks, _bins.Codes, present);
        }

        return true;
    }
}
