using Modelyard.Learning;
using Modelyard.Metrics;

namespace Modelyard.Monitoring;

/// <summary>Represents the estimation of a classifier's performance on rows without labels, from its own probabilities.</summary>
/// <remarks>
/// On a reference with labels that the classifier did not learn from, probabilities are brought to chances that hold. A chance says how likely each answer is right, so that a window of answers has an expected confusion
/// matrix and with it every metric. Where the inputs are known, a second opinion learns from them and the probabilities, and the curves are learned with the weights that make the reference look like the
/// window, as a score may mean another chance once the inputs move: an estimate that holds if either the opinion or the weights are right. Intervals are those of the score that will be seen: of replicates that draw the reference again,
/// learn the curves again, and draw the labels of the window. Sources: Guillory et al. (2021), Predicting with Confidence on Unseen Distributions, ICCV; Garg et al. (2022), Leveraging Unlabeled Data to Predict
/// Out-of-Distribution Performance, ICLR; Białek et al. (2024), Estimating Model Performance Under Covariate Shift Without Labels, arXiv 2401.08348; Robins, Rotnitzky and Zhao (1994), Journal of the American
/// Statistical Association 89, for two ways of which one must hold.
/// </remarks>
public sealed record ConfidenceBasedEstimation
{
    private const int LeastReference = 100, OpinionTrees = 40;

    /// <summary>Gets the chance that an interval holds the score that will be seen, between 0 and 1.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Gets the number of replicates, at least 50.</summary>
    public int Replicates { get; init; } = 300;

    /// <summary>Gets the least number of rows of a window, at least 1; of fewer nothing is said.</summary>
    public int LeastRows { get; init; } = 30;

    /// <summary>Gets the least number of even rows of the reference that must speak for a window, at least 1; with fewer no interval is given.</summary>
    public double LeastEffectiveRows { get; init; } = 50;

    /// <summary>Gets the greatest share of a window, from 0 to 1, that may lie where the reference has no rows; with more no interval is given.</summary>
    public double MostUncovered { get; init; } = 0.2;

    /// <summary>Gets the metrics that are estimated; null for those that are usually reported, and specificity.</summary>
    public IReadOnlyList<IMetric>? Metrics { get; init; }

    /// <summary>Learns from rows with labels.</summary>
    /// <param name="model">The classifier that is watched.</param>
    /// <param name="reference">Rows that it did not learn from, at least 100, with labels and perhaps weights.</param>
    /// <param name="context">What surrounds the fits.</param>
    /// <param name="threshold">For two classes, the probability of the second from which on it is predicted; null for the most probable class.</param>
    /// <returns>An immutable, thread-safe model.</returns>
    /// <exception cref="ModelyardException">There are too few rows, they are of one class, or their classes are not those of the model.</exception>
    public ConfidenceBasedModel Fit(IClassificationModel model, Dataset reference, FitContext context, double? threshold = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(context);
        return !reference.Classes.SequenceEqual(model.Classes)
            ? throw new ModelyardException($"The reference has the classes {string.Join(", ", reference.Classes.Take(10))} and the model {string.Join(", ", model.Classes.Take(10))}; they must be the same, in the same order.")
            : Fit(Predictions.Of(model, reference, context.Parallelism, threshold), reference, context);
    }

    /// <summary>Learns from predictions whose truth is known.</summary>
    /// <param name="reference">Predictions of rows that the classifier did not learn from, at least 100, with probabilities.</param>
    /// <param name="inputs">The inputs of the rows, a target is not looked at; null if only the predictions are known.</param>
    /// <param name="context">What surrounds the fits.</param>
    /// <returns>An immutable, thread-safe model.</returns>
    /// <exception cref="ModelyardException">There are too few rows, they are of one class, or there are no probabilities.</exception>
    public ConfidenceBasedModel Fit(Predictions reference, Dataset? inputs, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(context);
        Check(reference, inputs);
        context.Checkpoint();
        var rows = new ReferenceRows(reference, inputs?.ToDense());
        FoldModels? opinions = inputs is null ? null
            : FoldModels.Learn(Dataset.ForClassification(rows.Features, reference.Labels.ToArray(), reference.Classes, rows.Schema), FoldModels.Folds, OpinionTrees, context);
        return new ConfidenceBasedModel(this, rows, opinions, context);
    }

    private void Check(Predictions reference, Dataset? inputs)
    {
        EstimationChecks.Settings(Confidence, Replicates, LeastRows, LeastEffectiveRows, MostUncovered);
        if (reference.Task != TaskKind.Classification || reference.Probabilities is null)
        {
            throw new ModelyardException("The reference must hold the probabilities of a classification, as chances come from them. Errors of numbers are estimated by 'DirectLossEstimation'.");
        }

        EstimationChecks.Rows(reference, inputs, LeastReference);
        int[] labels = reference.Labels.ToArray();
        if (Array.TrueForAll(labels, label => label == labels[0]))
        {
            throw new ModelyardException($"All rows of the reference are of the class '{reference.Classes[labels[0]]}', and there must be rows of two classes or more.");
        }
    }
}
