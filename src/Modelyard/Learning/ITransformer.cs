namespace Modelyard.Learning;

/// <summary>Defines a learner whose model turns features into other features.</summary>
public interface ITransformer : ILearner
{
    /// <summary>Learns a transformation.</summary>
    /// <param name="data">The rows to learn from; their target may be used only by a transformer that cross-fits (<see cref="FitTransform"/>), or that chooses among the features and passes them as they are.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>An immutable, thread-safe transformation.</returns>
    /// <exception cref="ModelyardException">The data or a hyperparameter does not suit the transformer.</exception>
    ITransformModel Fit(Dataset data, FitContext context);

    /// <summary>Learns a transformation and gives the features that a following learner may train on.</summary>
    /// <param name="data">The rows to learn from.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>The transformation, and the transformed rows.</returns>
    /// <remarks>A transformer that looks at the target overrides this to give cross-fitted features, so that no row sees its own target.</remarks>
    (ITransformModel Model, Dataset Transformed) FitTransform(Dataset data, FitContext context)
    {
        ITransformModel model = Fit(data, context);
        return (model, context.WithinTime(() => model.Transform(data, context.Parallelism)));
    }
}
