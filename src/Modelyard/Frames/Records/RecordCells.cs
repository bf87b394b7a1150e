using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Modelyard.Frames.Records;

/// <summary>Represents the cells of a column as the values that a member of a record takes. Generated code reads it.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct RecordCells<T>
{
    private readonly ReadOnlySpan<T> _values;
    private readonly ReadOnlySpan<ulong> _missing;

    internal RecordCells(ReadOnlySpan<T> values, Validity validity)
    {
        _values = values;
        _missing = validity.MissingWords;
    }

    internal RecordCells(ReadOnlySpan<T> values, ReadOnlySpan<ulong> missing)
    {
        _values = values;
        _missing = missing;
    }

    /// <summary>Gets the number of rows; none if the column was not found.</summary>
    internal int Length => _values.Length;

    /// <summary>Gets the value of a row; of no account where the cell is missing.</summary>
    /// <param name="row">The zero-based row.</param>
    public T this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _values[row];
    }

    /// <summary>Determines whether the cell of a row is missing.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <returns>True if it is.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsMissing(int row) => !_missing.IsEmpty && ((_missing[row >> 6] >> (row & 63)) & 1) != 0;

    /// <summary>Creates the same cells as other values.</summary>
    internal RecordCells<TOther> As<TOther>(ReadOnlySpan<TOther> values) => new RecordCells<TOther>(values, _missing);
}
