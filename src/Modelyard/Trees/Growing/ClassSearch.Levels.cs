using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Trees.Growing;

/// <content>Splits of levels, and splits drawn at random.</content>
internal sealed unsafe partial class ClassSearch<TCriterion>
{
    /// <summary>
    /// Tries, for each of the heaviest classes, the splits of levels ordered by the share of that class: the best of all for that class
    /// against the rest, and good for all together. A missing value is a level.
    /// </summary>
    private void SearchLevels(FeatureRanks ranks, int present, ref Split best)
    {
        if (_shares.Length < present)
        {
            _shares = new double[present];
            _levels = new int[present];
        }

        _heaviest = _heaviest.Length == 0 ? new int[Target.ClassCount] : _heaviest;
        double* total = _total.Pointer;
        for (int label = 0; label < _heaviest.Length; label++)
        {
            _heaviest[label] = label;
        }

        _heaviest.AsSpan().Sort((a, b) => total[a] != total[b] ? total[b].CompareTo(total[a]) : a.CompareTo(b));
        for (int order = 0; order < Math.Min(MostOrders, _heaviest.Length) && total[_heaviest[order]] > 0; order++)
        {
            SearchLevels(ranks, present, _heaviest[order], ref best);
        }
    }

    private void SearchLevels(FeatureRanks ranks, int present, int label, ref Split best)
    {
        int* codes = _codes.Pointer;
        for (int i = 0; i < present; i++)
        {
            double* cell = _cells.Pointer + ((nint)codes[i] * _stride);
            _levels[i] = i;
            _shares[i] = cell[label] / Sum(cell);
        }

        Array.Sort(_shares, _levels, 0, present);
        new Span<double>(_left.Pointer, _stride).Clear();
        double weightLeft = 0, bestScore = best.Score, bestWeight = 0;
        int rows = 0, found = -1, least = Settings.MinSamplesLeaf;
        for (int i = 0; i < present - 1; i++)
        {
            double score = MoveCell(_levels[i], ref rows, ref weightLeft);
            if (score > bestScore && rows >= least && NodeCount - rows >= least)
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
                int code = codes[_levels[i]];
                left[code >> 6] |= 1UL << code;
            }

            TakeLevels(ref best, ranks, bestScore, left, codes[present - 1] == ranks.MissingCode, bestWeight >= NodeWeight - bestWeight);
            AddAbsent(best, ranks, codes, present);
        }
    }

    private double Sum(double* cell)
    {
        double sum = 0;
        for (int k = 0; k < _stride; k++)
        {
            sum += cell[k];
        }

        return sum;
    }

    private void DrawLevels(FeatureRanks ranks, int present, ref Split best, ref RandomDraw random)
    {
        int* codes = _codes.Pointer;
        ulong[] left = DrawSides(ranks, codes, present, ref random);
        new Span<double>(_left.Pointer, _stride).Clear();
        double score = 0, weightLeft = 0;
        int rows = 0;
        for (int i = 0; i < present; i++)
        {
            if ((left[codes[i] >> 6] >> codes[i] & 1) != 0)
            {
                score = MoveCell(i, ref rows, ref weightLeft);
            }
        }

        if (score > best.Score && rows >= Settings.MinSamplesLeaf && NodeCount - rows >= Settings.MinSamplesLeaf)
        {
            TakeLevels(ref best, ranks, score, left, codes[present - 1] == ranks.MissingCode, weightLeft >= NodeWeight - weightLeft);
            AddAbsent(best, ranks, codes, present);
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

        // Both sides are summed, so that the loop has no branch; the right one is not read.
        double* sides = _right.Pointer;
        Sample* node = Node;
        int stride = _stride, rows = 0;
        new Span<double>(sides, stride * 2).Clear();
        for (int i = 0; i < NodeCount; i++)
        {
            int isRight = gathered[i] > cut ? 1 : 0;
            sides[node[i].Label + (isRight * stride)] += node[i].Weight;
            rows += 1 - isRight;
        }

        Try(missing, false, rows, cut, threshold, ref best);
        if (missing && low < high)
        {
            for (int i = 0; i < NodeCount; i++)
            {
                if (gathered[i] == ranks.MissingCode)
                {
                    sides[node[i].Label] += node[i].Weight;
                    rows++;
                }
            }

            Try(true, true, rows, cut, threshold, ref best);
        }

        return true;
    }

    /// <summary>Tries the split whose left side is summed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Try(bool missing, bool missingLeft, int rows, int cut, double threshold, ref Split best)
    {
        double* left = _right.Pointer, total = _total.Pointer;
        double weightLeft = 0, termsLeft = 0, termsRight = 0;
        if (TCriterion.IsSquare)
        {
            Vector256<double> weights = Vector256<double>.Zero, squaresLeft = weights, squaresRight = weights;
            for (int k = 0; k < _stride; k += 4)
            {
                Vector256<double> own = Vector256.Load(left + k), rest = Vector256.Load(total + k) - own;
                weights += own;
                squaresLeft += own * own;
                squaresRight += rest * rest;
            }

            weightLeft = Vector256.Sum(weights);
            termsLeft = Vector256.Sum(squaresLeft);
            termsRight = Vector256.Sum(squaresRight);
        }
        else
        {
            for (int k = 0; k < Target.ClassCount; k++)
            {
                weightLeft += left[k];
                termsLeft += TCriterion.Term(left[k]);
                termsRight += TCriterion.Term(total[k] - left[k]);
            }
        }

        double score = TCriterion.Score(termsLeft, weightLeft) + TCriterion.Score(termsRight, NodeWeight - weightLeft);
        if (score > best.Score && rows >= Settings.MinSamplesLeaf && NodeCount - rows >= Settings.MinSamplesLeaf)
        {
            best.Score = score;
            best.Cut = cut;
            best.Threshold = threshold;
            best.MissingLeft = missing ? missingLeft : weightLeft >= NodeWeight - weightLeft;
            best.LeftCodes = null;
        }
    }
}
