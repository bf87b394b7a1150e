using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Trees.Boosting;

/// <summary>Finds the best split of a node from its histograms.</summary>
/// <remarks>
/// A split's worth is <c>G_l²/(H_l + λ) + G_r²/(H_r + λ) - G²/(H + λ)</c> (Chen and Guestrin, 2016, XGBoost, equation 7, without the half).
/// Missing values are tried on both sides. Levels are ordered by gradient over smoothed hessian and cut as if they were numbers,
/// which contains the best of all subsets (Fisher, 1958, On grouping for maximum homogeneity).
/// </remarks>
internal sealed unsafe class SplitFinder
{
    private const int MostCodes = 256;
    private const double Tiny = 1e-15;
    private readonly BinnedRows _data;
    private readonly GrowthSettings _settings;
    private readonly GradientForm _form;
    private readonly double _gradientUnit;
    private readonly double _hessianUnit;
    private readonly double _l2;

    internal SplitFinder(BinnedRows data, GrowthSettings settings, RowGradients gradients)
    {
        _data = data;
        _settings = settings;
        _form = gradients.Form;
        _gradientUnit = gradients.GradientUnit;
        _hessianUnit = gradients.HessianUnit;
        _l2 = settings.L2 + Tiny;
    }

    /// <summary>Computes the value that minimises the loss of a node, kept within bounds.</summary>
    internal double Value(NodeSums sums, double lower, double upper) =>
        Math.Clamp(-(sums.Gradient * _gradientUnit) / ((sums.Hessian * _hessianUnit) + _l2), lower, upper);

    /// <summary>Says whether the rows of a node could be split at all.</summary>
    internal bool CanSplit(NodeSums sums, int depth) =>
        sums.Count >= 2L * _settings.MinSamplesLeaf && sums.Count >= 2 && depth < _settings.MaxDepth && sums.Hessian * _hessianUnit >= 2 * _settings.MinHessian;

    /// <summary>Reads the sums of all rows from the histogram of any feature.</summary>
    internal NodeSums Total(long* histogram, int feature)
    {
        long* entries = histogram + ((long)_data.Offset(feature) * _form.Words);
        NodeSums total = default;
        for (int code = 0; code < _data.Bins[feature].CodeCount; code++)
        {
            total += Read(entries, code);
        }

        return total;
    }

    /// <summary>Tries the splits on one feature and keeps the best if it beats what was found so far.</summary>
    internal void Try(int feature, long* histogram, GrowingNode node, ref SplitCandidate best)
    {
        int codes = _data.Bins[feature].CodeCount;
        if (codes < 2)
        {
            return;
        }

        long* entries = histogram + ((long)_data.Offset(feature) * _form.Words);
        if (_data.Bins[feature].IsCategorical)
        {
            TryLevels(feature, entries, codes, node, ref best);
            return;
        }

        NodeSums missing = Read(entries, 0);
        TryCuts(feature, entries, missing.Count > 0 ? codes - 1 : codes - 2, default, missingLeft: false, node, ref best);
        if (missing.Count > 0)
        {
            TryCuts(feature, entries, codes - 2, missing, missingLeft: true, node, ref best);
        }
    }

    // The sums left of each cut first, one after the other; then the worth of all cuts at once.
    private void TryCuts(int feature, long* entries, int lastCut, NodeSums start, bool missingLeft, GrowingNode node, ref SplitCandidate best)
    {
        double* gradients = stackalloc double[MostCodes];
        double* hessians = stackalloc double[MostCodes];
        (int first, int end) = Accumulate(entries, lastCut, start, node.Sums, gradients, hessians);
        if (first >= end)
        {
            return;
        }

        double parent = Worth(node.Sums);
        int direction = _settings.Directions?[feature] ?? 0;
        int chosen = _settings.Directions is null
            ? BestCut(gradients, hessians, first, end, node.Sums, parent + best.Gain, out double worth)
            : BestBoundedCut(gradients, hessians, first, end, node, direction, parent + best.Gain, out worth);
        if (chosen < 0)
        {
            return;
        }

        NodeSums left = start;
        for (int code = 1; code <= chosen; code++)
        {
            left += Read(entries, code);
        }

        // With no missing rows to learn from, those to come go with the greater part.
        bool none = !missingLeft && Read(entries, 0).Count == 0;
        best = new SplitCandidate
        {
            Gain = worth - parent,
            Feature = feature,
            Bin = chosen,
            MissingLeft = missingLeft || (none && 2L * left.Count > node.Sums.Count),
            Left = left,
            Right = node.Sums - left,
        };
        SetValues(ref best, node);
    }

