using System.Collections.Concurrent;
using Modelyard.Kernels.Similarity;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Solving;

/// <summary>Represents what the machines between all pairs of classes share, and learns them.</summary>
internal sealed class PairwiseProblem
{
    private const long BytesPerMegabyte = 1 << 20;

    private readonly Dataset _data;
    private readonly int[] _present;
    private readonly int[] _starts;
    private readonly int[] _order;

    /// <summary>Initializes the problem: rows class after class, in random order within each, without those that weigh 0.</summary>
    /// <param name="data">The data.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="prices">The greatest dual weight of each row.</param>
    /// <param name="context">The seed.</param>
    public PairwiseProblem(Dataset data, KernelFunction kernel, double[] prices, FitContext context)
    {
        _data = data;
        int[][] rows = [.. Enumerable.Range(0, data.ClassCount).Select(label => RowsOf(data, label, prices, context))];
        _present = [.. Enumerable.Range(0, rows.Length).Where(label => rows[label].Length > 0)];
        _order = [.. _present.SelectMany(label => rows[label])];
        _starts = new int[_present.Length + 1];
        for (int i = 0; i < _present.Length; i++)
        {
            _starts[i + 1] = _starts[i] + rows[_present[i]].Length;
        }

        context.Checkpoint();
        Rows = ComparedRows.Of(data, kernel, _order, context.Checkpoint, isBalanced: true);
        context.Checkpoint();
        Prices = Array.ConvertAll(_order, row => prices[row]);
        Weights = Array.ConvertAll(_order, row => data.HasWeights ? data.Weights[row] : 1);
    }

    /// <summary>Gets the rows.</summary>
    public ComparedRows Rows { get; }

    /// <summary>Gets the kernel matrix, if memory allows it.</summary>
    public KernelMatrix? Matrix { get; private set; }

    /// <summary>Gets the greatest dual weight of each row.</summary>
    public double[] Prices { get; }

    /// <summary>Gets the weight of each row.</summary>
    public double[] Weights { get; }

    /// <summary>Gets the share of nu machines; null for machines with a price.</summary>
    public double? Nu { get; private set; }

    /// <summary>Gets the greatest violation of the optimality conditions that is left.</summary>
    public required double Tolerance { get; init; }

    /// <summary>Gets a value indicating whether the solver leaves rows out for a while.</summary>
    public required bool Shrinking { get; init; }

    /// <summary>Gets the number of folds for the sigmoids.</summary>
    public required int Folds { get; init; }

    /// <summary>Gets the greatest nu for which every pair of classes has a machine: twice the share of the rarer of two classes.</summary>
    public double GreatestNu()
    {
        double greatest = 1;
        for (int a = 0; a < _present.Length; a++)
        {
            for (int b = a + 1; b < _present.Length; b++)
            {
                double first = RowsOf(a).Sum(row => Prices[row]), second = RowsOf(b).Sum(row => Prices[row]);
                greatest = Math.Min(greatest, 2 * Math.Min(first, second) / (first + second));
            }
        }

        return greatest;
    }

    /// <summary>Gets the rows of a class that is present.</summary>
    public int[] RowsOf(int present) => [.. Enumerable.Range(_starts[present], _starts[present + 1] - _starts[present])];

