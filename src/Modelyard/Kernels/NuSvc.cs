using System.Globalization;
using Modelyard.Kernels.Similarity;
using Modelyard.Kernels.Solving;
using Modelyard.Learning;

namespace Modelyard.Kernels;

/// <summary>Represents a support vector machine for classes whose share of support vectors is chosen instead of a price.</summary>
/// <remarks>
/// Between two classes, at least a share <see cref="Nu"/> of the rows become support vectors and at most as many lie inside the margin or on its wrong side. Classes of unequal size allow no more
/// than twice the share of the smaller. In all else it is as <see cref="Svc"/>. Source: Schölkopf, Smola, Williamson and Bartlett (2000), New Support Vector Algorithms,
/// Neural Computation 12. The features should be on one scale.
/// </remarks>
public sealed record NuSvc : IClassifier<SvcModel>
{
    // A share that is off by rounding alone is as good as feasible.
    private const double Rounding = 1e-12;

    /// <summary>Gets the least share of support vectors, which is the greatest share of rows inside the margin; none is half, or what the classes allow if that is less.</summary>
    [Hyperparameter(
        Meaning = "Least share of support vectors and greatest share of rows inside the margin; none is 0.5 or what the classes allow.",
        Minimum = 0,
        MinimumExclusive = true,
        Maximum = 1)]
    public double? Nu { get; init; }

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

    /// <summary>Gets how classes are weighted.</summary>
    [Hyperparameter(Meaning = "How classes are weighted.", SearchAll = true)]
    public ClassWeight ClassWeight { get; init; } = ClassWeight.None;

    /// <summary>Gets the greatest violation of the optimality conditions at which the fit ends, as a share of the margin.</summary>
    [Hyperparameter(Meaning = "Greatest violation of the optimality conditions at the end, as a share of the margin.", Minimum = 0, MinimumExclusive = true)]
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>Gets a value indicating whether rows that will likely stay at a bound are left out for a while.</summary>
    [Hyperparameter(Meaning = "Whether rows that will likely stay at a bound are left out for a while.")]
    public bool Shrinking { get; init; } = true;

    /// <summary>Gets the number of folds from which the probabilities are learned.</summary>
    [Hyperparameter(Meaning = "Folds from which the probabilities are learned.", Minimum = 2, Maximum = 100)]
    public int CalibrationFolds { get; init; } = 5;

    /// <summary>Gets the memory for rows of the kernel matrix, in megabytes.</summary>
    [Hyperparameter(Meaning = "Memory for rows of the kernel matrix, in megabytes.", Minimum = 1, Maximum = 1 << 20)]
    public int CacheMegabytes { get; init; } = 256;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Sparse = true, ScaleSensitive = true, DependsOnRowOrder = true, WeightsCountAsRows = false };

    /// <inheritdoc/>
    /// <exception cref="ModelyardException">Nu is greater than the sizes of the classes allow.</exception>
    public SvcModel Fit(Dataset data, FitContext context)
    {
        const double UsualNu = 0.5;
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        KernelFunction kernel = context.WithinTime(() => KernelFunction.For(data, Kernel, Gamma, Degree, Coef0, OwnKernel));
        context.Checkpoint();
        double[] prices = Svc.Prices(data, 1, ClassWeight);
        var problem = new PairwiseProblem(data, kernel, prices, context) { Tolerance = Tolerance, Shrinking = Shrinking, Folds = CalibrationFolds };
        double greatest = problem.GreatestNu();
        if (Nu > greatest * (1 + Rounding))
        {
            string least = (Math.Floor(greatest * 1e6) / 1e6).ToString(CultureInfo.InvariantCulture);
            throw new ModelyardException(
                $"{nameof(Nu)} is '{Hyperparameter.Format(Nu)}' and the sizes of the classes allow no more than '{least}', twice the share of the smaller of two classes. Lower it, or weight the classes.");
        }

        return problem.Learn(nameof(NuSvc), CacheMegabytes, Math.Min(Nu ?? UsualNu, greatest), context);
    }
}
