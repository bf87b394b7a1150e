using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Structure;

namespace Modelyard.Trees.Growing;

/// <summary>Grows the trees of a forest side by side. Tree i draws its numbers from stream i, so that no thread can change it.</summary>
internal static class ForestGrower
{
    /// <summary>Grows trees that predict a class.</summary>
    public static Forest GrowClasses(
        Dataset data, ImpurityCriterion criterion, ClassWeight classWeight, GrowthSettings growth, ForestSettings forest, FitContext context, RankTable? table = null)
    {
        var target = TreeTarget.ForClasses(data);
        return Grow(data, data.WeightsWith(classWeight), growth, forest, Create, context, table);
        SplitSearch Create(RankTable ranks) => (criterion, data.ClassCount) switch
        {
            (ImpurityCriterion.Gini, 2) => new ScalarSearch<BinaryGiniScore>(ranks, growth, target),
            (ImpurityCriterion.Gini, _) => new ClassSearch<GiniScore>(ranks, growth, target),
            (_, 2) => new ScalarSearch<BinaryEntropyScore>(ranks, growth, target),
            _ => new ClassSearch<EntropyScore>(ranks, growth, target),
        };
    }

    /// <summary>Grows trees that predict a number.</summary>
    public static Forest GrowNumbers(Dataset data, ErrorCriterion criterion, GrowthSettings growth, ForestSettings forest, FitContext context, RankTable? table = null)
    {
        if (criterion == ErrorCriterion.Poisson)
        {
            CheckCounts(data);
        }

        var target = TreeTarget.ForNumbers(data, centre: criterion != ErrorCriterion.Poisson);
        return Grow(data, data.Weights, growth, forest, Create, context, table);
        SplitSearch Create(RankTable ranks) => criterion switch
        {
            ErrorCriterion.Poisson => new ScalarSearch<PoissonScore>(ranks, growth, target),
            ErrorCriterion.AbsoluteError => new AbsoluteSearch(ranks, growth, target),
            _ => new ScalarSearch<SquaredErrorScore>(ranks, growth, target),
        };
    }

    /// <summary>Grows trees that predict several numbers.</summary>
    public static Forest GrowNumbers(MultiTargetDataset data, ErrorCriterion criterion, GrowthSettings growth, ForestSettings forest, FitContext context)
    {
        if (criterion == ErrorCriterion.AbsoluteError)
        {
            throw new ModelyardException("The criterion 'AbsoluteError' is for one target. Choose 'SquaredError', or learn each target by itself.");
        }

        for (int target = 0; target < data.TargetCount && criterion == ErrorCriterion.Poisson; target++)
        {
            CheckCounts(data.Target(target));
        }

        var targets = TreeTarget.ForTargets(data, centre: criterion == ErrorCriterion.SquaredError);
        return Grow(data.Target(0), data.Weights, growth, forest, Create, context);
        SplitSearch Create(RankTable table) => criterion == ErrorCriterion.Poisson
            ? new VectorSearch<PoissonScore>(table, growth, targets)
            : new VectorSearch<SquaredErrorScore>(table, growth, targets);
    }

    /// <summary>Grows trees that predict the probabilities of several labels.</summary>
    public static Forest GrowLabels(MultiTargetDataset data, ImpurityCriterion criterion, GrowthSettings growth, ForestSettings forest, FitContext context)
    {
        var targets = TreeTarget.ForTargets(data, centre: false);
        return Grow(data.Target(0), data.Weights, growth, forest, Create, context);
        SplitSearch Create(RankTable table) => criterion == ImpurityCriterion.Gini
            ? new VectorSearch<BinaryGiniScore>(table, growth, targets)
            : new VectorSearch<BinaryEntropyScore>(table, growth, targets);
    }

    private static void CheckCounts(Dataset data)
    {
        for (int row = 0; row < data.RowCount; row++)
        {
            if (data.Target[row] < 0)
            {
                throw new ModelyardException($"The target '{data.TargetName}' is '{data.Target[row]}' in data row {row + 1} and must be 0 or greater for the criterion 'Poisson'.");
            }
        }
    }