    private void SetValues(ref SplitCandidate split, GrowingNode node)
    {
        split.LeftValue = Value(split.Left, node.Lower, node.Upper);
        split.RightValue = Value(split.Right, node.Lower, node.Upper);
    }

    /// <summary>Computes the running sums and the range of cuts that leave enough rows on both sides.</summary>
    private (int First, int End) Accumulate(long* entries, int lastCut, NodeSums start, NodeSums total, double* gradients, double* hessians)
    {
        int least = Math.Max(_settings.MinSamplesLeaf, 1);
        double leastHessian = _settings.MinHessian;
        double totalHessian = total.Hessian * _hessianUnit;
        int first = -1, cut = 1;
        NodeSums left = start;
        for (; cut <= lastCut; cut++)
        {
            left += Read(entries, cut);
            double hessian = left.Hessian * _hessianUnit;
            if (total.Count - left.Count < least || totalHessian - hessian < leastHessian)
            {
                break;
            }

            gradients[cut] = left.Gradient * _gradientUnit;
            hessians[cut] = hessian;
            if (first < 0 && left.Count >= least && hessian >= leastHessian)
            {
                first = cut;
            }
        }

        return first < 0 ? (0, 0) : (first, cut);
    }

    private int BestCut(double* gradients, double* hessians, int first, int end, NodeSums total, double atLeast, out double worth)
    {
        double gradient = total.Gradient * _gradientUnit, hessian = (total.Hessian * _hessianUnit) + _l2;
        double* worths = stackalloc double[MostCodes + 4];
        Vector256<double> greatest = Vector256.Create(double.NegativeInfinity);
        int cut = first;
        for (; cut + 4 <= end; cut += 4)
        {
            Vector256<double> left = Vector256.Load(gradients + cut), leftHessian = Vector256.Load(hessians + cut);
            Vector256<double> right = Vector256.Create(gradient) - left, rightHessian = Vector256.Create(hessian) - leftHessian;
            leftHessian += Vector256.Create(_l2);
            Vector256<double> value = ((left * left * rightHessian) + (right * right * leftHessian)) / (leftHessian * rightHessian);
            value.Store(worths + cut);
            greatest = Vector256.Max(greatest, value);
        }

        worth = Math.Max(Math.Max(greatest[0], greatest[1]), Math.Max(greatest[2], greatest[3]));
        for (; cut < end; cut++)
        {
            double right = gradient - gradients[cut], rightHessian = hessian - hessians[cut], leftHessian = hessians[cut] + _l2;
            worths[cut] = ((gradients[cut] * gradients[cut] * rightHessian) + (right * right * leftHessian)) / (leftHessian * rightHessian);
            worth = Math.Max(worth, worths[cut]);
        }

        if (!(worth > atLeast))
        {
            return -1;
        }

        for (cut = first; worths[cut] != worth; cut++)
        {
        }

        return cut;
    }

    // Values are clipped to the node's bounds, so the worth of a side is -(2 G v + (H + λ) v²), and a cut against the direction is none.
    private int BestBoundedCut(double* gradients, double* hessians, int first, int end, GrowingNode node, int direction, double atLeast, out double worth)
    {
        double gradient = node.Sums.Gradient * _gradientUnit, hessian = node.Sums.Hessian * _hessianUnit;
        int chosen = -1;
        worth = atLeast;
        for (int cut = first; cut < end; cut++)
        {
            double left = BoundedValue(gradients[cut], hessians[cut], node);
            double right = BoundedValue(gradient - gradients[cut], hessian - hessians[cut], node);
            if ((left - right) * direction > 0)
            {
                continue;
            }

            double value = BoundedWorth(gradients[cut], hessians[cut], left) + BoundedWorth(gradient - gradients[cut], hessian - hessians[cut], right);
            if (value > worth)
            {
                worth = value;
                chosen = cut;
            }
        }

        return chosen;
    }

