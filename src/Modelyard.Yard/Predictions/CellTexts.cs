using System.Buffers;
using System.Text;

namespace Modelyard.Lifecycle.Predictions;

/// <summary>Gathers the cells of a block that numbers do not tell: free texts, levels that the model does not know, and the keys of rows.</summary>
public sealed class CellTexts
{
    /// <summary>The column of a row's key.</summary>
    public const int Key = -1;

    private readonly List<(int Row, int Column, int Start, int Length)> _cells = [];
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Gets the number of texts.</summary>
    public int Count => _cells.Count;

    /// <summary>Gets the number of bytes of all texts.</summary>
    public int Length => _bytes.WrittenCount;

    /// <summary>Adds the text of a cell.</summary>
    /// <param name="row">The row within the block.</param>
    /// <param name="column">The position of the input, or <see cref="Key"/>.</param>
    /// <param name="utf8">The text in UTF-8.</param>
    public void Add(int row, int column, ReadOnlySpan<byte> utf8)
    {
        _cells.Add((row, column, _bytes.WrittenCount, utf8.Length));
        _bytes.Write(utf8);
    }

    /// <summary>Adds the text of a cell.</summary>
    /// <param name="row">The row within the block.</param>
    /// <param name="column">The position of the input, or <see cref="Key"/>.</param>
    /// <param name="text">The text.</param>
    public void Add(int row, int column, string text)
    {
        int start = _bytes.WrittenCount;
        _cells.Add((row, column, start, (int)Encoding.UTF8.GetBytes(text, _bytes)));
    }

    /// <summary>Forgets all texts.</summary>
    public void Clear()
    {
        _cells.Clear();
        _bytes.ResetWrittenCount();
    }

    /// <summary>Gets a text.</summary>
    internal (int Row, int Column) At(int index, out ReadOnlySpan<byte> utf8)
    {
        (int row, int column, int start, int length) = _cells[index];
        utf8 = _bytes.WrittenSpan.Slice(start, length);
        return (row, column);
    }
}
