using Modelyard.Kernels.Similarity;
using Modelyard.Kernels.Solving;
using Modelyard.Learning;

namespace Modelyard.Kernels;

/// <summary>Represents a support vector machine for numbers that finds the width of its tube: so that at most a chosen share of the rows lies outside.</summary>
/// <remarks>
/// At most a share <see cref="Nu"/> of the rows lie outside the tube and at least as many become support vectors. In all else it is as <see cref="Svr"/>.
/// Source: Schölkopf, Smola, Williamson and Bartlett (2000), New Support Vector Algorithms, Neural Computation 12. The features should be on one scale.
/// </remarks>
public sealed record NuSvr : IRegressor<SvrModel>
{
    /// <summary>Gets the greatest share of rows outside the tube, which is the least share of support vectors.</summary>
    [Hyperparameter(Meaning = "Greatest share of rows outside the tube and least share of support vectors.", Minimum = 0, MinimumExclusive = true, Maximum = 1, Search = [0.1, 0.9])]
    public double Nu { get; init; } = 0.5;

    /// <summary>Gets the price of a unit of error outside the tube.</summary>
    [Hyperparameter(Meaning = "Price of a unit of error outside the tube.", Minimum = 0, MinimumExclusive = true, Scale = Scale.Logarithmic, Search = [0.3, 300])]
    public double C { get; init; } = 1;

    /// <summary>Gets a value indicating whether C is in standard deviations of the target, so that its unit does not matter.</summary>
    [Hyperparameter(Meaning = "Whether C is in standard deviations of the target.")]
    public bool StandardizeTarget { get; init; }

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
    public SvrModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        KernelFunction kernel = context.WithinTime(() => KernelFunction.For(data, Kernel, Gamma, Degree, Coef0, OwnKernel));
        context.Checkpoint();
        var problem = new SingleProblem(data, kernel, isBalanced: true, context);
        TargetScale scale = StandardizeTarget ? TargetScale.Of(data) : TargetScale.None;
        int rows = problem.Places.Length;
        double[] signs = new double[2 * rows], linear = new double[2 * rows];
        double[] upper = Array.ConvertAll(problem.Weights, weight => C * weight);
        for (int row = 0; row < rows; row++)
        {
            double target = scale.Apply(data.Target[problem.Places[row]]);
            (signs[row], signs[rows + row]) = (1, -1);
            (linear[row], linear[rows + row]) = (-target, target);
        }

        double[] start = NuStart.Fill(upper, Nu * upper.Sum() / 2);
        var dual = new DualProblem(problem.Kernel(CacheMegabytes, context), signs, linear, [.. upper, .. upper])
        {
            SignsApart = true,
            Start = [.. start, .. start],
            Shrinking = Shrinking,
            Degree = context.Parallelism,
        };
        DualSolution solution = SequentialMinimalOptimization.Solve(dual, Tolerance, context);
        DualSolution.Warn([solution], nameof(NuSvr), context);
        context.Report(1, 1);
        return new SvrModel(data.Schema, problem.ToSum(solution, scale.Unit, scale.Centre));
    }
}
