using Modelyard.Numerics;

namespace Modelyard.Frames.Windows;

/// <summary>Represents the count, the sum, the mean and the variance of the numbers of a window that moves on.</summary>
/// <remarks>
/// What rounding loses is carried along in each sum, so that a great number that has left leaves no trace; where all numbers are equal, so are mean
/// and number, and the variance is zero. Source: Welford (1962), Note on a Method for Calculating Corrected Sums of Squares and Products; Kahan (1965).
/// </remarks>
internal sealed class RunningMoments : IRunningStatistic
{
    private CompensatedSum _sum, _mean, _squares;
    private double _last;
    private int _equal;
    private int _infinite;

    public int Count { get; private set; }

    public double Sum => _infinite > 0 ? double.NaN : _equal >= Count ? _last * Count : _sum.Value;

    public double Mean => _infinite > 0 ? double.NaN : _equal >= Count ? _last : _sum.Value / Count;

    public double Variance => Count < 2 || _infinite > 0 ? double.NaN : _equal >= Count ? 0 : Math.Max(0, _squares.Value) / (Count - 1);

    public void Add(double value)
    {
        Count++;
        _equal = value == _last ? _equal + 1 : 1;
        _last = value;
        if (!double.IsFinite(value))
        {
            _infinite++;
            return;
        }

        _sum.Add(value);
        double before = value - _mean.Value;
        _mean.Add(before / (Count - _infinite));
        _squares.Add(before * (value - _mean.Value));
    }

    public void Remove(double value)
    {
        Count--;
        if (!double.IsFinite(value))
        {
            _infinite--;
            return;
        }

        int finite = Count - _infinite;
        if (finite == 0)
        {
            (_sum, _mean, _squares) = (default, default, default);
            return;
        }

        _sum.Add(-value);
        double before = value - _mean.Value;
        _mean.Add(-before / finite);
        _squares.Add(-before * (value - _mean.Value));
    }
}
