using Modelyard.Learning;
using Modelyard.Pipelines;

namespace Modelyard.Selection.Features;

/// <summary>Asks a model how much it used each feature that it was given.</summary>
internal static class ColumnImportance
{
    /// <summary>Gets the importance of each feature that goes into a model.</summary>
    /// <exception cref="ModelyardException">The model does not say.</exception>
    internal static ReadOnlySpan<double> Of(IPredictiveModel model, IEstimator estimator)
    {
        IPredictiveModel inner = model switch
        {
            PipelineRegressionModel pipeline => pipeline.Model,
            PipelineClassificationModel pipeline => pipeline.Model,
            _ => model,
        };
        return inner is IFeatureImportance known && known.FeatureImportances.Length == model.Features.Count
            ? known.FeatureImportances
            : throw new ModelyardException($"'{(estimator is Pipeline own ? own.Estimator : estimator).GetType().Name}' does not say how much it used each feature. Choose a linear model, a tree or trees, or the method 'forward', which asks for none.");
    }
}
