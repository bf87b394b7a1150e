using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents linear classification by gradient descent: logistic regression, or a support vector machine.</summary>
/// <remarks>
/// Two classes share one score. More share a softmax with the log loss; with every other loss each is set against the rest. See <see cref="GradientDescent"/> for
/// what is minimised, how, and from which sources. Probabilities are those of the model for the log loss; for hinge losses they are the logistic function
/// of the scores, which rank rows but are not calibrated.
/// </remarks>
public sealed record SgdClassifier : GradientDescent, IClassifier<SgdClassificationModel>, ISgdEstimator
{
    /// <summary>Gets what is minimised.</summary>
    [Hyperparameter(Meaning = "What is minimised.")]
    public SgdClassificationLoss Loss { get; init; } = SgdClassificationLoss.Log;

    /// <summary>Gets how classes are weighted.</summary>
    [Hyperparameter(Meaning = "How classes are weighted.", SearchAll = true)]
    public ClassWeight ClassWeight { get; init; } = ClassWeight.None;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { ScaleSensitive = true, Sparse = true, DependsOnRowOrder = true, WeightsCountAsRows = false };

    /// <inheritdoc/>
    public SgdClassificationModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        return (SgdClassificationModel)SgdEstimation.Fit(this, data, Weigh(data), context);
    }

    /// <inheritdoc/>
    public IIncrementalFit Begin(DataShape shape, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Begin(this, shape);
        return ClassWeight == ClassWeight.None
            ? new SgdFit(this, shape, context)
            : throw new ModelyardException($"ClassWeight is '{ClassWeight}' and must be 'None' for chunks: how rare a class is cannot be known before the last of them. Weigh the rows instead.");
    }

    /// <summary>Learns from a stream by as many passes over it as the loss takes to stop falling; rows are shuffled within chunks.</summary>
    /// <param name="stream">The data.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>An immutable, thread-safe model.</returns>
    public IPredictiveModel FitStream(IDataStream stream, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(context);
        if (ClassWeight == ClassWeight.None)
        {
            return SgdEstimation.FitStream(this, stream, chunk => chunk.Weights.ToArray(), context);
        }

        double[] factors = ClassFactors(stream, context);
        return SgdEstimation.FitStream(this, stream, chunk => [.. Enumerable.Range(0, chunk.RowCount).Select(row => factors[chunk.Labels[row]] * (chunk.HasWeights ? chunk.Weights[row] : 1))], context);
    }

    /// <summary>Learns as <see cref="Fit"/> does and records the way there.</summary>
    /// <param name="data">The rows to learn from.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <param name="start">The parameters to start from: coefficients, score by score, and then intercepts; by default all 0.</param>
    /// <returns>The parameters and the cost after each step.</returns>
    /// <exception cref="ModelyardException">The data or a hyperparameter does not suit the estimator, or there are more than 10,000 parameters.</exception>
    public GradientPath Trace(Dataset data, FitContext context, ReadOnlySpan<double> start = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        return SgdEstimation.Trace(this, data, Weigh(data), start, context);
    }

    /// <summary>Computes what is minimised, the mean loss of the rows and the penalty, at some parameters.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="parameters">The coefficients, score by score, and then the intercepts.</param>
    /// <returns>The cost.</returns>
    public double Cost(Dataset data, ReadOnlySpan<double> parameters)
    {
        ArgumentNullException.ThrowIfNull(data);
        return SgdEstimation.Cost(this, data, Weigh(data), parameters, FitContext.Default);
    }

    /// <inheritdoc/>
    SgdLearning ISgdEstimator.CreateLearning(int classes, FitContext context) => new(
        this, TaskKind.Classification, Loss == SgdClassificationLoss.Log && classes > 2 ? new SoftmaxScoreLoss() : new MarginScoreLoss(Loss), context);

    /// <inheritdoc/>
    SgdState ISgdEstimator.Start(DataShape shape, SgdRows rows) => new(shape.Classes.Count == 2 ? 1 : shape.Classes.Count, shape.Schema.Count, rows.SquaredLength());

    /// <inheritdoc/>
    IPredictiveModel ISgdEstimator.CreateModel(DataShape shape, SgdState state, FeatureMoments moments)
    {
        (Matrix coefficients, double[] intercepts) = state.Read();
        return new SgdClassificationModel(shape.Schema, shape.Classes, Loss, coefficients, intercepts, SgdEstimation.Importances(coefficients, moments));
    }

    private double[] Weigh(Dataset data) => data.Task == TaskKind.Classification ? data.WeightsWith(ClassWeight).ToArray() : [];

    private static double[] ClassFactors(IDataStream stream, FitContext context)
    {
        double[] totals = new double[stream.Shape.Classes.Count];
        foreach (Dataset chunk in stream.Read(context))
        {
            stream.Shape.Check(chunk);
            for (int row = 0; row < chunk.RowCount; row++)
            {
                totals[chunk.Labels[row]] += chunk.HasWeights ? chunk.Weights[row] : 1;
            }
        }

        double all = totals.Sum();
        int present = totals.Count(total => total > 0);
        return Array.ConvertAll(totals, total => total > 0 ? all / (present * total) : 0);
    }
}
