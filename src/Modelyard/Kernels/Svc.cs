using Modelyard.Kernels.Similarity;
using Modelyard.Kernels.Solving;
using Modelyard.Learning;

namespace Modelyard.Kernels;

/// <summary>Represents a support vector machine for classes: the widest margin between them, in the space of a kernel.</summary>
/// <remarks>
/// Minimises <c>½ ‖w‖² + C Σ weight · hinge loss</c>; several classes are told apart pair by pair. Probabilities come from Platt's sigmoid, learned by
/// cross-fitting and put together by pairwise coupling; the class by votes of the pairs is <see cref="SvcModel.Vote"/>. The kernel matrix is computed once as a whole where it fits
/// into <see cref="CacheMegabytes"/> (four bytes an element), else row by row. Sources: Cortes and Vapnik (1995), Support-Vector Networks, Machine Learning 20; Platt (1999);
/// Wu, Lin and Weng (2004), JMLR 5. The features should be on one scale.
/// </remarks>
public sealed record Svc : IClassifier<SvcModel>
{
    /// <summary>Gets the price of a row on the wrong side of the margin.</summary>
    [Hyperparameter(Meaning = "Price of a row on the wrong side of the margin.", Minimum = 0, MinimumExclusive = true, Scale = Scale.Logarithmic, Search = [0.1, 300])]
    public double C { get; init; } = 1;

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

    /// <summary>Gets the greatest violation of the optimality conditions at which the fit ends.</summary>
    [Hyperparameter(Meaning = "Greatest violation of the optimality conditions at the end.", Minimum = 0, MinimumExclusive = true)]
    public double Tolerance { get; init; } = 1e-5;

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
    public SvcModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        KernelFunction kernel = context.WithinTime(() => KernelFunction.For(data, Kernel, Gamma, Degree, Coef0, OwnKernel));
        context.Checkpoint();
        return new PairwiseProblem(data, kernel, Prices(data, C, ClassWeight), context) { Tolerance = Tolerance, Shrinking = Shrinking, Folds = CalibrationFolds }
            .Learn(nameof(Svc), CacheMegabytes, nu: null, context);
    }

    /// <summary>Computes the greatest dual weight of each row.</summary>
    internal static double[] Prices(Dataset data, double price, ClassWeight classWeight)
    {
        double[] prices = new double[data.RowCount];
        ReadOnlySpan<double> weights = data.WeightsWith(classWeight);
        for (int row = 0; row < prices.Length; row++)
        {
            prices[row] = price * (weights.IsEmpty ? 1 : weights[row]);
        }

        return prices;
    }
}
