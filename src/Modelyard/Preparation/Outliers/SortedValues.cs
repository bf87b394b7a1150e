namespace Modelyard.Preparation.Outliers;

/// <summary>Represents the values of a column that stand sorted in memory.</summary>
/// <param name="sample">The values.</param>
internal sealed class SortedValues(WeightedSample sample) : IOutlierSample
{
    /// <inheritdoc/>
    public bool IsEmpty => sample.IsEmpty;

    /// <inheritdoc/>
    public double Minimum => sample.Minimum;

    /// <inheritdoc/>
    public double Maximum => sample.Maximum;

    /// <inheritdoc/>
    public double TotalWeight => sample.TotalWeight;

    /// <inheritdoc/>
    public double Quantile(double level) => sample.Quantile(level);

    /// <inheritdoc/>
    public double At(double rank) => sample.At(rank);

    /// <inheritdoc/>
    public double Mean() => SampleMoments.Mean(Minimum, Maximum, sample.ExactSum(value => value), TotalWeight);

    /// <inheritdoc/>
    public double Deviation()
    {
        double mean = Mean();
        return SampleMoments.Deviation(mean, sample.ExactSum(value => (value - mean) * (value - mean)), TotalWeight);
    }

    /// <inheritdoc/>
    public (double Median, double Mean) Distances(double center)
    {
        var distances = new SortedValues(sample.Distances(center));
        return (distances.Quantile(0.5), distances.Mean());
    }

    /// <inheritdoc/>
    public double LeastFrom(double limit) => sample.LeastFrom(limit);

    /// <inheritdoc/>
    public double GreatestTo(double limit) => sample.GreatestTo(limit);
}
