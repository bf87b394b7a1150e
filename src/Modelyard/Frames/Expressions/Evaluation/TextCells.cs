using System.Text;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents texts as UTF-8 between offsets; grows by the cell.</summary>
internal sealed class TextCells
{
    private byte[] _bytes;
    private int[] _offsets;
    private int _count;
    private int _written;

    /// <summary>Initializes texts over the arrays of a column.</summary>
    public TextCells(byte[] bytes, int[] offsets)
    {
        _bytes = bytes;
        _offsets = offsets;
        _count = offsets.Length - 1;
    }

    /// <summary>Initializes empty texts that grow.</summary>
    public TextCells()
        : this(new byte[256], new int[64]) => _count = 0;

    /// <summary>Gets texts without a cell.</summary>
    public static TextCells None { get; } = new([], [0]);

    /// <summary>Gets the number of cells.</summary>
    public int Count => _count;

    /// <summary>Gets the number of bytes of all cells.</summary>
    public int Length => _offsets[_count];

    /// <summary>Gets the bytes of all cells.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Gets the offsets: a cell lies between its own and the next.</summary>
    public ReadOnlySpan<int> Offsets => _offsets.AsSpan(0, _count + 1);

    /// <summary>Gets the bytes of one cell.</summary>
    public ReadOnlySpan<byte> this[int cell] => _bytes.AsSpan(_offsets[cell], _offsets[cell + 1] - _offsets[cell]);

    /// <summary>Creates the cells of texts.</summary>
    public static TextCells Of(IEnumerable<string> texts)
    {
        var cells = new TextCells();
        foreach (string text in texts)
        {
            cells.Write(text);
            cells.EndCell();
        }

        return cells;
    }

    /// <summary>Removes all cells.</summary>
    public void Clear() => _count = 0;

    /// <summary>Appends bytes to the cell that is being written.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Advance(bytes.Length);
    }

    /// <summary>Appends characters to the cell that is being written.</summary>
    public void Write(ReadOnlySpan<char> characters) => Advance(Encoding.UTF8.GetBytes(characters, Reserve(Encoding.UTF8.GetMaxByteCount(characters.Length))));

    /// <summary>Gets room for bytes at the end of the cell that is being written.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_count + 2 > _offsets.Length)
        {
            Array.Resize(ref _offsets, 2 * _offsets.Length);
        }

        int end = checked(_offsets[_count] + _written);
        if (checked(end + length) > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, end + (long)length)));
        }

        return _bytes.AsSpan(end, length);
    }

    /// <summary>Takes over bytes that were written into the reserved room.</summary>
    public void Advance(int length) => _written += length;

    /// <summary>Ends the cell that is being written.</summary>
    public void EndCell()
    {
        Reserve(0);
        _offsets[_count + 1] = checked(_offsets[_count] + _written);
        _count++;
        _written = 0;
    }
}
