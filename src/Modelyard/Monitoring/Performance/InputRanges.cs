using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Monitoring;

/// <summary>Represents the values that each input had on the reference: a range, or levels.</summary>
internal sealed class InputRanges
{
    private readonly double[] _least, _greatest;
    private readonly bool[] _hasMissing;
    private readonly HashSet<double>?[] _levels;

    private InputRanges(int features)
    {
        (_least, _greatest, _hasMissing, _levels) = (new double[features], new double[features], new bool[features], new HashSet<double>?[features]);
        Array.Fill(_least, double.PositiveInfinity);
        Array.Fill(_greatest, double.NegativeInfinity);
    }

    /// <summary>Looks at the rows of a reference.</summary>
    internal static InputRanges Of(Matrix rows, FeatureSchema schema)
    {
        var ranges = new InputRanges(rows.Columns);
        for (int j = 0; j < rows.Columns; j++)
        {
            ranges._levels[j] = schema[j].IsCategorical ? [] : null;
            for (int row = 0; row < rows.Rows; row++)
            {
                ranges.Add(j, rows[row, j]);
            }
        }

        return ranges;
    }

    /// <summary>Says whether a row holds a value such as the reference did not have.</summary>
    internal bool IsOutside(ReadOnlySpan<double> row)
    {
        for (int j = 0; j < row.Length; j++)
        {
            bool isKnown = double.IsNaN(row[j]) ? _hasMissing[j] : _levels[j]?.Contains(row[j]) ?? (row[j] >= _least[j] && row[j] <= _greatest[j]);
            if (!isKnown)
            {
                return true;
            }
        }

        return false;
    }

    private void Add(int feature, double value)
    {
        if (double.IsNaN(value))
        {
            _hasMissing[feature] = true;
            return;
        }

        _levels[feature]?.Add(value);
        _least[feature] = Math.Min(_least[feature], value);
        _greatest[feature] = Math.Max(_greatest[feature], value);
    }
}
