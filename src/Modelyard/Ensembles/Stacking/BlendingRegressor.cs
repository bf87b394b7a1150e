using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Neighbors;

namespace Modelyard.Ensembles;

/// <summary>Represents a regression that learns how to combine what others predict of rows that were held out.</summary>
/// <remarks>
/// The members learn from the other rows alone and are fitted once: quicker than a stack of folds, at the price of the rows. Of a member, the final regression reads the number that it predicts.
/// Source: Töscher, Jahrer and Bell (2009), The BigChaos Solution to the Netflix Grand Prize.
/// </remarks>
public sealed record BlendingRegressor : IRegressor<StackingRegressionModel>
{
    /// <summary>Gets the regressions whose predictions are combined.</summary>
    [Hyperparameter(Meaning = "Regressions whose predictions are combined.")]
    public IReadOnlyList<IEstimator> Members { get; init; } = [new Ridge(), new KNeighborsRegressor()];

    /// <summary>Gets the regression that learns from the predictions.</summary>
    [Hyperparameter(Meaning = "Regression that learns from the predictions.")]
    public IEstimator Final { get; init; } = new Ridge();

    /// <summary>Gets the share of the rows that is held out for the final regression.</summary>
    [Hyperparameter(Meaning = "Share of the rows that is held out for the final regression.", Minimum = 0, MinimumExclusive = true, Maximum = 1, MaximumExclusive = true)]
    public double HoldoutShare { get; init; } = 0.2;

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
        (StackedMembers members, IPredictiveModel final) = StackedFit.ByHoldout(data, Members, Final, HoldoutShare, Passthrough, context);
        return new StackingRegressionModel(members, (IRegressionModel)final);
    }
}
