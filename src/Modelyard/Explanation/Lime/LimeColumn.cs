using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Lime;

/// <summary>Represents one column of a background: what cells count as alike, and how others are drawn.</summary>
internal sealed class LimeColumn
{
    private readonly RowLayout _layout;
    private readonly int _column;
    private readonly Matrix _background;
    private readonly QuantileCuts? _cuts;
    private readonly bool _isContinuous;
    private readonly double _deviation;

    internal LimeColumn(RowLayout layout, int column, Matrix background, LimeNumbers numbers)
    {
        const int Quarters = 4;
        _layout = layout;
        _column = column;
        _background = background;
        bool isNumber = layout.Columns[column].Kind is FeatureKind.Numeric or FeatureKind.Timestamp or FeatureKind.Term;
        _isContinuous = isNumber && numbers == LimeNumbers.Continuous;
        _cuts = isNumber && !_isContinuous ? QuantileCuts.Of(background, column, Quarters) : null;
        _deviation = _isContinuous ? DeviationOf(background, column) : 0;
    }

    /// <summary>Reads the cell of the row that is explained.</summary>
    internal Own Of(double[] row)
    {
        if (_isContinuous && double.IsFinite(row[_column]))
        {
            return new Own(this, row, isNumber: true, 0);
        }

        int alike = 0;
        for (int other = 0; other < _background.Rows; other++)
        {
            alike += IsAlike(row, _background.Row(other)) ? 1 : 0;
        }

        return new Own(this, row, isNumber: false, alike);
    }

    /// <summary>Writes what holds for a row.</summary>
    internal string ConditionOf(double[] row)
    {
        Feature column = _layout.Columns[_column];
        if (_cuts is null || double.IsNaN(row[_column]) || _cuts.IsOnly(row[_column]))
        {
            return ConditionText.Equal(column, row[_column]);
        }

        int bin = _cuts.BinOf(row[_column]);
        return ConditionText.Between(column, _cuts.Below(bin), _cuts.Above(bin));
    }

    private bool IsAlike(ReadOnlySpan<double> row, ReadOnlySpan<double> other)
    {
        if (_cuts is not null)
        {
            return _cuts.BinOf(row[_column]) == _cuts.BinOf(other[_column]);
        }

        return _isContinuous ? double.IsFinite(row[_column]) == double.IsFinite(other[_column]) : _layout.Same(_column, row, other);
    }

    private static double DeviationOf(Matrix rows, int column)
    {
        double[] cells = [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, column]).Where(double.IsFinite)];
        double mean = cells.DefaultIfEmpty(0).Average();
        return Math.Sqrt(cells.Sum(cell => (cell - mean) * (cell - mean)) / Math.Max(1, cells.Length));
    }

    /// <summary>Represents the cell of the row that is explained.</summary>
    internal readonly struct Own(LimeColumn column, double[] row, bool isNumber, int alike)
    {
        /// <summary>Gets what the cell is in the terms of the explanation: 0 standard deviations from itself, or 1 for itself.</summary>
        internal double Member => isNumber ? 0 : 1;

        /// <summary>Draws a cell for a sampled row, which holds the row's own.</summary>
        /// <returns>What the drawn cell is in the terms of the explanation.</returns>
        internal double Draw(Matrix background, Span<double> sampled, ref RandomStream random)
        {
            if (isNumber)
            {
                double away = random.NextGaussian();
                sampled[column._column] = row[column._column] + (away * column._deviation);
                return column._deviation > 0 ? away : 0;
            }

            // A cell that the background does not have, as most texts, would never be seen but in the row itself.
            if (alike == 0 && (random.NextBits() & 1) != 0)
            {
                return 1;
            }

            ReadOnlySpan<double> other = background.Row(random.NextInt(background.Rows));
            column._layout.Copy(column._column, other, sampled);
            return column.IsAlike(row, other) ? 1 : 0;
        }
    }
}
