namespace Modelyard.Frames.Windows;

/// <summary>Represents the least or the greatest number of a window that moves on.</summary>
/// <remarks>Kept are only the numbers that may still become it: each is beaten by none that came later. Each number enters and leaves once.</remarks>
/// <param name="greatest">Whether the greatest is sought.</param>
internal sealed class RunningExtreme(bool greatest) : IRunningStatistic
{
    private double[] _kept = new double[16];
    private int _first;
    private int _end;

    public double Value => _first == _end ? double.NaN : _kept[_first];

    public void Add(double value)
    {
        while (_end > _first && (greatest ? _kept[_end - 1] < value : _kept[_end - 1] > value))
        {
            _end--;
        }

        if (_end == _kept.Length)
        {
            MakeRoom();
        }

        _kept[_end++] = value;
    }

    public void Remove(double value)
    {
        if (_first < _end && _kept[_first] == value)
        {
            _first++;
        }
    }

    private void MakeRoom()
    {
        int count = _end - _first;
        double[] target = count > _kept.Length / 2 ? new double[2 * _kept.Length] : _kept;
        Array.Copy(_kept, _first, target, 0, count);
        (_kept, _first, _end) = (target, 0, count);
    }
}
