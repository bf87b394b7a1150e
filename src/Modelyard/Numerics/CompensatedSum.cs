namespace Modelyard.Numerics;

/// <summary>Represents a sum that carries along what rounding loses of each addition.</summary>
/// <remarks>Source: Neumaier (1974), Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen.</remarks>
internal struct CompensatedSum
{
    private double _sum;
    private double _error;

    /// <summary>Gets the sum. Of infinities the error is no number and is left out.</summary>
    public readonly double Value => double.IsFinite(_error) ? _sum + _error : _sum;

    /// <summary>Adds a number.</summary>
    public void Add(double value)
    {
        double next = _sum + value;
        _error += Math.Abs(_sum) >= Math.Abs(value) ? _sum - next + value : value - next + _sum;
        _sum = next;
    }
}
