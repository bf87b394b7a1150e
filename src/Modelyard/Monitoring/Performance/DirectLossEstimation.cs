using Modelyard.Learning;
using Modelyard.Metrics;

namespace Modelyard.Monitoring;

/// <summary>Represents the estimation of a model's errors on rows without labels, by models that learn how great they are.</summary>
/// <remarks>
/// On a reference with labels that the model did not learn from, gradient boosting learns each kind of error from the inputs and the prediction. What it predicts of a window is corrected by how far it is off
/// on rows of the reference that it did not see, weighed such that they look like the window: the estimate holds if either the errors or the weights were learned well. Intervals are those of the score that will be seen: replicates draw the rows of the reference again, choose one of the
/// models of five folds, and give each row of the window an error about what is predicted, as those of the reference lie about it. The log loss, the Brier score and the accuracy of a classifier are means of errors too and can be estimated so.
/// Sources: Białek et al. (2024), Estimating Model Performance Under Covariate Shift Without Labels, arXiv 2401.08348; Robins, Rotnitzky and Zhao (1994), Journal of the American Statistical Association 89.
/// </remarks>
public sealed record DirectLossEstimation
{
    private const int LeastReference = 100, LossTrees = 60;

    /// <summary>Gets the chance that an interval holds the score that will be seen, between 0 and 1.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Gets the number of replicates, at least 50.</summary>
    public int Replicates { get; init; } = 300;

    /// <summary>Gets the least number of rows of a window, at least 1; of fewer nothing is said.</summary>
    public int LeastRows { get; init; } = 30;

    /// <summary>Gets the least number of even rows of the reference that must speak for a window, at least 1, or half of the reference if it has fewer than twice as many; with fewer no interval is given.</summary>
    public double LeastEffectiveRows { get; init; } = 100;

    /// <summary>Gets the greatest share of a window, from 0 to 1, that may lie where the reference has no rows; with more no interval is given.</summary>
    public double MostUncovered { get; init; } = 0.125;

    /// <summary>Learns from rows with labels.</summary>
    /// <param name="model">The model that is watched.</param>
    /// <param name="reference">Rows that it did not learn from, at least 100, with a target and perhaps weights.</param>
    /// <param name="context">What surrounds the fits.</param>
    /// <returns>An immutable, thread-safe model.</returns>
    /// <exception cref="ModelyardException">There are too few rows.</exception>
    public DirectLossModel Fit(IPredictiveModel model, Dataset reference, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(context);
        return Fit(Predictions.Of(model, reference, context.Parallelism), reference, context);
    }

    /// <summary>Learns from predictions whose truth is known.</summary>
    /// <param name="reference">Predictions of rows that the model did not learn from, at least 100: numbers, or probabilities of classes.</param>
    /// <param name="inputs">The inputs of the rows, a target is not looked at; null if only the predictions are known.</param>
    /// <param name="context">What surrounds the fits.</param>
    /// <returns>An immutable, thread-safe model.</returns>
    /// <exception cref="ModelyardException">There are too few rows, or a prediction is missing.</exception>
    public DirectLossModel Fit(Predictions reference, Dataset? inputs, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(context);
        EstimationChecks.Settings(Confidence, Replicates, LeastRows, LeastEffectiveRows, MostUncovered);
        if (reference.Task == TaskKind.Classification && reference.Probabilities is null)
        {
            throw new ModelyardException("The reference must hold the probabilities of a classification, as the errors are learned from them.");
        }

        EstimationChecks.Rows(reference, inputs, LeastReference);
        context.Checkpoint();
        var rows = new ReferenceRows(reference, inputs?.ToDense());
        RowLoss[] losses = [.. RowLoss.Of(reference)];
        var learned = new LearnedLoss[losses.Length];
        for (int i = 0; i < losses.Length; i++)
        {
            learned[i] = LearnedLoss.Learn(losses[i], rows, LossTrees, context.ForPart((ulong)i));
        }

        return new DirectLossModel(this, rows, learned);
    }
}
