using Modelyard.Learning;

namespace Modelyard.Kernels;

/// <summary>Represents a support vector machine for numbers: the flattest function, in the space of a kernel, that keeps within a tube around the target.</summary>
/// <remarks>
/// Minimises <c>½ ‖w‖² + C Σ weight · max(0, |error| − epsilon)</c>. Source: Drucker, Burges, Kaufman, Smola and Vapnik (1996), Support Vector Regression Machines.
/// The features should be on one scale.
/// </remarks>
public sealed record Svr : IRegressor<SvrModel>
{
    private const long BytesPerMegabyte = 1 << 20;

    /// <summary>Gets the price of a unit of error outside the tube.</summary>
    [Hyperparameter(Meaning = "Price of a unit of error outside the tube.", Minimum = 0, MinimumExclusive = true, Scale = Scale.Logarithmic, Search = [0.3, 300])]
    public double C { get; init; } = 1;

    /// <summary>Gets half the width of the tube.</summary>
    [Hyperparameter(Meaning = "Half the width of the tube inside which errors cost nothing.", Minimum = 0, Scale = Scale.Logarithmic, Search = [0.003, 0.3])]
    public double Epsilon { get; init; } = 0.1;

    /// <summary>Gets a value indicating whether C and epsilon are in standard deviations of the target, so that its unit does not matter.</summary>
    [Hyperparameter(Meaning = "Whether C and Epsilon are in standard deviations of the target.")]
    public bool StandardizeTarget { get; init; }

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

    /// <summary>Gets the greatest violation of the optimality conditions at which the fit ends.</summary>
    [Hyperparameter(Meaning = "Greatest violation of the optimality conditions at the end.", Minimum = 0, MinimumExclusive = true)]
    public double Tolerance { get; init; } = 1e-3;

    /// <summary>Gets the memory for rows of the kernel matrix, in megabytes.</summary>
    [Hyperparameter(Meaning = "Memory for rows of the kernel matrix, in megabytes.", Minimum = 1, Maximum = 1 << 20)]
    public int CacheMegabytes { get; init; } = 256;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { ScaleSensitive = true, DependsOnRowOrder = true, WeightsCountAsRows = false };

    /// <inheritdoc/>
    public SvrModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context.Parallelism);
        context.Checkpoint();
        int[] picked = [.. Enumerable.Range(0, data.RowCount).Where(row => !data.HasWeights || data.Weights[row] > 0)];
        Dataset used = picked.Length == data.RowCount ? data : data.Rows(picked);
        int rows = used.RowCount;
        (double centre, double unit) = StandardizeTarget ? TargetScale(used) : (0, 1);
        double[] signs = new double[2 * rows], linear = new double[2 * rows], upper = new double[2 * rows];
        for (int row = 0; row < rows; row++)
        {
            double target = (used.Target[row] - centre) / unit;
            (signs[row], signs[rows + row]) = (1, -1);
            (linear[row], linear[rows + row]) = (Epsilon - target, Epsilon + target);
            upper[row] = upper[rows + row] = C * (used.HasWeights ? used.Weights[row] : 1);
        }

        var kernel = new Kernel(Kernel, Gamma ?? Kernels.Kernel.ScaledGamma(used.Features, used.Weights), Degree, Coef0);
        var problem = new DualProblem(new KernelRows(used.Features, kernel, CacheMegabytes * BytesPerMegabyte), signs, linear, upper);
        DualSolution solution = SequentialMinimalOptimization.Solve(problem, Tolerance, context);
        if (!solution.Converged)
        {
            context.Warn($"'{nameof(Svr)}' did not converge. Scale the features, lower C, or raise Tolerance.");
        }

        context.Report(1, 1);
        int[] support = [.. Enumerable.Range(0, rows).Where(row => solution.Coefficients[row] != 0)];
        return new SvrModel(
            data.Schema,
            kernel,
            used.Features.SelectRows(support),
            [.. support.Select(row => solution.Coefficients[row] * unit)],
            (solution.Intercept * unit) + centre);
    }

    private static (double Centre, double Unit) TargetScale(Dataset data)
    {
        double total = 0, sum = 0, squares = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            double weight = data.HasWeights ? data.Weights[row] : 1;
            total += weight;
            sum += weight * data.Target[row];
        }

        double mean = sum / total;
        for (int row = 0; row < data.RowCount; row++)
        {
            double weight = data.HasWeights ? data.Weights[row] : 1;
            squares += weight * (data.Target[row] - mean) * (data.Target[row] - mean);
        }

        double deviation = Math.Sqrt(squares / total);
        return (mean, deviation > 0 ? deviation : 1);
    }
}
