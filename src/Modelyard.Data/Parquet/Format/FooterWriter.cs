using System.Text;
using Modelyard.Data.Parquet.Encodings;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Format;

/// <summary>Gathers what the footer of a file tells: its columns, and where the row groups and their pages are.</summary>
/// <remarks>Source: Apache Parquet, parquet.thrift; the numbers are those of its fields.</remarks>
internal sealed class FooterWriter
{
    private const int Utf8 = 0;
    private const int TimestampMicroseconds = 10;
    private const int Optional = 1;

    private readonly WrittenField[] _fields;
    private readonly byte[][] _names;
    private readonly PageCodec _codec;

    // Row groups as they will stand there: an object for each column of each would take many times the memory.
    private readonly ByteBuffer _groups = new();
    private readonly ThriftWriter _writer;
    private int _groupCount;
    private long _rows;

    /// <summary>Initializes a footer without row groups.</summary>
    public FooterWriter(WrittenField[] fields, PageCodec codec)
    {
        _fields = fields;
        _names = [.. fields.Select(field => Encoding.UTF8.GetBytes(field.Name))];
        _codec = codec;
        _writer = new ThriftWriter(_groups);
    }

    /// <summary>Begins a row group, whose columns follow.</summary>
    public void BeginGroup()
    {
        _writer.Begin();
        _writer.List(1, ThriftWriter.StructType, _fields.Length);
    }

    /// <summary>Adds the next column of a row group.</summary>
    /// <param name="column">The number of the column.</param>
    /// <param name="encoded">Its pages.</param>
    /// <param name="offset">Where they begin in the file.</param>
    public void AddColumn(int column, EncodedColumn encoded, long offset)
    {
        ThriftWriter writer = _writer;
        writer.Begin();
        writer.Int64(2, 0);
        writer.Begin(3);
        writer.Int32(1, (int)_fields[column].Type);
        PageEncoding[] encodings = encoded.DictionaryLength > 0 ? [PageEncoding.Plain, PageEncoding.RunLength, encoded.Encoding] : [PageEncoding.RunLength, encoded.Encoding];
        writer.List(2, ThriftWriter.Int32Type, encodings.Length);
        Array.ForEach(encodings, encoding => writer.Item((int)encoding));
        writer.List(3, ThriftWriter.BinaryType, 1);
        writer.BinaryItem(_names[column]);
        writer.Int32(4, (int)_codec);
        writer.Int64(5, encoded.Cells);
        writer.Int64(6, encoded.Length);
        writer.Int64(7, encoded.CompressedLength);
        writer.Int64(9, offset + encoded.DictionaryLength);
        if (encoded.DictionaryLength > 0)
        {
            writer.Int64(11, offset);
        }

        WriteStatistics(encoded.Statistics);
        WriteCounts(encoded);
        writer.End();
        writer.End();
    }

    /// <summary>Ends a row group.</summary>
    /// <param name="rows">The number of its rows.</param>
    /// <param name="length">The number of bytes of its pages.</param>
    /// <param name="compressed">The number of bytes of its pages as they are compressed.</param>
    /// <param name="offset">Where they begin in the file.</param>
    public void EndGroup(int rows, long length, long compressed, long offset)
    {
        _writer.Int64(2, length);
        _writer.Int64(3, rows);
        _writer.Int64(5, offset);
        _writer.Int64(6, compressed);
        if (_groupCount <= short.MaxValue)
        {
            _writer.Int16(7, (short)_groupCount);
        }

        _writer.End();
        _groupCount++;
        _rows += rows;
    }

    /// <summary>Writes the footer.</summary>
    public void Write(ByteBuffer buffer)
    {
        var writer = new ThriftWriter(buffer);
        writer.Begin();
        writer.Int32(1, 1);
        WriteSchema(writer);
        writer.Int64(3, _rows);
        writer.List(4, ThriftWriter.StructType, _groupCount);
        writer.Items(_groups.Written);
        writer.Binary(6, Encoding.UTF8.GetBytes($"Modelyard version {typeof(FooterWriter).Assembly.GetName().Version?.ToString(3)}"));
        writer.List(7, ThriftWriter.StructType, _fields.Length);
        foreach (WrittenField _ in _fields)
        {
            // The order of the type: without it readers trust no statistics.
            writer.Begin();
            writer.Empty(1);
            writer.End();
        }

        writer.End();
    }

    private void WriteStatistics(ColumnStatistics statistics)
    {
        _writer.Begin(12);
        _writer.Int64(3, statistics.Missing);
        if (statistics.Maximum is { } maximum)
        {
            _writer.Binary(5, maximum);
        }

        if (statistics.Minimum is { } minimum)
        {
            _writer.Binary(6, minimum);
        }

        if (statistics.Maximum is not null)
        {
            _writer.Boolean(7, statistics.IsMaximumExact);
        }

        if (statistics.Minimum is not null)
        {
            _writer.Boolean(8, statistics.IsMinimumExact);
        }

        _writer.End();
    }

    /// <summary>Writes how many pages of which encoding there are: a reader knows by it that a dictionary holds all cells.</summary>
    private void WriteCounts(EncodedColumn encoded)
    {
        (int Type, PageEncoding Encoding, int Count)[] counts = encoded.DictionaryLength > 0
            ? [(PageHeaders.DictionaryPage, PageEncoding.Plain, 1), (PageHeaders.DataPage, encoded.Encoding, encoded.Pages.Count - 1)]
            : [(PageHeaders.DataPage, encoded.Encoding, encoded.Pages.Count)];
        _writer.List(13, ThriftWriter.StructType, counts.Length);
        foreach ((int type, PageEncoding encoding, int count) in counts)
        {
            _writer.Begin();
            _writer.Int32(1, type);
            _writer.Int32(2, (int)encoding);
            _writer.Int32(3, count);
            _writer.End();
        }
    }

    private void WriteSchema(ThriftWriter writer)
    {
        writer.List(2, ThriftWriter.StructType, _fields.Length + 1);
        writer.Begin();
        writer.Binary(4, "schema"u8);
        writer.Int32(5, _fields.Length);
        writer.End();
        for (int i = 0; i < _fields.Length; i++)
        {
            writer.Begin();
            writer.Int32(1, (int)_fields[i].Type);
            writer.Int32(3, Optional);
            writer.Binary(4, _names[i]);
            if (_fields[i].Kind == ColumnKind.Text)
            {
                writer.Int32(6, Utf8);
                writer.Begin(10);
                writer.Empty(1);
                writer.End();
            }
            else if (_fields[i].Kind == ColumnKind.Timestamp)
            {
                WriteTimestamp(writer, _fields[i].IsUtc);
            }

            writer.End();
        }
    }

    private static void WriteTimestamp(ThriftWriter writer, bool isUtc)
    {
        // Local times bear the older name of the type too, which is of times in UTC: LogicalTypes.md demands it for the sake of old readers.
        writer.Int32(6, TimestampMicroseconds);
        writer.Begin(10);
        writer.Begin(8);
        writer.Boolean(1, isUtc);
        writer.Begin(2);
        writer.Empty(2);
        writer.End();
        writer.End();
        writer.End();
    }
}