    /// <summary>Learns every pair and every fold of it side by side.</summary>
    /// <param name="name">The name of the estimator.</param>
    /// <param name="cacheMegabytes">The memory for rows of the kernel matrix.</param>
    /// <param name="nu">The share of nu machines; null for machines with a price.</param>
    /// <param name="context">What surrounds the fit.</param>
    public SvcModel Learn(string name, int cacheMegabytes, double? nu, FitContext context)
    {
        Nu = nu;
        var pairs = new List<ClassPair>();
        for (int a = 0; a < _present.Length; a++)
        {
            for (int b = a + 1; b < _present.Length; b++)
            {
                context.Checkpoint();
                pairs.Add(new ClassPair(this, a, b));
            }
        }

        long bytes = cacheMegabytes * BytesPerMegabyte;
        Matrix = pairs.Count > 0 && KernelMatrix.Fits(Rows.Count, bytes) ? KernelMatrix.Of(Rows, context) : null;

        // What a pair does must not depend on the number of threads: that only limits how many matrices there are at a time.
        ClassPair[] together = Matrix is null && pairs.Count > 1 ? [.. pairs.Where(pair => KernelMatrix.Fits(pair.Count, bytes / 2))] : [];
        int most = together.Length == 0 ? 0 : together.Max(pair => pair.Count);
        var memory = new ConcurrentBag<float[]>();
        Action<FitContext, long>[] parts =
        [
            .. together.Select(pair => (Action<FitContext, long>)((own, _) =>
            {
                float[] elements = memory.TryTake(out float[]? used) ? used : GC.AllocateUninitializedArray<float>((int)KernelMatrix.Elements(most));
                pair.LearnTogether(elements, own);
                memory.Add(elements);
            })),
            .. pairs.Except(together).SelectMany(pair => Enumerable.Range(-1, pair.FoldCount + 1).Select(fold => (Action<FitContext, long>)((own, share) => pair.Learn(fold, share, own)))),
        ];
        int atOnce = (int)Math.Min(context.Parallelism, together.Length == 0 ? int.MaxValue : Math.Max(1, bytes / KernelMatrix.Bytes(most)));
        long share = bytes / Math.Clamp(atOnce, 1, Math.Max(1, parts.Length));
        int done = 0;
        ParallelLoop.For(
            parts.Length,
            atOnce,
            part =>
            {
                parts[part](context, share);
                context.Report(Interlocked.Increment(ref done), parts.Length);
            },
            context.Cancellation);
        DualSolution.Warn([.. pairs.Select(pair => pair.Solution!)], name, context);
        if (nu is not null && pairs.Exists(pair => !pair.Solution!.HasMargin))
        {
            context.Warn($"'{name}' found no margin between two of the classes, because they overlap too much for so small a nu. Raise it.");
        }

        return context.Within(() => ToModel(pairs));
    }

    /// <summary>Gathers the support vectors of all pairs, class after class, in the order of the training rows.</summary>
    private SvcModel ToModel(List<ClassPair> pairs)
    {
        // Each row's weight against each other class.
        var weights = new SortedDictionary<(int Class, int Row), (int Place, double[] Weights)>();
        foreach (ClassPair pair in pairs)
        {
            ReadOnlySpan<double> coefficients = pair.Solution!.Coefficients;
            for (int i = 0; i < coefficients.Length; i++)
            {
                if (coefficients[i] == 0)
                {
                    continue;
                }

                bool isBelow = i < pair.BelowRows.Length;
                int place = isBelow ? pair.BelowRows[i] : pair.AboveRows[i - pair.BelowRows.Length];
                (int own, int against) = isBelow ? (pair.Below, pair.Above - 1) : (pair.Above, pair.Below);
                if (!weights.TryGetValue((own, _order[place]), out (int Place, double[] Weights) row))
                {
                    weights.Add((own, _order[place]), row = (place, new double[_present.Length - 1]));
                }

                row.Weights[against] = coefficients[i];
            }
        }

        var matrix = new Matrix(_present.Length - 1, weights.Count);
        int[] starts = new int[_present.Length + 1];
        int vector = 0;
        foreach (((int own, _), (_, double[] row)) in weights)
        {
            starts[own + 1]++;
            for (int against = 0; against < row.Length; against++)
            {
                matrix[against, vector] = row[against];
            }

            vector++;
        }

        for (int i = 0; i < _present.Length; i++)
        {
            starts[i + 1] += starts[i];
        }

        return new SvcModel(
            _data.Schema,
            _data.Classes,
            Rows.Select([.. weights.Values.Select(value => value.Place)]),
            [.. weights.Keys.Select(key => key.Row)],
            matrix,
            _present,
            starts,
            [.. pairs.Select(pair => pair.Intercept)],
            [.. pairs.Select(pair => pair.Calibrate())]);
    }

    /// <summary>Gets the rows of a class that weigh more than 0, in random order, so that folds are random.</summary>
    private static int[] RowsOf(Dataset data, int label, double[] prices, FitContext context)
    {
        context.Checkpoint();
        int[] order = [.. Enumerable.Range(0, data.RowCount).Where(row => data.Labels[row] == label && prices[row] > 0)];
        context.Random((ulong)label).Shuffle(order.AsSpan());
        return order;
    }
}
