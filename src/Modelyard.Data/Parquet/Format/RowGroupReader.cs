namespace Modelyard.Data.Parquet.Format;

/// <summary>Reads row groups and what they say of their columns.</summary>
internal static class RowGroupReader
{
    /// <summary>Reads a row group.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="given">The head of its structure.</param>
    /// <param name="bytes">The bytes that are read, of which bounds of columns stay parts.</param>
    public static RowGroup Read(ref ThriftReader reader, ThriftField given, ReadOnlyMemory<byte> bytes)
    {
        reader.Enter(given);
        List<ColumnChunk> chunks = [];
        long rows = -1;
        ThriftField field = default;
        while (reader.Next(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    for (int left = reader.ReadList(field, out ThriftField element); left > 0; left--)
                    {
                        chunks.Add(ReadChunk(ref reader, element, bytes));
                    }

                    break;
                case 3:
                    rows = reader.ReadInteger(field);
                    break;
                default:
                    reader.Skip(field);
                    break;
            }
        }

        reader.Leave();
        return rows >= 0 ? new RowGroup(rows, chunks) : throw new ParquetFormatException($"A row group has '{rows}' rows and must have 0 or more.");
    }

    private static ColumnChunk ReadChunk(ref ThriftReader reader, ThriftField given, ReadOnlyMemory<byte> bytes)
    {
        reader.Enter(given);
        ColumnChunk? chunk = null;
        bool isElsewhere = false, isEncrypted = false;
        ThriftField field = default;
        while (reader.Next(ref field))
        {
            switch (field.Id)
            {
                case 3:
                    chunk = ReadMetadata(ref reader, field, bytes);
                    break;
                default:
                    isElsewhere |= field.Id == 1;
                    isEncrypted |= field.Id is 8 or 9;
                    reader.Skip(field);
                    break;
            }
        }

        reader.Leave();
        return chunk is not null || isEncrypted
            ? (chunk ?? new ColumnChunk()) with { IsElsewhere = isElsewhere, IsEncrypted = isEncrypted }
            : throw new ParquetFormatException("A column of a row group has no metadata.");
    }

    private static ColumnChunk ReadMetadata(ref ThriftReader reader, ThriftField given, ReadOnlyMemory<byte> bytes)
    {
        reader.Enter(given);
        var chunk = new ColumnChunk();
        ThriftField field = default;
        while (reader.Next(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    chunk = chunk with { Type = (PhysicalType)reader.ReadSmall(field) };
                    break;
                case 2:
                    chunk = chunk with { Encodings = ReadEncodings(ref reader, field) };
                    break;
                case 4:
                    chunk = chunk with { Codec = (PageCodec)reader.ReadSmall(field) };
                    break;
                case 5:
                    chunk = chunk with { CellCount = reader.ReadInteger(field) };
                    break;
                case 6:
                    chunk = chunk with { UnpackedLength = reader.ReadInteger(field) };
                    break;
                case 7:
                    chunk = chunk with { Length = reader.ReadInteger(field) };
                    break;
                case 9:
                    chunk = chunk with { FirstPage = reader.ReadInteger(field) };
                    break;
                case 11:
                    chunk = chunk with { Dictionary = reader.ReadInteger(field) };
                    break;
                case 12:
                    chunk = chunk with { Statistics = ReadStatistics(ref reader, field, bytes) };
                    break;
                default:
                    reader.Skip(field);
                    break;
            }
        }

        reader.Leave();
        return chunk;
    }

    private static List<PageEncoding> ReadEncodings(ref ThriftReader reader, ThriftField field)
    {
        List<PageEncoding> encodings = [];
        for (int left = reader.ReadList(field, out ThriftField element); left > 0; left--)
        {
            encodings.Add((PageEncoding)reader.ReadSmall(element));
        }

        return encodings;
    }

    private static ChunkStatistics ReadStatistics(ref ThriftReader reader, ThriftField given, ReadOnlyMemory<byte> bytes)
    {
        reader.Enter(given);
        ReadOnlyMemory<byte>? oldLeast = null, oldGreatest = null, least = null, greatest = null;
        long? missing = null;
        ThriftField field = default;
        while (reader.Next(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    oldGreatest = bytes[reader.ReadBinary(field)];
                    break;
                case 2:
                    oldLeast = bytes[reader.ReadBinary(field)];
                    break;
                case 3:
                    missing = reader.ReadInteger(field);
                    break;
                case 5:
                    greatest = bytes[reader.ReadBinary(field)];
                    break;
                case 6:
                    least = bytes[reader.ReadBinary(field)];
                    break;
                default:
                    reader.Skip(field);
                    break;
            }
        }

        reader.Leave();
        bool isOld = least is null && greatest is null;
        return new ChunkStatistics { Minimum = isOld ? oldLeast : least, Maximum = isOld ? oldGreatest : greatest, IsOld = isOld, MissingCount = missing };
    }
}