    private double BoundedValue(double gradient, double hessian, GrowingNode node) => Math.Clamp(-gradient / (hessian + _l2), node.Lower, node.Upper);

    private double BoundedWorth(double gradient, double hessian, double value) => -value * ((2 * gradient) + ((hessian + _l2) * value));

    private double Worth(NodeSums sums)
    {
        double gradient = sums.Gradient * _gradientUnit;
        return gradient * gradient / ((sums.Hessian * _hessianUnit) + _l2);
    }

    private double WorthOf(NodeSums sums, GrowingNode node) => _settings.Directions is null
        ? Worth(sums)
        : BoundedWorth(sums.Gradient * _gradientUnit, sums.Hessian * _hessianUnit, Value(sums, node.Lower, node.Upper));

    private void TryLevels(int feature, long* entries, int codes, GrowingNode node, ref SplitCandidate best)
    {
        int* order = stackalloc int[MostCodes];
        double* keys = stackalloc double[MostCodes];
        int used = 0, seen = 0;
        for (int code = 0; code < codes; code++)
        {
            NodeSums sums = Read(entries, code);
            seen += sums.Count > 0 ? 1 : 0;
            if (sums.Count > 0 && sums.Count >= _settings.CategorySmoothing)
            {
                order[used] = code;
                keys[used++] = sums.Gradient * _gradientUnit / ((sums.Hessian * _hessianUnit) + _settings.CategorySmoothing + Tiny);
            }
        }

        new Span<double>(keys, used).Sort(new Span<int>(order, used), CompareKeys);
        TryLevelOrder(feature, entries, order, used, seen, forwards: true, node, ref best);
        if (seen > used)
        {
            // The rare levels stay right; so the other end of the order is worth a try as the left side too.
            TryLevelOrder(feature, entries, order, used, seen, forwards: false, node, ref best);
        }
    }

    private static int CompareKeys(double left, double right) => left.CompareTo(right);

    private void TryLevelOrder(int feature, long* entries, int* order, int used, int seen, bool forwards, GrowingNode node, ref SplitCandidate best)
    {
        int least = Math.Max(_settings.MinSamplesLeaf, 1);
        double parent = Worth(node.Sums);
        NodeSums left = default;
        int chosen = 0;
        NodeSums chosenLeft = default;
        double gain = best.Gain;
        for (int taken = 1; taken <= used && taken < seen; taken++)
        {
            left += Read(entries, order[forwards ? taken - 1 : used - taken]);
            NodeSums right = node.Sums - left;
            if (right.Count < least || right.Hessian * _hessianUnit < _settings.MinHessian)
            {
                break;
            }

            if (left.Count < least || left.Hessian * _hessianUnit < _settings.MinHessian)
            {
                continue;
            }

            double own = WorthOf(left, node) + WorthOf(right, node) - parent;
            if (own > gain)
            {
                gain = own;
                chosen = taken;
                chosenLeft = left;
            }
        }

        if (chosen == 0)
        {
            return;
        }

        best = new SplitCandidate
        {
            Gain = gain,
            Feature = feature,
            IsCategorical = true,
            Left = chosenLeft,
            Right = node.Sums - chosenLeft,
        };
        for (int taken = 0; taken < chosen; taken++)
        {
            best.LeftCodes.Add(order[forwards ? taken : used - 1 - taken]);
        }

        if (Read(entries, 0).Count == 0 && 2L * chosenLeft.Count > node.Sums.Count)
        {
            best.LeftCodes.Add(0);
        }

        best.MissingLeft = best.LeftCodes.Contains(0);
        SetValues(ref best, node);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private NodeSums Read(long* entries, int code)
    {
        if (_form.IsWide)
        {
            long second = entries[(2 * code) + 1];
            return new NodeSums(entries[2 * code], second >> _form.CountBits, (int)(second & _form.CountMask));
        }

        long word = entries[code];
        int count = (int)(word & _form.CountMask);
        return new NodeSums(word >> _form.CountBits, count, count);
    }
}
