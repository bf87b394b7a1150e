using System.ComponentModel;

namespace Modelyard.Frames.Records;

/// <summary>Gathers texts of which many repeat. Generated code fills it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CategoryBuffer : CellBuffer
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _levels = [];
    private readonly int[] _codes;
    private string? _last;
    private int _lastCode;

    internal CategoryBuffer(RecordColumn column, int rows, RecordFaults faults)
        : base(column, rows, faults) => _codes = new int[rows];

    /// <summary>Sets the cell of a row.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <param name="value">The text; null for a missing cell.</param>
    public void Set(int row, string? value)
    {
        if (value is null)
        {
            SetMissing(row);
            return;
        }

        if (!ReferenceEquals(value, _last))
        {
            if (!_numbers.TryGetValue(value, out _lastCode))
            {
                _lastCode = _levels.Count;
                _numbers.Add(value, _lastCode);
                _levels.Add(value);
            }

            _last = value;
        }

        _codes[row] = _lastCode;
    }

    /// <summary>Makes the cell of a row missing.</summary>
    /// <param name="row">The zero-based row.</param>
    public void SetMissing(int row)
    {
        Miss(row);
        _codes[row] = CategoryColumn.Missing;
    }

    // Levels were numbered as they came; readers sort them by code point.
    internal override Column ToColumn()
    {
        string[] sorted = [.. _levels];
        Array.Sort(sorted, CategoryColumn.CompareByCodePoint);
        int[] places = new int[sorted.Length];
        for (int place = 0; place < sorted.Length; place++)
        {
            places[_numbers[sorted[place]]] = place;
        }

        for (int row = 0; row < _codes.Length; row++)
        {
            _codes[row] = _codes[row] < 0 ? CategoryColumn.Missing : places[_codes[row]];
        }

        return new CategoryColumn(Column.Name, Validity, _codes, sorted);
    }
}
