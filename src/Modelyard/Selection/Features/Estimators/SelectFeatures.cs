using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Selection.Features;

/// <summary>Represents a choice of features as a step of a pipeline, so that it is made anew from the rows of each fit.</summary>
/// <remarks>
/// A choice looks at the target. Made before a cross-validation, it has seen the rows that score, and the score is too good; as a step of the pipeline it is made inside of each fold. The features that are kept pass as they
/// are, missing cells and categories too: for the choice each column is prepared by itself. Weights count where a model learns; mutual information, tests and folds count rows. Where the method finds no feature beyond
/// chance, the best of its ranking is kept, with a warning.
/// Source: Ambroise and McLachlan (2002), Selection Bias in Gene Extraction on the Basis of Microarray Gene-Expression Data, PNAS 99(10).
/// </remarks>
public sealed record SelectFeatures : ITransformer
{
    /// <summary>Gets how features are chosen.</summary>
    [Hyperparameter(Meaning = "How features are chosen.")]
    public FeatureSelectionMethod Method { get; init; }

    /// <summary>Gets the number of features to keep, the best by the ranking of the method; all where there are fewer, null for as many as the method chooses.</summary>
    [Hyperparameter(Meaning = "Number of features to keep, the best of the method's ranking; none for as many as it chooses.", Minimum = 1, Search = [1, 64], Scale = Scale.Logarithmic)]
    public int? Count { get; init; }

    /// <summary>Gets what learns during the choice; the usual one of the method if null. Mutual information, tests and stability take none.</summary>
    public IEstimator? Estimator { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { MissingValues = true, Categories = true, DependsOnRowOrder = true, WeightsCountAsRows = false };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        if (Estimator is not null && Method is FeatureSelectionMethod.MutualInformation or FeatureSelectionMethod.UnivariateTests or FeatureSelectionMethod.Stability)
        {
            throw new ModelyardException($"'{nameof(Estimator)}' is '{Hyperparameter.Format(Estimator)}' and the method '{Method}' takes none. Leave it out, or choose another method.");
        }

        context.Checkpoint();
        RankedColumns ranked = Method switch
        {
            FeatureSelectionMethod.MutualInformation => RankedColumns.Of(data.Schema, FeatureRanking.Compute(data, FeatureMeasure.MutualInformation, context, tests: Count is null)),
            FeatureSelectionMethod.UnivariateTests => RankedColumns.Of(data.Schema, FeatureRanking.Compute(data, FeatureMeasure.F, context)),
            _ => Choose(data, context),
        };
        int kept = Math.Clamp(Count ?? ranked.Chosen, 1, data.FeatureCount);
        if (Count is null && ranked.Chosen == 0)
        {
            context.Warn($"The method '{Method}' finds no feature that says more of '{data.TargetName}' than chance does; the best, '{data.Schema[ranked.Order[0]].Name}', is kept.");
        }

        return new SelectionModel(data.Schema, [.. ranked.Order.Take(kept).Order()], ranked.Scores);
    }

    private RankedColumns Choose(Dataset data, FitContext context)
    {
        FeatureChoice choice = Selector().Select(data, context);
        if (Count is null && choice is { BeatsGuessing: false, Selected.Count: > 0 })
        {
            context.Warn($"The method '{Method}' keeps {FeatureChoice.List(choice.Selected)}, which predict '{data.TargetName}' no better than guessing does beyond chance.");
        }

        return RankedColumns.Of(data.Schema, choice);
    }

    private IFeatureSelector Selector() => Method switch
    {
        FeatureSelectionMethod.Boruta => new BorutaSelection { Estimator = Estimator },
        FeatureSelectionMethod.RecursiveElimination => new RecursiveElimination { Estimator = Estimator },
        FeatureSelectionMethod.Stability => new StabilitySelection(),
        _ => new SequentialSelection { Estimator = Estimator, MostFeatures = Count, Direction = Enum.Parse<SelectionDirection>(Method.ToString()) },
    };
}
