namespace Modelyard.Selection.Features;

/// <summary>Represents a line of least squares through the rows of one bin, or their mean where they are too few or do not vary.</summary>
internal struct BinLine
{
    private const int LeastRows = 3;

    // Less variance than that of the sum of squares is rounding.
    private const double LeastVariance = 1e-9;

    private double _sumX, _sumY, _squares, _products, _slope, _variance;

    /// <summary>Gets the number of rows.</summary>
    internal int Rows { get; private set; }

    /// <summary>Adds a row.</summary>
    internal void Add(double x, double y)
    {
        Rows++;
        _sumX += x;
        _sumY += y;
        _squares += x * x;
        _products += x * y;
    }

    /// <summary>Gives the line its slope; without, it is the mean.</summary>
    internal void Slant()
    {
        double variance = _squares - (_sumX * _sumX / Rows);
        if (Rows >= LeastRows && variance > LeastVariance * _squares)
        {
            _variance = variance;
            _slope = (_products - (_sumX * _sumY / Rows)) / variance;
        }
    }

    /// <summary>Computes the line at a point; 0 without rows.</summary>
    internal readonly double At(double x) => Rows == 0 ? 0 : (_sumY / Rows) + (_slope * (x - (_sumX / Rows)));

    /// <summary>Computes how far one of its rows is off the line through the others, or off 0 if there are none.</summary>
    internal readonly double LeftOut(double x, double y)
    {
        double place = x - (_sumX / Rows), others = 1 - (1.0 / Rows) - (_variance > 0 ? place * place / _variance : 0);
        return others > LeastVariance ? (y - At(x)) / others : y;
    }
}
