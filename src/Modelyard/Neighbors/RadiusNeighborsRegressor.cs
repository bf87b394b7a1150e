using Modelyard.Learning;

namespace Modelyard.Neighbors;

/// <summary>Represents prediction by the mean of all rows within a radius.</summary>
/// <remarks>
/// A row that has no neighbour within the radius gets the mean of the training rows. Exact, by any <see cref="Algorithm"/>.
/// Sparse features are taken as they are, with the metrics Euclidean and Cosine.
/// Source: Nadaraya (1964), Theory of Probability and its Applications 9(1), with the kernel of a box.
/// </remarks>
public sealed record RadiusNeighborsRegressor : IRegressor<RadiusNeighborsRegressionModel>
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
    public RadiusNeighborsRegressionModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        var index = NeighborIndex.Of(data, Metric, P, Algorithm, context);
        context.Report(1, 1);
        return new RadiusNeighborsRegressionModel(data.Schema, index, data.Target.ToArray(), Radius, Weights);
    }
}
