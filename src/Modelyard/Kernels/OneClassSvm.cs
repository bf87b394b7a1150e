using Modelyard.Kernels.Similarity;
using Modelyard.Kernels.Solving;
using Modelyard.Learning;

namespace Modelyard.Kernels;

/// <summary>Represents a support vector machine that outlines the data: rows outside the outline are unusual.</summary>
/// <remarks>
/// Parts the rows from the origin, in the space of a kernel, by the widest margin that leaves at most a share <see cref="Nu"/> of them outside; at least as many become support vectors.
/// Source: Schölkopf, Platt, Shawe-Taylor, Smola and Williamson (2001), Estimating the Support of a High-Dimensional Distribution, Neural Computation 13.
/// The features should be on one scale. A target is not looked at.
/// </remarks>
public sealed record OneClassSvm : IAnomalyDetector<OneClassSvmModel>
{
    /// <summary>Gets the greatest share of training rows outside the outline, which is the least share of support vectors.</summary>
    [Hyperparameter(Meaning = "Greatest share of training rows outside the outline and least share of support vectors.", Minimum = 0, MinimumExclusive = true, Maximum = 1)]
    public double Nu { get; init; } = 0.5;

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

    /// <summary>Gets the greatest violation of the optimality conditions at which the fit ends.</summary>
    [Hyperparameter(Meaning = "Greatest violation of the optimality conditions at the end.", Minimum = 0, MinimumExclusive = true)]
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>Gets a value indicating whether rows that will likely stay at a bound are left out for a while.</summary>
    [Hyperparameter(Meaning = "Whether rows that will likely stay at a bound are left out for a while.")]
    public bool Shrinking { get; init; } = true;

    /// <summary>Gets the memory for rows of the kernel matrix, in megabytes.</summary>
    [Hyperparameter(Meaning = "Memory for rows of the kernel matrix, in megabytes.", Minimum = 1, Maximum = 1 << 20)]
    public int CacheMegabytes { get; init; } = 256;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Sparse = true, ScaleSensitive = true, DependsOnRowOrder = true, WeightsCountAsRows = false };

    /// <inheritdoc/>
    public OneClassSvmModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        KernelFunction kernel = context.WithinTime(() => KernelFunction.For(data, Kernel, Gamma, Degree, Coef0, OwnKernel));
        context.Checkpoint();
        var problem = new SingleProblem(data, kernel, isBalanced: false, context);
        double[] signs = new double[problem.Weights.Length];
        signs.AsSpan().Fill(1);
        var dual = new DualProblem(problem.Kernel(CacheMegabytes, context), signs, new double[signs.Length], problem.Weights)
        {
            Start = NuStart.Fill(problem.Weights, Nu * problem.Weights.Sum()),
            Shrinking = Shrinking,
            Degree = context.Parallelism,
        };
        DualSolution solution = SequentialMinimalOptimization.Solve(dual, Tolerance, context);
        DualSolution.Warn([solution], nameof(OneClassSvm), context);
        context.Report(1, 1);
        return new OneClassSvmModel(data.Schema, problem.ToSum(solution));
    }
}
