namespace Modelyard.Data.Parquet.Format;

/// <summary>Reads heads of pages.</summary>
internal static class PageHeaderReader
{
    // The fields of a head that tell of the cells, one for each kind of page.
    private const int Data = 5, Dictionary = 7, DataSecond = 8;

    /// <summary>Reads a head.</summary>
    /// <param name="bytes">The bytes from its first.</param>
    /// <param name="length">Receives the number of its bytes.</param>
    /// <exception cref="ParquetFormatException">It is not what the format says, or the bytes end within it.</exception>
    public static PageHeader Read(ReadOnlySpan<byte> bytes, out int length)
    {
        var reader = new ThriftReader(bytes);
        var header = new PageHeader();
        ThriftField field = default;
        while (reader.Next(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    header = header with { Kind = (PageKind)reader.ReadSmall(field) };
                    break;
                case 2:
                    header = header with { Length = reader.ReadSmall(field) };
                    break;
                case 3:
                    header = header with { PackedLength = reader.ReadSmall(field) };
                    break;
                case Data or Dictionary or DataSecond:
                    header = ReadCells(ref reader, field, header);
                    break;
                default:
                    reader.Skip(field);
                    break;
            }
        }

        length = reader.Position;
        bool hasCells = header.Kind is PageKind.Data or PageKind.Dictionary or PageKind.DataSecond;
        if (header.Length < 0 || header.PackedLength < 0 || (hasCells && header.CellCount < 0) || header.DefinitionLength < 0 || header.RepetitionLength < 0)
        {
            throw new ParquetFormatException("The head of a page lacks a length or a count, or has one less than 0.");
        }

        return header;
    }

    /// <summary>Reads what the head says of the cells of its page, whose fields each kind of page numbers in its own way.</summary>
    private static PageHeader ReadCells(ref ThriftReader reader, ThriftField given, PageHeader header)
    {
        reader.Enter(given);
        ThriftField field = default;
        while (reader.Next(ref field))
        {
            switch ((given.Id, field.Id))
            {
                case (_, 1):
                    header = header with { CellCount = reader.ReadSmall(field) };
                    break;
                case (Data or Dictionary, 2) or (DataSecond, 4):
                    header = header with { Encoding = (PageEncoding)reader.ReadSmall(field) };
                    break;
                case (Data, 3):
                    header = header with { LevelEncoding = (PageEncoding)reader.ReadSmall(field) };
                    break;
                case (DataSecond, 5):
                    header = header with { DefinitionLength = reader.ReadSmall(field) };
                    break;
                case (DataSecond, 6):
                    header = header with { RepetitionLength = reader.ReadSmall(field) };
                    break;
                case (DataSecond, 7):
                    header = header with { IsPacked = reader.ReadBoolean(field) };
                    break;
                default:
                    reader.Skip(field);
                    break;
            }
        }

        reader.Leave();
        return header;
    }
}
