namespace Modelyard.Charts.Drawing;

/// <summary>Gathers the least and greatest finite values along both axes.</summary>
internal sealed class DataRange
{
    private double _lowX = double.PositiveInfinity;
    private double _highX = double.NegativeInfinity;
    private double _lowY = double.PositiveInfinity;
    private double _highY = double.NegativeInfinity;

    public bool IsEmpty => _lowX > _highX || _lowY > _highY;

    public double MinimumX => _lowX > _highX ? 0 : _lowX;

    public double MaximumX => _lowX > _highX ? 1 : _highX;

    public double MinimumY => _lowY > _highY ? 0 : _lowY;

    public double MaximumY => _lowY > _highY ? 1 : _highY;

    public void Add(double x, double y)
    {
        if (double.IsFinite(x) && double.IsFinite(y))
        {
            AddX(x);
            AddY(y);
        }
    }

    public void AddX(double x)
    {
        if (double.IsFinite(x))
        {
            _lowX = Math.Min(_lowX, x);
            _highX = Math.Max(_highX, x);
        }
    }

    public void AddY(double y)
    {
        if (double.IsFinite(y))
        {
            _lowY = Math.Min(_lowY, y);
            _highY = Math.Max(_highY, y);
        }
    }

    /// <summary>Moves the ends outwards by a share of the length, so that marks do not touch the frame.</summary>
    public void Pad(double share)
    {
        double x = (MaximumX - MinimumX) * share;
        double y = (MaximumY - MinimumY) * share;
        if (!IsEmpty && double.IsFinite(x) && double.IsFinite(y))
        {
            (_lowX, _highX, _lowY, _highY) = (_lowX - x, _highX + x, _lowY - y, _highY + y);
        }
    }
}
