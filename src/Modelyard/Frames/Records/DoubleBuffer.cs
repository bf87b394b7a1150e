using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Modelyard.Frames.Records;

/// <summary>Gathers numbers, of which NaN is missing. Generated code fills it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DoubleBuffer : CellBuffer
{
    private readonly double[] _values;

    internal DoubleBuffer(RecordColumn column, int rows, RecordFaults faults)
        : base(column, rows, faults) => _values = new double[rows];

    /// <summary>Sets the cell of a row.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int row, double value) => _values[row] = value;

    /// <summary>Makes the cell of a row missing.</summary>
    /// <param name="row">The zero-based row.</param>
    public void SetMissing(int row) => _values[row] = double.NaN;

    internal override Column ToColumn() => new DoubleColumn(Column.Name, _values);
}
