namespace Modelyard.Metrics;

/// <summary>Represents how sure a score is.</summary>
/// <param name="Low">The lower end of the interval; NaN if it cannot be estimated.</param>
/// <param name="High">The upper end of the interval; NaN if it cannot be estimated.</param>
public sealed record ScoreInterval(double Low, double High)
{
    /// <summary>Gets the score of the predictions as they are.</summary>
    public double Value { get; init; } = double.NaN;

    /// <summary>Gets the standard deviation of the score over the replicates.</summary>
    public double StandardError { get; init; } = double.NaN;
}
