using System.Runtime.CompilerServices;
using Modelyard.Numerics.Vectors;
using Modelyard.Trees.Structure;

namespace Modelyard.Explanation.Shapley.Trees;

/// <summary>Computes the Shapley values of one tree for sixteen rows at once, by the weights of its training rows.</summary>
/// <remarks>
/// On the path to a leaf of value v, let z be the share of the training rows that the splits by one feature let through, and o be 1 for a row that
/// satisfies them, else 0. The value of feature i is <c>v (o_i − z_i) ∫₀¹ ∏_{j≠i} (o_j t + z_j (1 − t)) dt</c>. A rule of half as many points as
/// there are features integrates that polynomial exactly, all factors are positive, and at each point the products of all leaves below a node sum up:
/// so a tree costs its nodes times the points, and nothing is ever divided out of a sum.
/// Where a feature splits again below, its factor and coefficient replace those from above.
/// Sources: Lundberg et al. (2020), From local explanations to global understanding with explainable AI for trees, Nature Machine Intelligence 2;
/// Yu et al. (2022), Linear TreeShap, NeurIPS.
/// </remarks>
/// <typeparam name="TLanes">The width of the registers; all give the same bits.</typeparam>
internal static unsafe class PathWalk<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private const int Width = PathScratch.Width;

    /// <summary>Gets the number of rows that take no more time than one.</summary>
    internal static int Step => 2 * TLanes.Count;

    /// <summary>Adds the Shapley values of one output.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="output">The output.</param>
    /// <param name="columns">The features that are used by their slots, sixteen rows each.</param>
    /// <param name="rows">The number of rows to work on, a multiple of <see cref="Step"/>.</param>
    /// <param name="sums">The sums by slots, sixteen rows each.</param>
    /// <param name="scratch">Memory for the rule of the tree.</param>
    /// <param name="path">Room for the nodes of a path.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add(PathTree tree, int output, double* columns, int rows, double* sums, PathScratch scratch, Span<int> path)
    {
        ReadOnlySpan<TreeNode> nodes = tree.Tree.Nodes;
        if (nodes[0].IsLeaf)
        {
            return;
        }

        Start(scratch, tree.Rule.Count);
        path[0] = 0;
        Decide(tree, 0, columns, rows, scratch.Right(0));
        int depth = 0;
        bool right = false;
        while (true)
        {
            int child = nodes[path[depth]].Child + (right ? 1 : 0), level = depth + 1;
            if (!right && nodes[child].IsLeaf && nodes[child + 1].IsLeaf)
            {
                PassPair(tree, child, level, tree.LeafValue(child, output), tree.LeafValue(child + 1, output), rows, sums + (tree.Slots[path[depth]] * Width), scratch);
                right = true;
            }
            else if (!nodes[child].IsLeaf && tree.Gives(child, output))
            {
                Enter(tree, child, level, right, 1, rows, scratch);
                Pass(tree, child, level, rows, scratch);
                path[level] = child;
                depth = level;
                Decide(tree, child, columns, rows, scratch.Right(level));
                right = false;
                continue;
            }
            else if (nodes[child].IsLeaf && tree.LeafValue(child, output) is var value and not 0)
            {
                Enter(tree, child, level, right, value, rows, scratch);
                PassLeaf(tree, child, level, right, value, rows, sums + (tree.Slots[path[depth]] * Width), scratch);
            }
            else if (!right)
            {
                new Span<double>(scratch.Totals(depth), tree.Rule.Count * Width).Clear();
            }

            // Both children of a node are done: so is each node above that is a right child, and the next to go on is the sibling of one that is not.
            while (right)
            {
                if (depth == 0)
                {
                    return;
                }

                int node = path[depth], parent = path[depth - 1];
                right = node != nodes[parent].Child;
                Leave(tree, node, depth, right, rows, sums + (tree.Slots[parent] * Width), scratch);
                depth--;
            }

            right = true;
        }
    }

    /// <summary>Starts at the root, where no feature has let anything through yet.</summary>
    internal static void Start(PathScratch scratch, int points)
    {
        new Span<double>(scratch.Products(0), points * Width).Fill(1);
        for (int row = 0; row < Width; row += TLanes.Count)
        {
            TLanes.Store(TLanes.All, scratch.Kept(0) + row);
        }
    }

    /// <summary>Finds the rows that go right at a node, as the model sends them.</summary>
    internal static void Decide(PathTree tree, int node, double* columns, int rows, double* right)
    {
        TreeNode split = tree.Tree.Nodes[node];
        double* values = columns + (tree.Slots[node] * Width);
        if (split.IsCategorical)
        {
            for (int row = 0; row < rows; row++)
            {
                right[row] = BitConverter.UInt64BitsToDouble(tree.Tree.IsLeft(in split, values[row]) ? 0 : ulong.MaxValue);
            }

            return;
        }

        TLanes threshold = TLanes.Fill(split.Value);
        for (int row = 0; row < rows; row += TLanes.Count)
        {
            var value = TLanes.Load(values + row);
            TLanes above = TLanes.Greater(value, threshold);
            TLanes.Store(split.MissingLeft ? above : above | TLanes.IsNaN(value), right + row);
        }
    }

    /// <summary>Prepares factors and coefficients of a node for rows that are kept and rows that are not.</summary>
    internal static void Enter(PathTree tree, int node, int level, bool right, double value, int rows, PathScratch scratch)
    {
        PathRule rule = tree.Rule;
        int above = tree.Ancestors[node];
        double share = tree.Shares[node];
        TLanes z = TLanes.Fill(share), left = TLanes.Fill(1 - share), one = TLanes.Fill(1), scale = TLanes.Fill(value);
        double* inverses = scratch.Inverse(level), present = scratch.Present(level);
        for (int q = 0; q < rule.Count; q += TLanes.Count)
        {
            TLanes lost = z * TLanes.Load(rule.Rests + q), factor = TLanes.Load(rule.Points + q) + lost, inverse = one / factor;
            TLanes coefficient = TLanes.Load(rule.Weights + q) * left * inverse, absent = TLanes.Load(rule.Absent + q);
            TLanes.Store(inverse, inverses + q);
            TLanes.Store(coefficient, present + q);
            if (above > 0)
            {
                var aboveInverse = TLanes.Load(scratch.Inverse(above) + q);
                var aboveCoefficient = TLanes.Load(scratch.Present(above) + q);
                factor *= aboveInverse;
                lost *= aboveInverse;
                coefficient -= aboveCoefficient;
                absent -= aboveCoefficient;
            }

            factor *= scale;
            lost *= scale;
            TLanes.Store(lost, scratch.LostFactor(level) + q);
            TLanes.Store(lost ^ factor, scratch.FactorChange(level) + q);
            TLanes.Store(absent, scratch.LostCoefficient(level) + q);
            TLanes.Store(absent ^ coefficient, scratch.CoefficientChange(level) + q);
        }

        double* kept = scratch.Kept(level), keptAbove = scratch.Kept(above), turns = scratch.Right(level - 1);
        TLanes flip = right ? default : TLanes.All;
        for (int row = 0; row < rows; row += TLanes.Count)
        {
            TLanes.Store((TLanes.Load(turns + row) ^ flip) & TLanes.Load(keptAbove + row), kept + row);
        }
    }

    /// <summary>Multiplies the products of the parent by the factors of an inner node.</summary>
    internal static void Pass(PathTree tree, int node, int level, int rows, PathScratch scratch)
    {
        int above = tree.Ancestors[node], points = tree.Rule.Count;
        double* kept = scratch.Kept(level), keptAbove = scratch.Kept(above), before = scratch.Products(level - 1), after = scratch.Products(level);
        double* lost = scratch.LostFactor(level), change = scratch.FactorChange(level);
        TLanes ratio = TLanes.Fill(tree.Ratios[node]);
        for (int row = 0; row < rows; row += TLanes.Count)
        {
            TLanes own = TLanes.Load(kept + row), upper = TLanes.Load(keptAbove + row);
            for (int q = 0; q < points; q++)
            {
                TLanes factor = TLanes.Fill(lost[q]) ^ (own & TLanes.Fill(change[q]));
                if (above > 0)
                {
                    factor = ratio ^ (upper & (ratio ^ factor));
                }

                int at = (q * Width) + row;
                TLanes.Store(TLanes.Load(before + at) * factor, after + at);
            }
        }
    }

    /// <summary>Does all that two leaves of one node need in one pass: what is common to both cancels, and nothing is divided (treeshap_10k).</summary>
    /// <remarks>
    /// With a the nearest split by the same feature further up, and X the sum of value times factor over both leaves, the node's feature gets
    /// <c>w P (Σ v (o − z) / f_a − X (o_a − z_a) / f_a)</c>: only whether the row goes left or right, and whether it was lost above, tells rows apart.
    /// </remarks>
    private static void PassPair(PathTree tree, int left, int level, double leftValue, double rightValue, int rows, double* sums, PathScratch scratch)
    {
        PathRule rule = tree.Rule;
        int above = tree.Ancestors[left];
        double leftShare = tree.Shares[left], rightShare = tree.Shares[left + 1];
        double* ofLeft = scratch.LostFactor(level), change = scratch.FactorChange(level);
        double* leftCoefficient = scratch.LostCoefficient(level), coefficientChange = scratch.CoefficientChange(level);
        TLanes shared = TLanes.Fill((leftValue * leftShare) + (rightValue * rightShare));
        TLanes goesLeft = TLanes.Fill((leftValue * (1 - leftShare)) - (rightValue * rightShare));
        TLanes goesRight = TLanes.Fill((rightValue * (1 - rightShare)) - (leftValue * leftShare));
        for (int q = 0; q < rule.Count; q += TLanes.Count)
        {
            TLanes point = TLanes.Load(rule.Points + q), weight = TLanes.Load(rule.Weights + q), both = shared * TLanes.Load(rule.Rests + q);
            TLanes ifLeft = TLanes.MultiplyAdd(TLanes.Fill(leftValue), point, both), ifRight = TLanes.MultiplyAdd(TLanes.Fill(rightValue), point, both);
            TLanes gainLeft = weight * goesLeft, gainRight = weight * goesRight;
            if (above > 0)
            {
                var inverse = TLanes.Load(scratch.Inverse(above) + q);
                var present = TLanes.Load(scratch.Present(above) + q);
                ifLeft *= inverse;
                ifRight *= inverse;
                gainLeft = (gainLeft * inverse) - (present * ifLeft);
                gainRight = (gainRight * inverse) - (present * ifRight);
            }

            TLanes.Store(ifLeft, ofLeft + q);
            TLanes.Store(ifLeft ^ ifRight, change + q);
            TLanes.Store(gainLeft, leftCoefficient + q);
            TLanes.Store(gainLeft ^ gainRight, coefficientChange + q);
        }

        TLanes lost = TLanes.Fill((leftValue * tree.Ratios[left]) + (rightValue * tree.Ratios[left + 1]));
        double* turns = scratch.Right(level - 1), keptAbove = scratch.Kept(above), products = scratch.Products(level - 1), totals = scratch.Totals(level - 1);
        for (int row = 0; row < rows; row += 2 * TLanes.Count)
        {
            int other = row + TLanes.Count;
            TLanes turn0 = TLanes.Load(turns + row), turn1 = TLanes.Load(turns + other);
            TLanes upper0 = TLanes.Load(keptAbove + row), upper1 = TLanes.Load(keptAbove + other);
            TLanes sum0 = TLanes.Load(sums + row), sum1 = TLanes.Load(sums + other);
            for (int q = 0; q < rule.Count; q++)
            {
                TLanes first = TLanes.Fill(ofLeft[q]), differ = TLanes.Fill(change[q]);
                TLanes factor0 = lost ^ (upper0 & (lost ^ first ^ (turn0 & differ))), factor1 = lost ^ (upper1 & (lost ^ first ^ (turn1 & differ)));
                TLanes gain = TLanes.Fill(leftCoefficient[q]), gainDiffers = TLanes.Fill(coefficientChange[q]);
                TLanes coefficient0 = (gain ^ (turn0 & gainDiffers)) & upper0, coefficient1 = (gain ^ (turn1 & gainDiffers)) & upper1;
                int at = q * Width;
                TLanes product0 = TLanes.Load(products + at + row), product1 = TLanes.Load(products + at + other);
                TLanes.Store(product0 * factor0, totals + at + row);
                TLanes.Store(product1 * factor1, totals + at + other);
                sum0 = TLanes.MultiplyAdd(coefficient0, product0, sum0);
                sum1 = TLanes.MultiplyAdd(coefficient1, product1, sum1);
            }

            TLanes.Store(sum0, sums + row);
            TLanes.Store(sum1, sums + other);
        }
    }

    /// <summary>Does all that a leaf needs in one pass: its product, its contribution, its place in the total of its parent.</summary>
    private static void PassLeaf(PathTree tree, int node, int level, bool right, double value, int rows, double* sums, PathScratch scratch)
    {
        int above = tree.Ancestors[node], points = tree.Rule.Count;
        TLanes ratio = TLanes.Fill(tree.Ratios[node] * value);
        double* kept = scratch.Kept(level), keptAbove = scratch.Kept(above), before = scratch.Products(level - 1), totals = scratch.Totals(level - 1);
        double* lost = scratch.LostFactor(level), change = scratch.FactorChange(level);
        double* lostCoefficient = scratch.LostCoefficient(level), coefficientChange = scratch.CoefficientChange(level);
        for (int row = 0; row < rows; row += 2 * TLanes.Count)
        {
            int other = row + TLanes.Count;
            TLanes own0 = TLanes.Load(kept + row), own1 = TLanes.Load(kept + other);
            TLanes upper0 = TLanes.Load(keptAbove + row), upper1 = TLanes.Load(keptAbove + other);
            TLanes sum0 = TLanes.Load(sums + row), sum1 = TLanes.Load(sums + other);
            for (int q = 0; q < points; q++)
            {
                TLanes miss = TLanes.Fill(lost[q]), differ = TLanes.Fill(change[q]);
                TLanes factor0 = miss ^ (own0 & differ), factor1 = miss ^ (own1 & differ);
                TLanes absent = TLanes.Fill(lostCoefficient[q]), present = TLanes.Fill(coefficientChange[q]);
                TLanes coefficient0 = absent ^ (own0 & present), coefficient1 = absent ^ (own1 & present);
                if (above > 0)
                {
                    // Rows that the same feature lost further up: the share goes on to shrink, and the values from above stand.
                    factor0 = ratio ^ (upper0 & (ratio ^ factor0));
                    factor1 = ratio ^ (upper1 & (ratio ^ factor1));
                    coefficient0 &= upper0;
                    coefficient1 &= upper1;
                }

                double* product = before + (q * Width), total = totals + (q * Width);
                TLanes value0 = TLanes.Load(product + row) * factor0, value1 = TLanes.Load(product + other) * factor1;
                sum0 = TLanes.MultiplyAdd(coefficient0, value0, sum0);
                sum1 = TLanes.MultiplyAdd(coefficient1, value1, sum1);
                TLanes.Store(right ? TLanes.Load(total + row) + value0 : value0, total + row);
                TLanes.Store(right ? TLanes.Load(total + other) + value1 : value1, total + other);
            }

            TLanes.Store(sum0, sums + row);
            TLanes.Store(sum1, sums + other);
        }
    }

    /// <summary>Adds the contribution of an inner node whose children are done, and its total to that of its parent.</summary>
    private static void Leave(PathTree tree, int node, int level, bool right, int rows, double* sums, PathScratch scratch)
    {
        int above = tree.Ancestors[node], points = tree.Rule.Count;
        double* kept = scratch.Kept(level), keptAbove = scratch.Kept(above), own = scratch.Totals(level), totals = scratch.Totals(level - 1);
        double* lostCoefficient = scratch.LostCoefficient(level), coefficientChange = scratch.CoefficientChange(level);
        for (int row = 0; row < rows; row += 2 * TLanes.Count)
        {
            int other = row + TLanes.Count;
            TLanes own0 = TLanes.Load(kept + row), own1 = TLanes.Load(kept + other);
            TLanes upper0 = TLanes.Load(keptAbove + row), upper1 = TLanes.Load(keptAbove + other);
            TLanes sum0 = TLanes.Load(sums + row), sum1 = TLanes.Load(sums + other);
            for (int q = 0; q < points; q++)
            {
                TLanes absent = TLanes.Fill(lostCoefficient[q]), present = TLanes.Fill(coefficientChange[q]);

                // Above 0 the mask is of rows that are still kept; at 0 it is of all.
                TLanes coefficient0 = (absent ^ (own0 & present)) & upper0, coefficient1 = (absent ^ (own1 & present)) & upper1;
                double* value = own + (q * Width), total = totals + (q * Width);
                TLanes value0 = TLanes.Load(value + row), value1 = TLanes.Load(value + other);
                sum0 = TLanes.MultiplyAdd(coefficient0, value0, sum0);
                sum1 = TLanes.MultiplyAdd(coefficient1, value1, sum1);
                TLanes.Store(right ? TLanes.Load(total + row) + value0 : value0, total + row);
                TLanes.Store(right ? TLanes.Load(total + other) + value1 : value1, total + other);
            }

            TLanes.Store(sum0, sums + row);
            TLanes.Store(sum1, sums + other);
        }
    }
}
