using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Modelyard.Frames.Records;

/// <summary>Gathers booleans. Generated code fills it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BooleanBuffer : CellBuffer
{
    private readonly bool[] _values;

    internal BooleanBuffer(RecordColumn column, int rows, RecordFaults faults)
        : base(column, rows, faults) => _values = new bool[rows];

    /// <summary>Sets the cell of a row.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int row, bool value) => _values[row] = value;

    /// <summary>Makes the cell of a row missing.</summary>
    /// <param name="row">The zero-based row.</param>
    public void SetMissing(int row) => Miss(row);

    internal override Column ToColumn() => new BooleanColumn(Column.Name, Validity, _values);
}
