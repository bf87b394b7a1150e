using Modelyard.Learning;

namespace Modelyard.Pipelines;

/// <summary>Represents transformers and an estimator that learn one after the other, as one estimator.</summary>
/// <param name="Steps">The transformers, in order; there may be none.</param>
/// <param name="Estimator">The estimator that learns from what comes out of the last transformer.</param>
/// <remarks>Whatever is learned, is learned from the rows given to <see cref="FitModel"/> alone: cross-validating the pipeline fits its preparation inside each fold, and an <see cref="IHoldOutEstimator"/> is fitted around the pipeline.</remarks>
public sealed record Pipeline(IReadOnlyList<ITransformer> Steps, IEstimator Estimator) : IStreamingEstimator
{
    /// <inheritdoc/>
    public TaskKind Task => Estimator.Task;

    /// <inheritdoc/>
    public LearnerTraits Traits => Steps.Count == 0 ? Estimator.Traits : Steps[0].Traits with { Weights = Estimator.Traits.Weights };

    /// <inheritdoc/>
    public IPredictiveModel FitModel(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        if (Estimator is IHoldOutEstimator outer && Steps.Count > 0)
        {
            return outer.Over(this with { Estimator = outer.Estimator }).FitModel(data, context);
        }

        var models = new ITransformModel[Steps.Count];
        Dataset current = data;
        for (int i = 0; i < models.Length; i++)
        {
            (models[i], current) = Steps[i].FitTransform(current, context.ForPart((ulong)i + 1));
        }

        return Join(models, Estimator.FitModel(current, context));
    }

    /// <inheritdoc/>
    public IEstimator? AtQuantile(double level) => Estimator.AtQuantile(level) is { } own ? this with { Estimator = own } : null;

    /// <summary>Learns from a stream: each step over the stream as the steps before it transform it, then the estimator. Every step makes passes of its own.</summary>
    /// <param name="stream">The data.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>An immutable, thread-safe model.</returns>
    /// <exception cref="ModelyardException">A step, or the estimator, cannot learn from a stream.</exception>
    public IPredictiveModel FitStream(IDataStream stream, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(context);
        ILearner? unable = Steps.FirstOrDefault<ILearner>(step => step is not IStreamingTransformer) ?? (Estimator is IStreamingEstimator ? null : Estimator);
        if (unable is not null)
        {
            throw new ModelyardException($"'{unable.GetType().Name}' cannot learn from a stream: it needs all rows at once. Choose another, or fit to data in memory.");
        }

        var models = new List<ITransformModel>();
        foreach (ITransformer step in Steps)
        {
            models.Add(((IStreamingTransformer)step).FitStream(TransformedStream.Of(stream, [.. models]), context.ForPart((ulong)models.Count + 1)));
        }

        return Join(models, ((IStreamingEstimator)Estimator).FitStream(TransformedStream.Of(stream, models), context));
    }

    /// <summary>Puts fitted transformers before a fitted model.</summary>
    /// <param name="steps">The fitted transformers, in order; there may be none.</param>
    /// <param name="model">The fitted model, which reads what comes out of the last of them.</param>
    /// <returns>One model; if there are no steps, the model itself.</returns>
    public static IPredictiveModel Join(IReadOnlyList<ITransformModel> steps, IPredictiveModel model)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return (steps.Count, model) switch
        {
            (0, _) => model,
            (_, IRegressionModel regressor) => new PipelineRegressionModel(new StepSequence(steps), regressor),
            (_, IClassificationModel classifier) => new PipelineClassificationModel(new StepSequence(steps), classifier),
            (_, IAnomalyModel detector) => new PipelineAnomalyModel(new StepSequence(steps), detector),
            _ => throw new ArgumentException("The model must predict a number or a class, or say how unusual a row is.", nameof(model)),
        };
    }
}
