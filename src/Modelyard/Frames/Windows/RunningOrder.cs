using Modelyard.Numerics;

namespace Modelyard.Frames.Windows;

/// <summary>Represents the numbers of a window that moves on, in order.</summary>
/// <remarks>A sorted array: a number is found by halving and moved in by copying, which for windows of some thousand rows is faster than a tree.</remarks>
internal sealed class RunningOrder : IRunningStatistic
{
    private double[] _sorted = new double[16];
    private int _count;

    public void Add(double value)
    {
        if (_count == _sorted.Length)
        {
            Array.Resize(ref _sorted, 2 * _count);
        }

        int at = PlaceOf(value);
        Array.Copy(_sorted, at, _sorted, at + 1, _count - at);
        _sorted[at] = value;
        _count++;
    }

    public void Remove(double value)
    {
        int at = PlaceOf(value);
        _count--;
        Array.Copy(_sorted, at + 1, _sorted, at, _count - at);
    }

    public double Quantile(double share) => _count == 0 ? double.NaN : SortedQuantile.Of(_sorted.AsSpan(0, _count), share);

    private int PlaceOf(double value)
    {
        int at = Array.BinarySearch(_sorted, 0, _count, value);
        return at < 0 ? ~at : at;
    }
}
