using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using Modelyard.Frames.Validation;

namespace Modelyard.Frames.Records;

/// <summary>Gathers integers. Generated code fills it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class IntegerBuffer : CellBuffer
{
    private readonly long[] _values;

    internal IntegerBuffer(RecordColumn column, int rows, RecordFaults faults)
        : base(column, rows, faults) => _values = new long[rows];

    /// <summary>Sets the cell of a row.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int row, long value) => _values[row] = value;

    /// <summary>Sets the cell of a row to a number without a sign, which must not exceed those with one.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <param name="value">The value.</param>
    public void SetUnsigned(int row, ulong value)
    {
        if (value > long.MaxValue)
        {
            Tell(row, value);
            return;
        }

        _values[row] = (long)value;
    }

    /// <summary>Makes the cell of a row missing.</summary>
    /// <param name="row">The zero-based row.</param>
    public void SetMissing(int row) => Miss(row);

    internal override Column ToColumn() => new IntegerColumn(Column.Name, Validity, _values);

    private void Tell(int row, ulong value)
    {
        Miss(row);
        Faults.Add(
            ValidationCodes.RangeMaximum,
            Column,
            row,
            () => value.ToString(CultureInfo.InvariantCulture),
            text => $"The value is '{text}' and must be '{long.MaxValue}' or less, the greatest integer of a column.");
    }
}
