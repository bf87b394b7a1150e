namespace Modelyard.Preparation.Outliers;

/// <summary>Represents the limits beyond which a value of one column is an outlier.</summary>
/// <param name="Column">The name of the column.</param>
public sealed record OutlierLimits(string Column)
{
    /// <summary>Gets the lower limit; a value equal to it is kept. Negative infinity if there is none.</summary>
    public double Lower { get; init; } = double.NegativeInfinity;

    /// <summary>Gets the upper limit; a value equal to it is kept. Infinity if there is none.</summary>
    public double Upper { get; init; } = double.PositiveInfinity;

    /// <summary>Gets what values below become when they are winsorised: the least value seen within the limits; of quantiles, the value that so many rows lie below.</summary>
    public double LeastKept { get; init; } = double.NegativeInfinity;

    /// <summary>Gets what values above become when they are winsorised: the greatest value seen within the limits; of quantiles, the value that so many rows lie above.</summary>
    public double GreatestKept { get; init; } = double.PositiveInfinity;

    /// <summary>Gets why there are no limits; null if there are.</summary>
    public string? Note { get; init; }

    /// <summary>Gets the interval that an action leaves values in.</summary>
    internal (double Lower, double Upper) For(OutlierAction action) => action == OutlierAction.Winsorise ? (LeastKept, GreatestKept) : (Lower, Upper);
}
