using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using Modelyard.Frames.Validation;

namespace Modelyard.Frames.Records;

/// <summary>Gathers values of an enumeration as levels of a category. Generated code fills it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LevelBuffer : CellBuffer
{
    private readonly string[] _levels;
    private readonly int[] _codes;

    internal LevelBuffer(RecordColumn column, int rows, RecordFaults faults, string[] levels)
        : base(column, rows, faults)
    {
        _levels = levels;
        _codes = new int[rows];
    }

    /// <summary>Sets the cell of a row.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <param name="level">The number of the level; negative if the value has no name.</param>
    /// <param name="value">The value as a number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int row, int level, long value)
    {
        _codes[row] = level;
        if (level < 0)
        {
            Tell(row, value);
        }
    }

    /// <summary>Makes the cell of a row missing.</summary>
    /// <param name="row">The zero-based row.</param>
    public void SetMissing(int row)
    {
        Miss(row);
        _codes[row] = CategoryColumn.Missing;
    }

    internal override Column ToColumn() => new CategoryColumn(Column.Name, Validity, _codes, _levels, isOrdered: true);

    private void Tell(int row, long value)
    {
        SetMissing(row);
        Faults.Add(
            ValidationCodes.Set,
            Column,
            row,
            () => value.ToString(CultureInfo.InvariantCulture),
            text => $"The value '{text}' has no name and must be one of {RecordReader.List(_levels)}.");
    }
}
