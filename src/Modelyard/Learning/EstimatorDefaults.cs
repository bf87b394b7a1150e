namespace Modelyard.Learning;

/// <summary>Adds to every learner the calls that leave the context out.</summary>
public static class EstimatorDefaults
{
    /// <summary>Learns a model with seed 0 on all processors.</summary>
    /// <typeparam name="TModel">The type of the model.</typeparam>
    /// <param name="regressor">The hyperparameters.</param>
    /// <param name="data">The rows to learn from.</param>
    /// <returns>The model.</returns>
    public static TModel Fit<TModel>(this IRegressor<TModel> regressor, Dataset data)
        where TModel : class, IRegressionModel => regressor.Fit(data, FitContext.Default);

    /// <summary>Learns a model with seed 0 on all processors.</summary>
    /// <typeparam name="TModel">The type of the model.</typeparam>
    /// <param name="classifier">The hyperparameters.</param>
    /// <param name="data">The rows to learn from.</param>
    /// <returns>The model.</returns>
    public static TModel Fit<TModel>(this IClassifier<TModel> classifier, Dataset data)
        where TModel : class, IClassificationModel => classifier.Fit(data, FitContext.Default);

    /// <summary>Learns a transformation with seed 0 on all processors.</summary>
    /// <param name="transformer">The hyperparameters.</param>
    /// <param name="data">The rows to learn from.</param>
    /// <returns>The transformation.</returns>
    public static ITransformModel Fit(this ITransformer transformer, Dataset data) => transformer.Fit(data, FitContext.Default);
}
