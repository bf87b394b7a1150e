using Modelyard.Learning;
using Modelyard.Pipelines;
using Modelyard.Preparation;

namespace Modelyard.Selection.Features;

/// <summary>Fits a choice of features, the preparation that the kept ones need, and an estimator, one after the other.</summary>
internal static class SelectedFit
{
    /// <summary>Gets what the whole can take: the choice is made among columns as they are.</summary>
    internal static LearnerTraits Traits(IEstimator estimator) => new SelectFeatures().Traits with { Weights = estimator.Traits.Weights, TargetRange = estimator.Traits.TargetRange };

    /// <summary>Fits all of it. What adds or removes features by a model's score asks the estimator itself, in front of which it stands.</summary>
    internal static IPredictiveModel Run(IEstimator estimator, FeatureSelectionMethod method, int? count, Dataset data, FitContext context)
    {
        if (estimator is IHoldOutEstimator outer)
        {
            string own = estimator.GetType().Name, selecting = estimator.Task == TaskKind.Classification ? nameof(SelectingClassifier) : nameof(SelectingRegressor);
            throw new ModelyardException(
                $"'{own}' holds rows out, and a choice of features in front of it would see them. Put the choice inside of it: '{own}(Estimator={selecting}(Estimator={Hyperparameter.Format(outer.Estimator)}))'.");
        }

        bool isWrapper = method is FeatureSelectionMethod.RecursiveElimination or FeatureSelectionMethod.Forward or FeatureSelectionMethod.Backward or FeatureSelectionMethod.Floating;
        ITransformer selection = new SelectFeatures { Method = method, Count = count, Estimator = isWrapper ? estimator : null };
        (ITransformModel chosen, Dataset kept) = selection.FitTransform(data, context.ForPart(1));
        PreparationPlan plan = PreparationPlan.For(kept, estimator.Traits);
        return new Pipeline(plan.Steps, estimator).FitModel(kept, context.ForPart(2)) switch
        {
            PipelineClassificationModel inner => Pipeline.Join([chosen, .. inner.Steps], inner.Model),
            PipelineRegressionModel inner => Pipeline.Join([chosen, .. inner.Steps], inner.Model),
            var inner => Pipeline.Join([chosen], inner),
        };
    }
}
