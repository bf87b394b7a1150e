using Modelyard.Learning;

namespace Modelyard.Neighbors;

/// <summary>Represents prediction by a vote of the nearest rows.</summary>
/// <remarks>
/// Exact, by any <see cref="Algorithm"/>: for few features by a tree of boxes, else by comparing with every row, many at a time. Of equally near rows the one that came first in training counts.
/// Sparse features are taken as they are, with the metrics Euclidean and Cosine.
/// Source: Cover and Hart (1967), IEEE Transactions on Information Theory 13(1).
/// </remarks>
public sealed record KNeighborsClassifier : IClassifier<KNeighborsClassificationModel>
{
    /// <summary>Gets the number of neighbours.</summary>
    [Hyperparameter(Meaning = "Number of neighbours.", Minimum = 1, Scale = Scale.Logarithmic, Search = [1, 50])]
    public int Neighbors { get; init; } = 5;

    /// <summary>Gets how much each neighbour counts.</summary>
    [Hyperparameter(Meaning = "How much each neighbour counts.", SearchAll = true)]
    public NeighborWeighting Weights { get; init; } = NeighborWeighting.Uniform;

    /// <summary>Gets how far two rows are from one another.</summary>
    [Hyperparameter(Meaning = "How far two rows are from one another.")]
    public DistanceMetric Metric { get; init; } = DistanceMetric.Euclidean;

    /// <summary>Gets the power of the Minkowski metric.</summary>
    [Hyperparameter(Meaning = "Power of the Minkowski metric.", Minimum = 1, Maximum = 100)]
    public double P { get; init; } = 2;

    /// <summary>Gets how the neighbours are found.</summary>
    [Hyperparameter(Meaning = "How the neighbours are found; the predictions do not depend on it.")]
    public NeighborAlgorithm Algorithm { get; init; } = NeighborAlgorithm.Auto;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Weights = false, Sparse = true, ScaleSensitive = true };

    /// <inheritdoc/>
    public KNeighborsClassificationModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        int count = Math.Min(Neighbors, data.RowCount);
        if (count < Neighbors)
        {
            context.Warn($"'{Neighbors}' neighbours were asked for and the table has fewer rows, '{data.RowCount}'; all rows are used.");
        }

        NeighborIndex index = NeighborIndex.Of(data, Metric, P, Algorithm, context);
        context.Report(1, 1);
        return new KNeighborsClassificationModel(data.Schema, data.Classes, index, data.Labels.ToArray(), count, Weights);
    }
}
