namespace Modelyard.Baselines;

/// <summary>Says which number a <see cref="BaselineRegressor"/> predicts.</summary>
public enum BaselineStatistic
{
    /// <summary>The mean of the target.</summary>
    Mean,

    /// <summary>The median of the target.</summary>
    Median,

    /// <summary>A quantile of the target.</summary>
    Quantile,
}
