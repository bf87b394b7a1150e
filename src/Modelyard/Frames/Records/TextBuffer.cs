using System.ComponentModel;
using System.Text;

namespace Modelyard.Frames.Records;

/// <summary>Gathers texts as one block of UTF-8. Generated code fills it, each row once and in order.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TextBuffer : CellBuffer
{
    private const int FirstBytesPerRow = 16;
    private const int MostBytesPerUnit = 3;

    private readonly int[] _offsets;
    private byte[] _bytes;
    private int _length;

    internal TextBuffer(RecordColumn column, int rows, RecordFaults faults)
        : base(column, rows, faults)
    {
        _offsets = new int[rows + 1];
        _bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min((long)rows * FirstBytesPerRow, 1 << 20));
    }

    /// <summary>Sets the cell of the next row.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <param name="value">The text; null for a missing cell.</param>
    public void Set(int row, string? value)
    {
        if (value is null)
        {
            SetMissing(row);
            return;
        }

        if (value.Length * (long)MostBytesPerUnit > _bytes.Length - _length)
        {
            Grow(value);
        }

        _length += Encoding.UTF8.GetBytes(value, _bytes.AsSpan(_length));
        _offsets[row + 1] = _length;
    }

    /// <summary>Makes the cell of the next row missing.</summary>
    /// <param name="row">The zero-based row.</param>
    public void SetMissing(int row)
    {
        Miss(row);
        _offsets[row + 1] = _length;
    }

    internal override Column ToColumn()
    {
        // What was kept in reserve is given back where it is more than a quarter.
        if (_bytes.Length - _length > _length / 4)
        {
            Array.Resize(ref _bytes, _length);
        }

        return new TextColumn(Column.Name, Validity, _bytes, _offsets);
    }

    private void Grow(string value)
    {
        long needed = _length + (long)Encoding.UTF8.GetByteCount(value);
        if (needed > Array.MaxLength)
        {
            throw new ModelyardException(FormattableString.Invariant(
                $"The texts of the column '{Column.Name}' have more than '{Array.MaxLength:N0}' bytes, which is the most that one column holds; make frames of fewer records each."));
        }

        long wished = Math.Max(2L * _bytes.Length, _length + (long)value.Length * MostBytesPerUnit);
        Array.Resize(ref _bytes, (int)Math.Clamp(wished, needed, Array.MaxLength));
    }
}
