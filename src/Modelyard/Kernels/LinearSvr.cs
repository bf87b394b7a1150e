using Modelyard.Kernels.Margins;
using Modelyard.Learning;

namespace Modelyard.Kernels;

/// <summary>Represents a linear support vector machine for numbers, for many rows or many features, dense or sparse.</summary>
/// <remarks>
/// Minimises <c>½ ‖w‖² + C Σ weight · loss(error)</c>, where errors of at most <see cref="Epsilon"/> cost nothing. As in LIBLINEAR the intercept is the weight of a feature of
/// the constant value <see cref="InterceptScaling"/> and is penalised as the others are: raise the scaling where that matters. A target that does not vary is learned as the
/// intercept. Source: Ho and Lin (2012), Large-scale Linear Support Vector Regression, JMLR 13. The features should be on one scale.
/// </remarks>
public sealed record LinearSvr : IRegressor<LinearSvrModel>
{
    /// <summary>Gets the price of a unit of loss.</summary>
    [Hyperparameter(Meaning = "Price of a unit of loss.", Minimum = 0, MinimumExclusive = true, Scale = Scale.Logarithmic, Search = [1e-3, 1e2])]
    public double C { get; init; } = 1;

    /// <summary>Gets half the width of the tube.</summary>
    [Hyperparameter(Meaning = "Half the width of the tube inside which errors cost nothing.", Minimum = 0)]
    public double Epsilon { get; init; }

    /// <summary>Gets what an error outside the tube costs.</summary>
    [Hyperparameter(Meaning = "What an error outside the tube costs.")]
    public TubeLoss Loss { get; init; } = TubeLoss.EpsilonInsensitive;

    /// <summary>Gets which of two equivalent problems is solved.</summary>
    [Hyperparameter(Meaning = "Which of two equivalent problems is solved.")]
    public MarginSolver Solver { get; init; } = MarginSolver.Auto;

    /// <summary>Gets a value indicating whether an intercept is learned.</summary>
    [Hyperparameter(Meaning = "Whether an intercept is learned.")]
    public bool Intercept { get; init; } = true;

    /// <summary>Gets the value of the constant feature whose weight is the intercept; the greater, the less the intercept is penalised.</summary>
    [Hyperparameter(Meaning = "Value of the constant feature whose weight is the intercept.", Minimum = 0, MinimumExclusive = true)]
    public double InterceptScaling { get; init; } = 1;

    /// <summary>Gets how close to the minimum the fit ends.</summary>
    [Hyperparameter(Meaning = "How close to the minimum the fit ends.", Minimum = 0, MinimumExclusive = true)]
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Gets the greatest number of passes over the rows, or of steps.</summary>
    [Hyperparameter(Meaning = "Greatest number of passes or steps.", Minimum = 1)]
    public int MaxIterations { get; init; } = 1000;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Sparse = true, ScaleSensitive = true, DependsOnRowOrder = true, WeightsCountAsRows = false };

    /// <inheritdoc/>
    public LinearSvrModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        bool squared = Loss == TubeLoss.SquaredEpsilonInsensitive;
        if (!squared && Solver == MarginSolver.Primal)
        {
            throw new ModelyardException(
                $"{nameof(Loss)} is '{Loss}' and {nameof(Solver)} is 'Primal', which do not go together. Choose the solver 'Dual' or 'Auto', or the loss '{TubeLoss.SquaredEpsilonInsensitive}'.");
        }

        FitChecks.Run(this, data, context);
        context.Checkpoint();
        double[] prices = new double[data.RowCount];
        for (int row = 0; row < prices.Length; row++)
        {
            prices[row] = C * (data.HasWeights ? data.Weights[row] : 1);
        }

        if (Intercept && OnlyTarget(data.Target, prices) is { } target)
        {
            return new LinearSvrModel(data.Schema, new double[data.FeatureCount], target);
        }

        var rows = new LinearRows(data, Intercept ? InterceptScaling : 0);
        var problem = new LinearProblem(rows, data.Target.ToArray(), prices, Tolerance, MaxIterations);
        RowRotation? rotation = context.Within(() => RowRotation.For(rows, problem.Priced()));
        LinearProblem turned = rotation is null ? problem : problem with { Rows = context.Within(() => rotation.Apply(rows)) };
        LinearSolution solution = context.Within(() => L2Margins.Solve(turned, Epsilon, squared, Solver, context.Random(), context));
        if (!solution.Converged)
        {
            context.Warn(context.OutOfTime
                ? $"The time budget ended '{nameof(LinearSvr)}' before it converged; the weights are those found so far."
                : $"'{nameof(LinearSvr)}' did not converge in '{MaxIterations}' passes. Scale the features, lower C, or raise MaxIterations or Tolerance.");
        }

        context.Report(1, 1);
        double[] weights = rotation?.Back(solution.Weights) ?? solution.Weights;
        return new LinearSvrModel(data.Schema, weights[..data.FeatureCount], rows.Intercept(weights));
    }

    /// <summary>Gets the target of all rows that count, if it is one.</summary>
    private static double? OnlyTarget(ReadOnlySpan<double> targets, double[] prices)
    {
        double? only = null;
        for (int row = 0; row < targets.Length; row++)
        {
            if (prices[row] > 0 && only is { } known && known != targets[row])
            {
                return null;
            }

            only = prices[row] > 0 ? targets[row] : only;
        }

        return only;
    }
}
