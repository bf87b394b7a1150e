using System.Buffers.Binary;
using Modelyard.Data.Parquet.Format;

namespace Modelyard.Data.Tests.Parquet;

/// <summary>Represents a Parquet file of one column that is written byte by byte, right or wrong.</summary>
internal sealed record HandMadeFile
{
    public PhysicalType Type { get; init; } = PhysicalType.Int64;

    public int Length { get; init; }

    public int Repetition { get; init; }

    public int? Converted { get; init; }

    public PageCodec Codec { get; init; }

    public long Rows { get; init; }

    public long? Cells { get; init; }

    /// <summary>Gets the heads and bodies of the pages.</summary>
    public IReadOnlyList<(byte[] Head, byte[] Body)> Pages { get; init; } = [];

    public byte[]? Minimum { get; init; }

    public byte[]? Maximum { get; init; }

    public bool AreOldBounds { get; init; }

    public long? Missing { get; init; }

    public bool HasOrder { get; init; } = true;

    /// <summary>Makes the head of a page of cells.</summary>
    public static byte[] DataPage(int cells, PageEncoding encoding, int length, int? packed = null, PageEncoding levels = PageEncoding.RunLength) =>
        new ThriftBytes().Small(1, 0).Small(2, length).Small(3, packed ?? length).Begin(5).Small(1, cells).Small(2, (int)encoding).Small(3, (int)levels).Small(4, (int)levels).End().End().ToArray();

    /// <summary>Makes the head of a page of cells whose levels are not compressed.</summary>
    public static byte[] SecondPage(int cells, PageEncoding encoding, int length, int levels, int? packed = null) =>
        new ThriftBytes().Small(1, 3).Small(2, length).Small(3, packed ?? length).Begin(8).Small(1, cells).Small(2, 0).Small(3, cells).Small(4, (int)encoding).Small(5, levels).Small(6, 0).End().End().ToArray();

    /// <summary>Makes the head of a dictionary.</summary>
    public static byte[] DictionaryPage(int cells, int length, int? packed = null) =>
        new ThriftBytes().Small(1, 2).Small(2, length).Small(3, packed ?? length).Begin(7).Small(1, cells).Small(2, 0).End().End().ToArray();

    /// <summary>Writes the file.</summary>
    public void Write(string path)
    {
        List<byte> bytes = [.. "PAR1"u8];
        foreach ((byte[] head, byte[] body) in Pages)
        {
            bytes.AddRange(head);
            bytes.AddRange(body);
        }

        byte[] footer = Footer(bytes.Count - 4);
        bytes.AddRange(footer);
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        bytes.AddRange(length);
        bytes.AddRange("PAR1"u8);
        File.WriteAllBytes(path, [.. bytes]);
    }

    private byte[] Footer(int length)
    {
        ThriftBytes bytes = new ThriftBytes().Small(1, 1).List(2, 12, 2).Text(4, "root").Small(5, 1).End().Small(1, (int)Type);
        bytes = Length > 0 ? bytes.Small(2, Length) : bytes;
        bytes = bytes.Small(3, Repetition).Text(4, "c");
        bytes = (Converted is int converted ? bytes.Small(6, converted) : bytes).End();
        bytes = bytes.Integer(3, Rows).List(4, 12, 1).List(1, 12, 1).Integer(2, 4).Begin(3);
        bytes = bytes.Small(1, (int)Type).List(2, 5, 0).List(3, 8, 0).Small(4, (int)Codec).Integer(5, Cells ?? Rows).Integer(6, length).Integer(7, length).Integer(9, 4).Begin(12);
        bytes = AreOldBounds && Maximum is not null ? bytes.Bytes(1, Maximum) : bytes;
        bytes = AreOldBounds && Minimum is not null ? bytes.Bytes(2, Minimum) : bytes;
        bytes = Missing is long missing ? bytes.Integer(3, missing) : bytes;
        bytes = !AreOldBounds && Maximum is not null ? bytes.Bytes(5, Maximum) : bytes;
        bytes = !AreOldBounds && Minimum is not null ? bytes.Bytes(6, Minimum) : bytes;
        bytes = bytes.End().End().End().Integer(2, length).Integer(3, Rows).End();
        bytes = HasOrder ? bytes.List(7, 12, 1).Begin(1).End().End() : bytes;
        return bytes.End().ToArray();
    }
}
