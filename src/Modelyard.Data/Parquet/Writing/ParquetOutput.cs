using System.Collections.Concurrent;
using Modelyard.Data.Parquet.Encodings;
using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;
using Modelyard.Numerics;

namespace Modelyard.Data.Parquet.Writing;

/// <summary>Writes a table as Parquet to a stream, front to back, chunk by chunk.</summary>
/// <remarks>
/// A row group is written when its rows are there, and no more than one is held. Which rows make a row group depends on the table alone, neither on the chunks nor on the number of threads; so do the bytes of the file.
/// Source: Apache Parquet, parquet.thrift and README.md, "File format".
/// </remarks>
internal sealed class ParquetOutput : IDisposable
{
    private readonly Stream _stream;
    private readonly string _name;
    private readonly ParquetWriteOptions _options;
    private readonly PageCodec _codec;
    private readonly int _degree;
    private readonly ConcurrentBag<ColumnEncoder> _encoders = [];
    private WrittenField[] _fields = [];
    private FooterWriter? _footer;
    private PendingRows? _pending;
    private long _position;
    private long _rows;
    private bool _isBroken;

    /// <summary>Initializes an output, of which nothing is written yet.</summary>
    /// <param name="stream">The stream, which stays open.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="options">How it is written.</param>
    public ParquetOutput(Stream stream, string name, ParquetWriteOptions options)
    {
        _stream = stream;
        _name = name;
        _options = options;
        _codec = PageCompressor.Of(options.Compression);
        _degree = options.DegreeOfParallelism ?? Environment.ProcessorCount;
    }

    /// <summary>Writes rows.</summary>
    /// <param name="chunk">The rows, with the columns of the first chunk.</param>
    /// <exception cref="ModelyardException">The columns are others, or a cell cannot be held.</exception>
    /// <exception cref="IOException">The stream takes no more.</exception>
    public void Write(Frame chunk)
    {
        Begin(chunk);
        Tell(() =>
        {
            int at = 0;
            if (_pending!.RowCount > 0)
            {
                at = _pending.Fill(chunk);
                if (!_pending.IsFull)
                {
                    return;
                }

                WritePending();
            }

            List<(int First, int Count)> groups = RowGroupCut.Full(chunk, ref at, _options);
            WriteGroups(chunk.Columns, groups);
            _pending.Fill(chunk, at);
        });
    }

    /// <summary>Writes what is left, and the footer.</summary>
    /// <exception cref="ModelyardException">Nothing was written, or a cell cannot be held.</exception>
    /// <exception cref="IOException">The stream takes no more.</exception>
    public void Complete()
    {
        if (_fields.Length == 0)
        {
            throw new ModelyardException($"{_name}: Nothing was written, and a Parquet file must have columns. Write a chunk without rows.");
        }

        Tell(() =>
        {
            WritePending();
            var footer = new ByteBuffer();
            _footer!.Write(footer);
            footer.Int32(footer.Length);
            footer.Bytes("PAR1"u8);
            Put(footer.Written);
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_encoders.TryTake(out ColumnEncoder? encoder))
        {
            encoder.Dispose();
        }
    }

    private void Begin(Frame chunk)
    {
        if (_fields.Length == 0)
        {
            if (chunk.Columns.Count == 0)
            {
                throw new ModelyardException($"{_name}: The table has no columns, and a Parquet file must have at least one.");
            }

            _fields = [.. chunk.Columns.Select(WrittenField.Of)];
            _footer = new FooterWriter(_fields, _codec);
            _pending = new PendingRows(_fields, _options);
            Tell(() => Put("PAR1"u8));
        }
        else if (chunk.Columns.Count != _fields.Length || !_fields.Zip(chunk.Columns, (field, column) => field.Takes(column)).All(takes => takes))
        {
            throw new ModelyardException($"{_name}: A chunk has the columns '{string.Join(", ", chunk.Columns.Select(column => $"{column.Name} ({column.Kind})"))}' and must have those of the first, '{string.Join(", ", _fields.Select(field => $"{field.Name} ({field.Kind})"))}'.");
        }
    }

    private void WritePending()
    {
        if (_pending!.RowCount > 0)
        {
            WriteGroups(_pending.ToColumns(), [(0, _pending.RowCount)]);
            _pending.Clear();
        }
    }

    /// <summary>Encodes the columns of row groups, each by itself, and writes them in their order as they become ready.</summary>
    private void WriteGroups(IReadOnlyList<Column> columns, List<(int First, int Count)> groups)
    {
        int width = columns.Count, written = 0;
        long rowsBefore = _rows;
        var ready = new EncodedColumn?[checked(groups.Count * width)];
        var order = new Lock();
        var group = new GroupTally();
        ParallelLoop.For(
            ready.Length,
            _degree,
            i =>
            {
                (int first, int count) = groups[i / width];
                EncodedColumn encoded = Encode(columns[i % width], first, count, rowsBefore + first - groups[0].First);

                // Whoever completes a run of columns writes it: few are held at a time.
                lock (order)
                {
                    ready[i] = encoded;
                    for (; written < ready.Length && ready[written] is { } next; written++)
                    {
                        ready[written] = null;
                        WriteColumn(next, written % width, groups[written / width].Count, group);
                    }
                }
            });
    }

    private EncodedColumn Encode(Column column, int first, int count, long rowsBefore)
    {
        ColumnEncoder encoder = _encoders.TryTake(out ColumnEncoder? spare) ? spare : new ColumnEncoder(_codec, _options.Differences);
        try
        {
            return encoder.Encode(column, first, count, rowsBefore);
        }
        finally
        {
            _encoders.Add(encoder);
        }
    }

    private void WriteColumn(EncodedColumn encoded, int column, int rows, GroupTally group)
    {
        if (column == 0)
        {
            group.Begin(_position);
            _footer!.BeginGroup();
        }

        _footer!.AddColumn(column, encoded, _position);
        group.Add(encoded);
        foreach (ArraySegment<byte> page in encoded.Pages)
        {
            Put(page);
        }

        ColumnPages.Return(encoded);
        if (column == _fields.Length - 1)
        {
            _footer.EndGroup(rows, group.Length, group.CompressedLength, group.Offset);
            _rows += rows;
        }
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _position += bytes.Length;
    }

    private void Tell(Action work)
    {
        if (_isBroken)
        {
            throw new ModelyardException($"{_name}: The Parquet file was not written, as an error before says, and nothing can be added to it. Write it anew.");
        }

        try
        {
            _isBroken = true;
            work();
            _isBroken = false;
        }
        catch (IOException exception)
        {
            throw new IOException($"{_name}: The Parquet file cannot be written: {exception.Message}", exception);
        }
        catch (ModelyardException exception)
        {
            throw new ModelyardException($"{_name}: {exception.Message}", exception);
        }
    }
}
