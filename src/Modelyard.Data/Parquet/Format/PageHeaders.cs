namespace Modelyard.Data.Parquet.Format;

/// <summary>Writes the headers of pages.</summary>
internal static class PageHeaders
{
    /// <summary>The type of a page of cells.</summary>
    public const int DataPage = 0;

    /// <summary>The type of a page of a dictionary.</summary>
    public const int DictionaryPage = 2;

    /// <summary>Writes the header of a page of cells, whose levels are runs.</summary>
    /// <param name="buffer">What takes the bytes.</param>
    /// <param name="cells">The number of cells, missing ones included.</param>
    /// <param name="encoding">How the cells are encoded.</param>
    /// <param name="length">The number of bytes of the page.</param>
    /// <param name="compressed">The number of bytes of the page as it is compressed.</param>
    public static void WriteData(ByteBuffer buffer, int cells, PageEncoding encoding, int length, int compressed)
    {
        var writer = new ThriftWriter(buffer);
        WriteSizes(writer, DataPage, length, compressed);
        writer.Begin(5);
        writer.Int32(1, cells);
        writer.Int32(2, (int)encoding);
        writer.Int32(3, (int)PageEncoding.RunLength);
        writer.Int32(4, (int)PageEncoding.RunLength);
        writer.End();
        writer.End();
    }

    /// <summary>Writes the header of the page of a dictionary.</summary>
    /// <param name="buffer">What takes the bytes.</param>
    /// <param name="cells">The number of its cells.</param>
    /// <param name="length">The number of bytes of the page.</param>
    /// <param name="compressed">The number of bytes of the page as it is compressed.</param>
    public static void WriteDictionary(ByteBuffer buffer, int cells, int length, int compressed)
    {
        var writer = new ThriftWriter(buffer);
        WriteSizes(writer, DictionaryPage, length, compressed);
        writer.Begin(7);
        writer.Int32(1, cells);
        writer.Int32(2, (int)PageEncoding.Plain);
        writer.End();
        writer.End();
    }

    private static void WriteSizes(ThriftWriter writer, int type, int length, int compressed)
    {
        writer.Begin();
        writer.Int32(1, type);
        writer.Int32(2, length);
        writer.Int32(3, compressed);
    }
}
