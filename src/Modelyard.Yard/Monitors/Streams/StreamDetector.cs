namespace Modelyard.Lifecycle.Monitors;

/// <summary>Names what looks row by row whether the loss of a model has changed.</summary>
public enum StreamDetector
{
    /// <summary>Adaptive windowing, with a stated chance of false changes and a moment since when (<see cref="Drift.AdaptiveWindow"/>).</summary>
    Adwin,

    /// <summary>The sum of what losses are above their mean, quick at small rises (<see cref="Drift.PageHinkleyDetector"/>).</summary>
    PageHinkley,

    /// <summary>The drift detection method, for answers that are right or wrong (<see cref="Drift.ErrorRateDetector"/>).</summary>
    Ddm,
}
