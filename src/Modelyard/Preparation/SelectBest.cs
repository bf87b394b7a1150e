using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the choice of the features that, each on its own, tell most about the target.</summary>
/// <remarks>
/// One pass; sparse features cost their stored elements. A feature that does not vary scores 0; of equal scores the first feature is taken. The choice looks at
/// the target, so it belongs into the pipeline that is validated, not before it. Sources: Fisher (1925), Statistical Methods for Research Workers;
/// Manning, Raghavan and Schütze (2008), Introduction to Information Retrieval, section 13.5.
/// </remarks>
public sealed record SelectBest : IStreamingTransformer
{
    /// <summary>Gets the number of features to keep; all where there are fewer.</summary>
    [Hyperparameter(Meaning = "Number of features to keep.", Minimum = 1)]
    public int Count { get; init; } = 1000;

    /// <summary>Gets how features are scored.</summary>
    [Hyperparameter(Meaning = "How features are scored.")]
    public SelectionScore Score { get; init; } = SelectionScore.FRatio;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Sparse = true, NonNegative = Score == SelectionScore.ChiSquared };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        Check(data.Task, data.TargetName);
        context.Checkpoint();
        return Choose(data.Schema, context.Aggregate(data, Statistic(data)), context);
    }

    /// <inheritdoc/>
    public ITransformModel FitStream(IDataStream stream, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(context);
        Check(stream.Shape.Task, stream.Shape.TargetName);
        Dataset first = stream.Read(context).FirstOrDefault() ?? throw new ModelyardException($"'{nameof(SelectBest)}' was given no rows and needs at least one.");
        stream.Shape.Check(first);
        return Choose(stream.Shape.Schema, StreamedStatistic.Gather(this, stream, context, Statistic(first)), context);
    }

    private SelectionModel Choose(FeatureSchema schema, TargetAssociation association, FitContext context)
    {
        double[] scores = Score == SelectionScore.ChiSquared ? association.ChiSquared() : association.FRatios();
        int[] best = [.. Enumerable.Range(0, scores.Length).OrderByDescending(feature => scores[feature]).Take(Count).Order()];
        context.Report(1, 1);
        return new SelectionModel(schema, best, scores);
    }

    /// <summary>Creates a statistic that has seen nothing. Sums are taken from the first row on, so that features far from 0 keep their digits; what is not stored must stay 0.</summary>
    private TargetAssociation Statistic(Dataset data)
    {
        bool isShifted = !data.IsSparse && Score == SelectionScore.FRatio;
        double[] shifts = isShifted ? data.Features.Row(0).ToArray() : new double[data.FeatureCount];
        return new TargetAssociation(data.ClassCount, shifts, data.Task == TaskKind.Regression ? data.Target[0] : 0);
    }

    private void Check(TaskKind task, string target)
    {
        if (task == TaskKind.AnomalyDetection)
        {
            throw new ModelyardException($"'{nameof(SelectBest)}' chooses features by what they tell about a target and the data has none.");
        }

        if (task == TaskKind.Regression && Score == SelectionScore.ChiSquared)
        {
            throw new ModelyardException($"The target '{target}' is a number and '{nameof(SelectionScore.ChiSquared)}' is for classes. Choose the score '{nameof(SelectionScore.FRatio)}'.");
        }
    }
}
