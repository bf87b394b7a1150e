namespace Modelyard.Data.Parquet.Format;

/// <summary>Names how the cells of a page are encoded, with the numbers of the Parquet format.</summary>
internal enum PageEncoding
{
    /// <summary>One after the other.</summary>
    Plain = 0,

    /// <summary>The places of a dictionary's cells, as old writers named it.</summary>
    PlainDictionary = 2,

    /// <summary>Runs, and bits side by side.</summary>
    RunLength = 3,

    /// <summary>Bits side by side, the highest first, as old writers did.</summary>
    BitPacked = 4,

    /// <summary>Differences of integers, in blocks of bits.</summary>
    DeltaBinaryPacked = 5,

    /// <summary>The lengths of texts as differences, and their bytes.</summary>
    DeltaLengthByteArray = 6,

    /// <summary>Texts by what they share with the one before.</summary>
    DeltaByteArray = 7,

    /// <summary>The places of a dictionary's cells.</summary>
    RunLengthDictionary = 8,

    /// <summary>The first bytes of all numbers, then the second ones, and so on.</summary>
    ByteStreamSplit = 9,
}
