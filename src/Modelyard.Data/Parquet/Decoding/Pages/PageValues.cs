namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Represents the cells of a page that are present, each as its bytes.</summary>
/// <remarks>At least <see cref="Padding"/> bytes can be read after the last.</remarks>
internal readonly ref struct PageValues
{
    /// <summary>The number of bytes that can be read after those of a page.</summary>
    public const int Padding = 64;

    private readonly ReadOnlySpan<int> _starts;
    private readonly ReadOnlySpan<int> _lengths;

    /// <summary>Initializes cells of one width, side by side.</summary>
    public PageValues(ReadOnlySpan<byte> bytes, int width, int count)
    {
        if ((long)width * count > bytes.Length)
        {
            throw new Format.ParquetFormatException($"A page has '{bytes.Length}' bytes of cells and must have '{(long)width * count}' for '{count}' cells of '{width}' bytes.");
        }

        Bytes = bytes;
        Width = width;
        Count = count;
    }

    /// <summary>Initializes cells of any length.</summary>
    public PageValues(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths)
    {
        Bytes = bytes;
        _starts = starts;
        _lengths = lengths;
        Count = starts.Length;
    }

    /// <summary>Gets the bytes.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Gets the width of a cell; 0 if each has its own.</summary>
    public int Width { get; }

    /// <summary>Gets the number of cells.</summary>
    public int Count { get; }

    /// <summary>Gets the bytes of a cell.</summary>
    public ReadOnlySpan<byte> this[int cell] => Width > 0 ? Bytes.Slice(cell * Width, Width) : Bytes.Slice(_starts[cell], _lengths[cell]);
}
