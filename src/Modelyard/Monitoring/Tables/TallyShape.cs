using Modelyard.Selection.Features;

namespace Modelyard.Monitoring;

/// <summary>Represents a sample of a number by its counts in bins; between the borders of a bin its values are taken to lie evenly, and where a bin has many to be its upper border.</summary>
internal sealed class TallyShape : ISampleShape
{
    // The ends of the bins, the least value first, and the number of values up to each.
    private readonly double[] _ends;
    private readonly double[] _upTo;
    private readonly bool _isDiscrete;
    private readonly bool _endsAsReference;

    // A bin is a hundredth of the reference: one with more has a value that many rows have, and borders are values of rows.
    private const double Many = 0.02;

    internal TallyShape(ColumnTally tally)
    {
        _isDiscrete = tally.Grid.IsDiscrete;
        Rows = tally.Counts.Sum();
        double least = double.IsNaN(tally.Minimum) ? tally.Grid.Minimum : tally.Minimum, most = double.IsNaN(tally.Maximum) ? tally.Grid.Maximum : tally.Maximum;
        _endsAsReference = most.Equals(tally.Grid.Maximum);
        _ends = _isDiscrete ? [.. tally.Grid.Borders] : [least, .. tally.Grid.Borders, most];
        _upTo = new double[_ends.Length];
        for (int bin = 0; bin < tally.Counts.Count; bin++)
        {
            int end = bin + (_isDiscrete ? 0 : 1);
            _upTo[end] = (end == 0 ? 0 : _upTo[end - 1]) + tally.Counts[bin];
        }

        // What lies beyond the reference's values lies in the bins at its ends; a border beyond this sample's ends has none.
        for (int end = 0; end < _ends.Length && !_isDiscrete; end++)
        {
            _ends[end] = Math.Clamp(_ends[end], Math.Min(least, most), most);
        }
    }

    public double Rows { get; }

    public IEnumerable<double> Points => _ends;

    public double Quantile(double share)
    {
        double rank = share * Rows;
        int end = Array.FindIndex(_upTo, upTo => upTo >= rank);
        double inBin = end <= 0 ? 0 : _upTo[end] - _upTo[end - 1];
        if (end <= 0 || _isDiscrete || (inBin > Many * Rows && (end < _ends.Length - 1 || _endsAsReference)))
        {
            return _ends[Math.Max(0, end)];
        }

        return _ends[end - 1] + ((inBin == 0 ? 0 : (rank - _upTo[end - 1]) / inBin) * (_ends[end] - _ends[end - 1]));
    }

    public double ShareUpTo(double point)
    {
        int end = Array.FindLastIndex(_ends, one => one <= point);
        if (end < 0 || end == _ends.Length - 1 || _isDiscrete)
        {
            return end < 0 ? 0 : _upTo[end] / Rows;
        }

        double width = _ends[end + 1] - _ends[end];
        return (_upTo[end] + ((point - _ends[end]) / width * (_upTo[end + 1] - _upTo[end]))) / Rows;
    }
}
