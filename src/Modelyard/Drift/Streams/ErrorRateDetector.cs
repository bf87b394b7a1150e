namespace Modelyard.Drift;

/// <summary>Finds that a model errs more often than it did at its best: the drift detection method (DDM).</summary>
/// <remarks>
/// Numbers are 1 for a wrong answer and 0 for a right one. While a model holds, its rate of errors falls or stays; it is a change if the rate is some standard deviations above the least that there was.
/// A slow change moves the least along and is found late, and over a long stream some changes are false: there is no stated rate of them, unlike that of <see cref="AdaptiveWindow"/>. Source: Gama, Medas, Castillo and Rodrigues (2004), Learning with Drift Detection, SBIA.
/// </remarks>
public sealed class ErrorRateDetector : IChangeDetector
{
    private readonly double _warning, _change;
    private readonly int _least;
    private double _errors, _leastRate = double.PositiveInfinity, _leastDeviation = double.PositiveInfinity;
    private long _count;

    /// <summary>Initializes a detector.</summary>
    /// <param name="warning">How many standard deviations above the least rate are a warning, greater than 0.</param>
    /// <param name="change">How many are a change, no fewer than those of a warning.</param>
    /// <param name="least">The number of answers up to which there is no signal, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public ErrorRateDetector(double warning = 2, double change = 3, int least = 30)
    {
        _warning = warning is > 0 and < double.PositiveInfinity ? warning : throw new ArgumentOutOfRangeException(nameof(warning), warning, $"The deviations of a warning are '{warning}' and must be greater than 0.");
        _change = change >= warning && change < double.PositiveInfinity ? change : throw new ArgumentOutOfRangeException(nameof(change), change, $"The deviations of a change are '{change}' and must be '{warning}' or more, as those of a warning are.");
        _least = least >= 1 ? least : throw new ArgumentOutOfRangeException(nameof(least), least, $"The least number is '{least}' and must be 1 or greater.");
    }

    /// <summary>Gets the share of wrong answers since the last change; NaN if there was no answer.</summary>
    public double Rate => _errors / _count;

    /// <summary>Gets how many standard deviations the rate is above the least there was; negative infinity up to the least number of answers.</summary>
    internal double Deviations => _count <= _least ? double.NegativeInfinity : (Rate + Deviation - _leastRate) / _leastDeviation;

    /// <summary>Gets or sets all that it has learned of the stream, so that it can be kept and taken up again.</summary>
    internal (double Errors, double LeastRate, double LeastDeviation, long Count) State
    {
        get => (_errors, _leastRate, _leastDeviation, _count);
        set => (_errors, _leastRate, _leastDeviation, _count) = value;
    }

    private double Deviation => Math.Sqrt(Rate * (1 - Rate) / _count);

    /// <inheritdoc/>
    public ChangeSignal Add(double value)
    {
        if (value is not (0 or 1))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"The value is '{value}' and must be 1 for a wrong answer or 0 for a right one.");
        }

        _count++;
        _errors += value;
        if (_count <= _least)
        {
            return ChangeSignal.None;
        }

        double rate = Rate, deviation = Deviation, reach = rate + deviation;
        if (reach <= _leastRate + _leastDeviation)
        {
            (_leastRate, _leastDeviation) = (rate, deviation);
        }

        if (reach > _leastRate + (_change * _leastDeviation))
        {
            (_count, _errors, _leastRate, _leastDeviation) = (0, 0, double.PositiveInfinity, double.PositiveInfinity);
            return ChangeSignal.Change;
        }

        return reach > _leastRate + (_warning * _leastDeviation) ? ChangeSignal.Warning : ChangeSignal.None;
    }
}