    private static Forest Grow(
        Dataset data,
        ReadOnlySpan<double> weights,
        GrowthSettings growth,
        ForestSettings forest,
        Func<RankTable, SplitSearch> createSearch,
        FitContext context,
        RankTable? table = null)
    {
        if (forest.KeepOutOfBag && !forest.Bootstrap && forest.SampleShare == 1)
        {
            throw new ModelyardException("OutOfBagScore is 'true' and every tree draws every row. Set Bootstrap to 'true', or SampleShare to less than 1.");
        }

        double[] rowWeights = weights.IsEmpty ? Ones(data.RowCount) : weights.ToArray();
        RankTable ranks = table ?? RankTable.Create(data, context);
        var growers = new ConcurrentBag<TreeGrower>();
        var trees = new Tree?[forest.Trees];
        double[][] importances = new double[forest.Trees][];
        bool[][]? outOfBag = forest.KeepOutOfBag ? new bool[forest.Trees][] : null;
        IReadOnlyList<PruningStep> pruning = [];
        int done = 0;

        // The forest makes do with the trees that it has, be it one; the first may use all the time.
        bool IsOver() => context.ShouldStop() && Volatile.Read(ref done) > 0;
        void Check()
        {
            context.Checkpoint();
            if (IsOver())
            {
                throw new FitBudgetException("The time of the forest ended while a tree was grown; it goes without that tree.");
            }
        }

        ParallelLoop.For(
            forest.Trees,
            context.Parallelism,
            i =>
            {
                if (IsOver())
                {
                    return;
                }

                try
                {
                    if (!growers.TryTake(out TreeGrower? grower))
                    {
                        SplitSearch search = createSearch(ranks);
                        search.Check = Check;
                        grower = new TreeGrower(ranks, growth, search);
                        Check();
                    }

                    RandomStream stream = context.Random((ulong)i);
                    double[] sampled = Sample(rowWeights, forest, ref stream);
                    trees[i] = grower.Grow(sampled, stream);
                    importances[i] = Normalize(grower.Importances.ToArray());
                    pruning = growth.TracesPruning ? grower.TracePruning() : pruning;
                    if (outOfBag is not null)
                    {
                        outOfBag[i] = Array.ConvertAll(sampled, weight => weight == 0);
                    }

                    context.Report(Interlocked.Increment(ref done), forest.Trees);
                    growers.Add(grower);
                }
                catch (FitBudgetException) when (Volatile.Read(ref done) > 0)
                {
                    // The tree is given up.
                }
            },
            context.Cancellation);
        return Gather(trees, importances, outOfBag, data.FeatureCount, context) with { PruningPath = pruning };
    }

    private static Forest Gather(Tree?[] trees, double[][] importances, bool[][]? outOfBag, int features, FitContext context)
    {
        int[] grown = [.. Enumerable.Range(0, trees.Length).Where(i => trees[i] is not null)];
        if (grown.Length < trees.Length)
        {
            context.Warn($"The time budget ended after '{grown.Length}' of '{trees.Length}' trees; the forest has only those.");
        }

        double[] total = new double[features];
        foreach (int i in grown)
        {
            for (int feature = 0; feature < features; feature++)
            {
                total[feature] += importances[i][feature];
            }
        }

        return new Forest([.. grown.Select(i => trees[i]!)], Normalize(total), outOfBag is null ? null : [.. grown.Select(i => outOfBag[i])]);
    }

    /// <summary>Draws the rows of a tree, as weights: a row drawn twice weighs twice as much.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[] Sample(double[] weights, ForestSettings forest, ref RandomStream stream)
    {
        int rows = weights.Length;
        int count = Math.Max(1, (int)Math.Round(forest.SampleShare * rows));
        if (!forest.Bootstrap && count == rows)
        {
            return weights;
        }

        double[] sampled = new double[rows];
        if (forest.Bootstrap)
        {
            for (int i = 0; i < count; i++)
            {
                sampled[stream.NextInt(rows)]++;
            }
        }
        else
        {
            // Selection sampling (Knuth, The Art of Computer Programming, 3.4.2, algorithm S).
            for (int row = 0, left = count; left > 0; row++)
            {
                if (stream.NextInt(rows - row) < left)
                {
                    sampled[row] = 1;
                    left--;
                }
            }
        }

        double total = 0;
        for (int row = 0; row < rows; row++)
        {
            sampled[row] *= weights[row];
            total += sampled[row];
        }

        return total > 0 ? sampled : weights;
    }

    private static double[] Normalize(double[] importances)
    {
        double total = importances.Sum();
        return total > 0 ? Array.ConvertAll(importances, importance => importance / total) : importances;
    }

    private static double[] Ones(int count)
    {
        double[] ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
