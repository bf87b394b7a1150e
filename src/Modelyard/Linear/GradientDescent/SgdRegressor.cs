using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents linear regression by gradient descent: with the squared, the Huber, the epsilon-insensitive or the quantile loss.</summary>
/// <remarks>The intercept starts from the mean of the target. See <see cref="GradientDescent"/> for what is minimised, how, and from which sources.</remarks>
public sealed record SgdRegressor : GradientDescent, IRegressor<LinearModel>, ISgdEstimator
{
    /// <summary>Gets what is minimised.</summary>
    [Hyperparameter(Meaning = "What is minimised.")]
    public SgdRegressionLoss Loss { get; init; } = SgdRegressionLoss.Squared;

    /// <summary>Gets the border between small and large residuals, in units of the target.</summary>
    [Hyperparameter(Meaning = "Border between small and large residuals, in units of the target.", Minimum = 0)]
    public double Epsilon { get; init; } = 0.1;

    /// <summary>Gets the level of the quantile loss.</summary>
    [Hyperparameter(Meaning = "Level of the quantile loss.", Minimum = 0, MinimumExclusive = true, Maximum = 1, MaximumExclusive = true)]
    public double Quantile { get; init; } = 0.5;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { ScaleSensitive = true, Sparse = true, DependsOnRowOrder = true, WeightsCountAsRows = false };

    /// <inheritdoc/>
    public LinearModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        return (LinearModel)SgdEstimation.Fit(this, data, data.Weights.ToArray(), context);
    }

    /// <inheritdoc/>
    public IIncrementalFit Begin(DataShape shape, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Begin(this, shape);
        return new SgdFit(this, shape, context);
    }

    /// <summary>Learns from a stream by as many passes over it as the loss takes to stop falling; rows are shuffled within chunks.</summary>
    /// <param name="stream">The data.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>An immutable, thread-safe model.</returns>
    public IPredictiveModel FitStream(IDataStream stream, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(context);
        return SgdEstimation.FitStream(this, stream, chunk => chunk.Weights.ToArray(), context);
    }

    /// <summary>Learns as <see cref="Fit"/> does and records the way there.</summary>
    /// <param name="data">The rows to learn from.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <param name="start">The parameters to start from, coefficients and then the intercept; by default those that a fit starts from.</param>
    /// <returns>The parameters and the cost after each step.</returns>
    /// <exception cref="ModelyardException">The data or a hyperparameter does not suit the estimator, or there are more than 10,000 parameters.</exception>
    public GradientPath Trace(Dataset data, FitContext context, ReadOnlySpan<double> start = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        return SgdEstimation.Trace(this, data, data.Weights.ToArray(), start, context);
    }

    /// <summary>Computes what is minimised, the mean loss of the rows and the penalty, at some parameters.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="parameters">The coefficients and then the intercept.</param>
    /// <returns>The cost.</returns>
    public double Cost(Dataset data, ReadOnlySpan<double> parameters)
    {
        ArgumentNullException.ThrowIfNull(data);
        return SgdEstimation.Cost(this, data, data.Weights.ToArray(), parameters, FitContext.Default);
    }

    /// <inheritdoc/>
    SgdLearning ISgdEstimator.CreateLearning(int classes, FitContext context) => new(this, TaskKind.Regression, new RegressionScoreLoss(Loss, Epsilon, Quantile), context);

    /// <inheritdoc/>
    SgdState ISgdEstimator.Start(DataShape shape, SgdRows rows)
    {
        var state = new SgdState(1, shape.Schema.Count, rows.SquaredLength());
        state.Intercepts[0] = Intercept ? rows.MeanTarget() : 0;
        return state;
    }

    /// <inheritdoc/>
    IPredictiveModel ISgdEstimator.CreateModel(DataShape shape, SgdState state, FeatureMoments moments)
    {
        (Matrix coefficients, double[] intercepts) = state.Read();
        return new LinearModel(shape.Schema, coefficients.Row(0).ToArray(), intercepts[0], SgdEstimation.Importances(coefficients, moments));
    }
}
