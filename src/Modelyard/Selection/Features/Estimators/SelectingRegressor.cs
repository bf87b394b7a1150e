using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Pipelines;

namespace Modelyard.Selection.Features;

/// <summary>Represents a regression that is fitted to the features that say something of the target, chosen from the same rows.</summary>
/// <remarks>
/// The choice, what the chosen columns need of preparation, and the regression are fitted together, so that cross-validation chooses inside of each fold. Elimination and the sequential methods score the regression
/// itself; the others have models of their own. A fit to rows held out for a promise, as that of a conformal estimator, belongs around this one, not inside of it.
/// Source: Kohavi and John (1997), Wrappers for Feature Subset Selection, Artificial Intelligence 97; Ambroise and McLachlan (2002), PNAS 99(10), for the choice inside of folds.
/// </remarks>
public sealed record SelectingRegressor : IRegressor<PipelineRegressionModel>
{
    /// <summary>Gets the regression that learns from the chosen features.</summary>
    [Hyperparameter(Meaning = "Regression that learns from the chosen features.")]
    public IEstimator Estimator { get; init; } = new Ridge();

    /// <summary>Gets how features are chosen.</summary>
    [Hyperparameter(Meaning = "How features are chosen.")]
    public FeatureSelectionMethod Method { get; init; }

    /// <summary>Gets the number of features to keep, the best by the ranking of the method; all where there are fewer, null for as many as the method chooses.</summary>
    [Hyperparameter(Meaning = "Number of features to keep, the best of the method's ranking; none for as many as it chooses.", Minimum = 1, Search = [1, 64], Scale = Scale.Logarithmic)]
    public int? Count { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits => SelectedFit.Traits(Estimator);

    /// <inheritdoc/>
    public PipelineRegressionModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        return (PipelineRegressionModel)SelectedFit.Run(Estimator, Method, Count, data, context);
    }
}
