using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Neighbors;

namespace Modelyard.Ensembles;

/// <summary>Represents a regression that learns how to combine what others predict of rows they did not learn from.</summary>
/// <remarks>
/// Each member predicts every fold from the others, which is what the final regression learns from; then the members learn from all rows. Of a member, the final regression reads the number that it predicts.
/// Source: Wolpert (1992), Stacked Generalization, Neural Networks 5(2).
/// </remarks>
public sealed record StackingRegressor : IRegressor<StackingRegressionModel>
{
    /// <summary>Gets the regressions whose predictions are combined.</summary>
    [Hyperparameter(Meaning = "Regressions whose predictions are combined.")]
    public IReadOnlyList<IEstimator> Members { get; init; } = [new Ridge(), new KNeighborsRegressor()];

    /// <summary>Gets the regression that learns from the predictions.</summary>
    [Hyperparameter(Meaning = "Regression that learns from the predictions.")]
    public IEstimator Final { get; init; } = new Ridge();

    /// <summary>Gets the number of folds.</summary>
    [Hyperparameter(Meaning = "Number of folds.", Minimum = 2, Maximum = 100)]
    public int Folds { get; init; } = 5;

    /// <summary>Gets a value indicating whether the final regression reads the original features too.</summary>
    [Hyperparameter(Meaning = "Whether the final regression reads the original features too.")]
    public bool Passthrough { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits => StackedFit.Traits(Members, Final, Passthrough);

    /// <inheritdoc/>
    public StackingRegressionModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        (StackedMembers members, IPredictiveModel final) = StackedFit.ByFolds(data, Members, Final, Folds, Passthrough, context);
        return new StackingRegressionModel(members, (IRegressionModel)final);
    }
}
