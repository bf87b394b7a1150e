using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels;

/// <summary>Represents a support vector machine for classes: the widest margin between them, in the space of a kernel.</summary>
/// <remarks>
/// Minimises <c>½ ‖w‖² + C Σ weight · hinge loss</c>; several classes are told apart pair by pair. Probabilities come from Platt's sigmoid, learned by
/// cross-fitting and put together by pairwise coupling. Sources: Cortes and Vapnik (1995), Support-Vector Networks, Machine Learning 20; Platt (1999);
/// Wu, Lin and Weng (2004), JMLR 5. The features should be on one scale.
/// </remarks>
public sealed record Svc : IClassifier<SvcModel>
{
    private const long BytesPerMegabyte = 1 << 20;

    /// <summary>Gets the price of a row on the wrong side of the margin.</summary>
    [Hyperparameter(Meaning = "Price of a row on the wrong side of the margin.", Minimum = 0, MinimumExclusive = true, Scale = Scale.Logarithmic, Search = [0.1, 300])]
    public double C { get; init; } = 1;

    /// <summary>Gets the kernel.</summary>
    [Hyperparameter(Meaning = "How alike two rows are.")]
    public KernelKind Kernel { get; init; } = KernelKind.Rbf;

    /// <summary>Gets the scale of the kernel; none is 1 / (features x variance of the features).</summary>
    [Hyperparameter(Meaning = "Scale of the kernel; none is 1 / (features x variance).", Minimum = 0, MinimumExclusive = true, Scale = Scale.Logarithmic, Search = [1e-3, 1])]
    public double? Gamma { get; init; }

    /// <summary>Gets the power of the polynomial kernel.</summary>
    [Hyperparameter(Meaning = "Power of the polynomial kernel.", Minimum = 1, Maximum = 100)]
    public int Degree { get; init; } = 3;

    /// <summary>Gets what the polynomial and the sigmoid kernel add to products.</summary>
    [Hyperparameter(Meaning = "What the polynomial and the sigmoid kernel add to products.")]
    public double Coef0 { get; init; }

    /// <summary>Gets how classes are weighted.</summary>
    [Hyperparameter(Meaning = "How classes are weighted.", SearchAll = true)]
    public ClassWeight ClassWeight { get; init; } = ClassWeight.None;

    /// <summary>Gets the greatest violation of the optimality conditions at which the fit ends.</summary>
    [Hyperparameter(Meaning = "Greatest violation of the optimality conditions at the end.", Minimum = 0, MinimumExclusive = true)]
    public double Tolerance { get; init; } = 1e-3;

    /// <summary>Gets the number of folds from which the probabilities are learned.</summary>
    [Hyperparameter(Meaning = "Folds from which the probabilities are learned.", Minimum = 2, Maximum = 100)]
    public int CalibrationFolds { get; init; } = 5;

    /// <summary>Gets the memory for rows of the kernel matrix, in megabytes.</summary>
    [Hyperparameter(Meaning = "Memory for rows of the kernel matrix, in megabytes.", Minimum = 1, Maximum = 1 << 20)]
    public int CacheMegabytes { get; init; } = 256;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { ScaleSensitive = true, DependsOnRowOrder = true, WeightsCountAsRows = false };

    /// <inheritdoc/>
    public SvcModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context.Parallelism);
        context.Checkpoint();
        double[] weights = data.WeightsWith(ClassWeight).ToArray();
        double[] upper = new double[data.RowCount];
        for (int row = 0; row < upper.Length; row++)
        {
            upper[row] = C * (weights.Length == 0 ? 1 : weights[row]);
        }

        var kernel = new Kernel(Kernel, Gamma ?? Kernels.Kernel.ScaledGamma(data.Features, data.Weights), Degree, Coef0);
        int[][] rows = [.. Enumerable.Range(0, data.ClassCount).Select(label => RowsOf(data, label, upper, context))];
        int[] present = [.. Enumerable.Range(0, rows.Length).Where(label => rows[label].Length > 0)];
        var pairs = new List<ClassPair>();
        for (int a = 0; a < present.Length; a++)
        {
            for (int b = a + 1; b < present.Length; b++)
            {
                pairs.Add(new ClassPair(data, upper, kernel, rows[present[a]], rows[present[b]], CalibrationFolds));
            }
        }

        LearnAll(pairs, context);
        if (pairs.Exists(pair => !pair.Solution!.Converged))
        {
            context.Warn($"'{nameof(Svc)}' did not converge. Scale the features, lower C, or raise Tolerance.");
        }

        return SvcModel.Of(data, kernel, present, pairs);
    }

    /// <summary>Learns every pair and every fold of it side by side.</summary>
    private void LearnAll(List<ClassPair> pairs, FitContext context)
    {
        var parts = new List<(ClassPair Pair, int Fold)>();
        foreach (ClassPair pair in pairs)
        {
            for (int fold = -1; fold < pair.FoldCount; fold++)
            {
                parts.Add((pair, fold));
            }
        }

        int done = 0;
        long bytes = CacheMegabytes * BytesPerMegabyte / Math.Clamp(context.Parallelism, 1, Math.Max(1, parts.Count));
        ParallelLoop.For(
            parts.Count,
            context.Parallelism,
            part =>
            {
                (ClassPair pair, int fold) = parts[part];
                if (fold < 0)
                {
                    pair.LearnAll(Tolerance, bytes, context);
                }
                else
                {
                    pair.LearnFold(fold, Tolerance, bytes, context);
                }

                context.Report(Interlocked.Increment(ref done), parts.Count);
            },
            context.Cancellation);
    }

    /// <summary>Gets the rows of a class that weigh more than 0, in random order, so that folds are random.</summary>
    private static int[] RowsOf(Dataset data, int label, double[] upper, FitContext context)
    {
        var rows = new List<int>();
        for (int row = 0; row < data.RowCount; row++)
        {
            if (data.Labels[row] == label && upper[row] > 0)
            {
                rows.Add(row);
            }
        }

        int[] order = [.. rows];
        context.Random((ulong)label).Shuffle(order.AsSpan());
        return order;
    }
}
