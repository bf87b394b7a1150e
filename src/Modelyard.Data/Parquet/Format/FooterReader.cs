using System.Buffers.Binary;
using Modelyard.Frames.Csv;

namespace Modelyard.Data.Parquet.Format;

/// <summary>Reads the metadata at the end of a Parquet file.</summary>
/// <remarks>Source: Apache Parquet, parquet.thrift and README.md of the format.</remarks>
internal static class FooterReader
{
    private const int TailLength = 8;

    /// <summary>Reads the metadata of a file that ends with Parquet's mark.</summary>
    /// <exception cref="ParquetFormatException">It is not what the format says.</exception>
    public static FileMetadata Read(ByteSource source)
    {
        Span<byte> tail = stackalloc byte[TailLength];
        long end = source.Length - TailLength;
        if (end < 4 || source.Read(end, tail) < TailLength)
        {
            throw new ParquetFormatException("The file is cut off.");
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (length > end - 4)
        {
            throw new ParquetFormatException($"The metadata takes '{length}' bytes by what the file says at its end, and '{end - 4}' are there.");
        }

        byte[] bytes = new byte[length];
        if (source.Read(end - length, bytes) < bytes.Length)
        {
            throw new ParquetFormatException("The file was cut off while it was read.");
        }

        return Read(bytes);
    }

    /// <summary>Reads metadata.</summary>
    public static FileMetadata Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new ThriftReader(bytes.Span);
        List<SchemaElement> schema = [];
        List<RowGroup> groups = [];
        List<bool> orders = [];
        bool isEncrypted = false;
        ThriftField field = default;
        while (reader.Next(ref field))
        {
            switch (field.Id)
            {
                case 2:
                    for (int left = reader.ReadList(field, out ThriftField element); left > 0; left--)
                    {
                        schema.Add(SchemaElementReader.Read(ref reader, element));
                    }

                    break;
                case 4:
                    for (int left = reader.ReadList(field, out ThriftField element); left > 0; left--)
                    {
                        groups.Add(RowGroupReader.Read(ref reader, element, bytes));
                    }

                    break;
                case 7:
                    for (int left = reader.ReadList(field, out ThriftField element); left > 0; left--)
                    {
                        orders.Add(ReadOrder(ref reader, element));
                    }

                    break;
                case 8:
                    isEncrypted = true;
                    reader.Skip(field);
                    break;
                default:
                    reader.Skip(field);
                    break;
            }
        }

        return new FileMetadata(schema, groups, orders, isEncrypted);
    }

    private static bool ReadOrder(ref ThriftReader reader, ThriftField element)
    {
        reader.Enter(element);
        bool isOfType = false;
        ThriftField field = default;
        while (reader.Next(ref field))
        {
            isOfType |= field.Id == 1;
            reader.Skip(field);
        }

        reader.Leave();
        return isOfType;
    }
}
