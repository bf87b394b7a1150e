using Modelyard.Numerics;

namespace Modelyard.Frames.Windows;

/// <summary>Represents the count and the sum of the numbers of a window that moves on.</summary>
/// <remarks>What rounding loses is carried along, so that a great number that has left leaves no trace; where all numbers are equal, so is the mean.</remarks>
internal struct RunningSum : IRunningStatistic
{
    private CompensatedSum _sum;
    private double _last;
    private int _count;
    private int _equal;
    private int _infinite;

    public readonly double Sum => _infinite > 0 ? double.NaN : _equal >= _count ? _last * _count : _sum.Value;

    public readonly double Mean => _count == 0 || _infinite > 0 ? double.NaN : _equal >= _count ? _last : _sum.Value / _count;

    public void Add(double value)
    {
        _count++;
        _equal = value == _last ? _equal + 1 : 1;
        _last = value;
        if (double.IsFinite(value))
        {
            _sum.Add(value);
        }
        else
        {
            _infinite++;
        }
    }

    public void Remove(double value)
    {
        _count--;
        if (!double.IsFinite(value))
        {
            _infinite--;
        }
        else if (_count == _infinite)
        {
            _sum = default;
        }
        else
        {
            _sum.Add(-value);
        }
    }
}
