using Modelyard.Data.Parquet.Encodings;

namespace Modelyard.Data.Parquet.Writing;

/// <summary>Sums what the columns of a row group take.</summary>
internal sealed class GroupTally
{
    /// <summary>Gets where its pages begin in the file.</summary>
    public long Offset { get; private set; }

    /// <summary>Gets the number of bytes of its pages before they were compressed.</summary>
    public long Length { get; private set; }

    /// <summary>Gets the number of bytes of its pages.</summary>
    public long CompressedLength { get; private set; }

    /// <summary>Begins a row group.</summary>
    public void Begin(long offset) => (Offset, Length, CompressedLength) = (offset, 0, 0);

    /// <summary>Adds a column.</summary>
    public void Add(EncodedColumn column)
    {
        Length += column.Length;
        CompressedLength += column.CompressedLength;
    }
}
