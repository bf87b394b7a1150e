using Modelyard.Learning;

namespace Modelyard.Neighbors;

/// <summary>Represents prediction by a vote of all rows within a radius.</summary>
/// <remarks>
/// A row that has no neighbour within the radius gets the shares of the classes in training. Exact, by any <see cref="Algorithm"/>.
/// Sparse features are taken as they are, with the metrics Euclidean and Cosine.
/// Source: Fix and Hodges (1951), Discriminatory Analysis, Nonparametric Discrimination, USAF School of Aviation Medicine.
/// </remarks>
public sealed record RadiusNeighborsClassifier : IClassifier<RadiusNeighborsClassificationModel>
{
    /// <summary>Gets the radius, as a distance of <see cref="Metric"/>; a row exactly at it counts.</summary>
    [Hyperparameter(Meaning = "Distance up to which a row is a neighbour.", Minimum = 0, MinimumExclusive = true, Maximum = double.MaxValue, Scale = Scale.Logarithmic, Search = [0.1, 10])]
    public double Radius { get; init; } = 1;

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
    public RadiusNeighborsClassificationModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        var index = NeighborIndex.Of(data, Metric, P, Algorithm, context);
        context.Report(1, 1);
        return new RadiusNeighborsClassificationModel(data.Schema, data.Classes, index, data.Labels.ToArray(), Radius, Weights);
    }
}
