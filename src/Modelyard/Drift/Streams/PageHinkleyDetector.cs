namespace Modelyard.Drift;

/// <summary>Finds that the mean of a stream has risen: by the sum of what numbers are above the mean so far.</summary>
/// <remarks>
/// The sum forgets what it never needs: it does not fall below 0. It is quick and has no stated rate of false alarms; <see cref="AdaptiveWindow"/> has.
/// To find a fall, give it the numbers with the other sign. Source: Page (1954), Continuous Inspection Schemes, Biometrika 41; Hinkley (1971), Inference about the Change-Point from Cumulative Sum Tests, Biometrika 58.
/// </remarks>
public sealed class PageHinkleyDetector : IChangeDetector
{
    private readonly double _tolerance, _threshold, _memory;
    private readonly int _least;
    private double _mean, _sum;
    private long _count;

    /// <summary>Initializes a detector.</summary>
    /// <param name="tolerance">How far a number may be above the mean without being counted, 0 or more, in the unit of the numbers.</param>
    /// <param name="threshold">The sum that is a change, greater than 0, in the unit of the numbers.</param>
    /// <param name="memory">What is kept of the sum at each number, greater than 0 and at most 1.</param>
    /// <param name="least">The number of numbers before which there is no change, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public PageHinkleyDetector(double tolerance = 0.005, double threshold = 50, double memory = 0.9999, int least = 30)
    {
        _tolerance = tolerance is >= 0 and < double.PositiveInfinity ? tolerance : throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, $"The tolerance is '{tolerance}' and must be 0 or greater.");
        _threshold = threshold is > 0 and < double.PositiveInfinity ? threshold : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, $"The threshold is '{threshold}' and must be greater than 0.");
        _memory = memory is > 0 and <= 1 ? memory : throw new ArgumentOutOfRangeException(nameof(memory), memory, $"The memory is '{memory}' and must be greater than 0 and at most 1.");
        _least = least >= 1 ? least : throw new ArgumentOutOfRangeException(nameof(least), least, $"The least number is '{least}' and must be 1 or greater.");
    }

    /// <summary>Gets the sum of what numbers were above the mean; a change is near as it comes to the threshold.</summary>
    public double Sum => _sum;

    /// <summary>Gets or sets all that it has learned of the stream, so that it can be kept and taken up again.</summary>
    internal (double Mean, double Sum, long Count) State
    {
        get => (_mean, _sum, _count);
        set => (_mean, _sum, _count) = value;
    }

    /// <inheritdoc/>
    public ChangeSignal Add(double value)
    {
        StreamValue.RequireFinite(value);
        _count++;
        _mean += (value - _mean) / _count;
        _sum = Math.Max(0, (_memory * _sum) + value - _mean - _tolerance);
        if (_count < _least || _sum < _threshold)
        {
            return ChangeSignal.None;
        }

        (_count, _mean, _sum) = (0, 0, 0);
        return ChangeSignal.Change;
    }
}
