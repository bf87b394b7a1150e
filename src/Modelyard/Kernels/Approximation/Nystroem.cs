using Modelyard.Kernels.Similarity;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Approximation;

/// <summary>Represents features whose inner products are close to a kernel: with them, a linear machine stands in for one with that kernel.</summary>
/// <remarks>
/// A row is compared with <see cref="Components"/> training rows drawn at random, and the similarities are multiplied by the inverse root of the kernel matrix of those.
/// Between the drawn rows the inner products are exact. The eigenvectors of that matrix are found without looking at the cancellation, which matters from about a thousand components on.
/// Sources: Williams and Seeger (2001), Using the Nyström Method to Speed Up Kernel Machines, NIPS; Drineas and Mahoney (2005), On the Nyström Method, JMLR 6.
/// </remarks>
public sealed record Nystroem : ITransformer
{
    // Directions in which the drawn rows differ by no more than this share of the greatest are rounding.
    private const double LeastShare = 1e-12;

    /// <summary>Gets the number of training rows that are drawn, which is the number of features that come out; all rows where there are fewer.</summary>
    [Hyperparameter(Meaning = "Number of training rows drawn, which is the number of features that come out.", Minimum = 1, Maximum = 1 << 16)]
    public int Components { get; init; } = 100;

    /// <summary>Gets the kernel.</summary>
    [Hyperparameter(Meaning = "How alike two rows are.")]
    public KernelKind Kernel { get; init; } = KernelKind.Rbf;

    /// <summary>Gets a kernel of one's own, which takes the place of <see cref="Kernel"/>.</summary>
    public IKernel? OwnKernel { get; init; }

    /// <summary>Gets the scale of the kernel; none is 1 / (features x variance of the features).</summary>
    [Hyperparameter(Meaning = "Scale of the kernel; none is 1 / (features x variance).", Minimum = 0, MinimumExclusive = true, Scale = Scale.Logarithmic, Search = [1e-3, 1])]
    public double? Gamma { get; init; }

    /// <summary>Gets the power of the polynomial kernel.</summary>
    [Hyperparameter(Meaning = "Power of the polynomial kernel.", Minimum = 1, Maximum = 100)]
    public int Degree { get; init; } = 3;

    /// <summary>Gets what the polynomial and the sigmoid kernel add to products.</summary>
    [Hyperparameter(Meaning = "What the polynomial and the sigmoid kernel add to products.")]
    public double Coef0 { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Sparse = true, ScaleSensitive = true, DependsOnRowOrder = true, WeightsCountAsRows = false };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        int[] rows = [.. Enumerable.Range(0, data.RowCount).Where(row => !data.HasWeights || data.Weights[row] > 0)];
        context.Random().Shuffle(rows.AsSpan());
        int[] drawn = rows[..Math.Min(Components, rows.Length)];
        KernelFunction function = context.WithinTime(() => KernelFunction.For(data, Kernel, Gamma, Degree, Coef0, OwnKernel));
        ComparedRows compared = ComparedRows.Of(data, function, drawn, context.Checkpoint);
        var kernel = new Matrix(drawn.Length, drawn.Length);
        int[] all = [.. Enumerable.Range(0, drawn.Length)];
        ParallelLoop.For(
            drawn.Length,
            context.Parallelism,
            row =>
            {
                context.Checkpoint();
                compared.CompareOwn(row, all, kernel.Row(row));
            },
            context.Cancellation);
        Matrix root = context.WithinTime(() => InverseRoot(kernel, context));
        context.Report(1, 1);
        return new NystroemModel(data.Schema, compared.Select(all), root);
    }

    private static Matrix InverseRoot(Matrix kernel, FitContext context)
    {
        int size = kernel.Rows;
        foreach (double element in kernel.AsSpan())
        {
            if (!double.IsFinite(element))
            {
                throw new ModelyardException($"The kernel gives '{element}' for two rows and must give finite numbers. Scale the features, or choose another kernel.");
            }
        }

        var eigen = SymmetricEigen.Of(kernel, vectors: true, context.Parallelism);
        context.Checkpoint();
        double least = LeastShare * Math.Max(Math.Abs(eigen.Values[^1]), Math.Abs(eigen.Values[0]));
        if (eigen.Values[0] < -1e-6 * Math.Abs(eigen.Values[^1]))
        {
            context.Warn($"The kernel of '{nameof(Nystroem)}' is not positive semi-definite on these rows; what is negative of it is left out.");
        }

        var scaled = new Matrix(size, size);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                scaled[i, j] = eigen.Values[j] > least ? eigen.Vectors[i, j] / Math.Sqrt(eigen.Values[j]) : 0;
            }
        }

        var root = new Matrix(size, size);
        MatrixProduct.Multiply(scaled, eigen.Vectors, root, transposeB: true, degree: context.Parallelism);
        return root;
    }
}
