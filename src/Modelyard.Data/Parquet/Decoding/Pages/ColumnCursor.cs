using System.Buffers;
using System.Buffers.Binary;
using Modelyard.Data.Parquet.Format;
using Modelyard.Frames.Csv;
using Modelyard.Numerics;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Goes through the pages of one column in one row group.</summary>
internal sealed class ColumnCursor : IDisposable
{
    private readonly FlatField _field;
    private readonly ColumnChunk _chunk;
    private readonly PageBytes _bytes;
    private readonly CellBlock _block = new();
    private readonly long _rows;
    private byte[] _page = [];
    private byte[] _plain = [];
    private ulong[] _levels = [];
    private CellDecoder? _decoder;
    private PageHeader? _header;
    private bool _hasDictionary;
    private long _read;

    /// <summary>Initializes a cursor before the first page.</summary>
    /// <param name="source">The file.</param>
    /// <param name="field">The column.</param>
    /// <param name="group">The row group.</param>
    /// <param name="isLent">Whether <see cref="Release"/> is called after each page.</param>
    /// <exception cref="ParquetFormatException">The column lies outside the file.</exception>
    public ColumnCursor(ByteSource source, FlatField field, RowGroup group, bool isLent = false)
    {
        _field = field;
        _chunk = group.Chunks[field.Position];
        _rows = group.RowCount;
        try
        {
            _bytes = new PageBytes(source, _chunk, isLent);
        }
        catch (ParquetFormatException exception)
        {
            throw Named(exception);
        }
    }

    /// <summary>Gets the number of rows of the page.</summary>
    public int PageRows => _header?.CellCount ?? 0;

    /// <summary>Goes to the next page that has rows.</summary>
    /// <returns>False after the last.</returns>
    /// <param name="target">Cells as the pages are decoded into.</param>
    /// <exception cref="ParquetFormatException">The column is not what the format says.</exception>
    public bool Next(ColumnCells target) => Tell(() => GoOn(target));

    /// <summary>Decodes the page.</summary>
    /// <param name="target">Receives its cells.</param>
    /// <param name="row">The row there of the first of the page.</param>
    /// <exception cref="ParquetFormatException">The page is not what the format says.</exception>
    public void Decode(ColumnCells target, int row) => Tell(() =>
    {
        DecodePage(target, row);
        Pass();
        return true;
    });

    /// <summary>Passes over the page.</summary>
    public void Skip() => Tell(() =>
    {
        Pass();
        return true;
    });

    /// <summary>Decodes all pages.</summary>
    /// <param name="target">Receives the cells.</param>
    /// <param name="row">The row there of the first of the row group.</param>
    public void DecodeAll(ColumnCells target, int row)
    {
        while (Next(target))
        {
            ParallelLoop.Check();
            int rows = PageRows;
            Decode(target, row);
            row += rows;
        }
    }

    /// <summary>Gives the memory back that a page needs while it is decoded, so that other columns have it.</summary>
    public void Release()
    {
        _bytes.Release();
        Return(ref _page);
        Return(ref _plain);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bytes.Dispose();
        Return(ref _page);
        Return(ref _plain);
    }

    private bool GoOn(ColumnCells target)
    {
        _decoder ??= target.Open();
        while (_read < _rows)
        {
            PageHeader header = _bytes.ReadHead();
            if (header.PackedLength > _bytes.Left)
            {
                throw new ParquetFormatException($"A page takes '{header.PackedLength}' bytes, and '{_bytes.Left}' are left of the column.");
            }

            switch (header.Kind)
            {
                case PageKind.Dictionary:
                    ReadDictionary(header);
                    _bytes.Pass(header.PackedLength);
                    break;
                case PageKind.Data or PageKind.DataSecond when header.CellCount > _rows - _read:
                    throw new ParquetFormatException($"A page has '{header.CellCount}' rows, and the row group has '{_rows - _read}' more.");
                case PageKind.Data or PageKind.DataSecond when header.CellCount > 0:
                    _header = header;
                    return true;
                default:
                    _bytes.Pass(header.PackedLength);
                    break;
            }
        }

        return false;
    }

    private void Pass()
    {
        _bytes.Pass(_header!.PackedLength);
        _read += _header.CellCount;
        _header = null;
    }

    private void ReadDictionary(PageHeader header)
    {
        if (_hasDictionary || _read > 0 || header.Encoding is not (PageEncoding.Plain or PageEncoding.PlainDictionary) || _field.Type == PhysicalType.Boolean)
        {
            throw new ParquetFormatException($"It has a second dictionary, or one after its first page, or one with the encoding '{header.Encoding}' for the type '{_field.Type}'.");
        }

        ReadOnlySpan<byte> bytes = Unpack(_bytes.Peek(header.PackedLength), header.Length, isPacked: true);
        _decoder!.SetDictionary(FindPlain(bytes, header.CellCount));
        _hasDictionary = true;
    }

    private void DecodePage(ColumnCells target, int row)
    {
        PageHeader header = _header!;
        ReadOnlySpan<byte> packed = _bytes.Peek(header.PackedLength);
        ReadOnlySpan<byte> bytes;
        Presence presence;
        if (header.Kind == PageKind.Data)
        {
            bytes = Unpack(packed, header.Length, isPacked: true);
            presence = ReadLevels(header, ref bytes);
        }
        else
        {
            int levels = header.DefinitionLength + header.RepetitionLength;
            if (header.DefinitionLength > packed.Length - header.RepetitionLength || levels > header.Length)
            {
                throw new ParquetFormatException($"The levels of a page take '{levels}' bytes, and it has '{packed.Length}'.");
            }

            presence = _field.IsOptional ? ReadHybridLevels(packed.Slice(header.RepetitionLength, header.DefinitionLength), header.CellCount) : new Presence(header.CellCount);
            bytes = Unpack(packed[levels..], header.Length - levels, header.IsPacked);
        }

        DecodeValues(target, row, header, bytes, presence);
    }

    private void DecodeValues(ColumnCells target, int row, PageHeader header, ReadOnlySpan<byte> bytes, Presence presence)
    {
        int count = presence.Count;
        if (count == 0)
        {
            _decoder!.AddPlain(target, row, new PageValues([], Math.Max(1, _field.Width), 0), presence);
        }
        else if (header.Encoding is PageEncoding.PlainDictionary or PageEncoding.RunLengthDictionary)
        {
            if (!_hasDictionary || bytes.Length == 0)
            {
                throw new ParquetFormatException("A page has places in a dictionary, and there is none, or there are no places.");
            }

            _decoder!.AddPlaces(target, row, new HybridReader(bytes[1..], bytes[0]), presence);
        }
        else
        {
            _decoder!.AddPlain(target, row, FindValues(header.Encoding, bytes, count), presence);
        }
    }

    private PageValues FindValues(PageEncoding encoding, ReadOnlySpan<byte> bytes, int count)
    {
        PhysicalType type = _field.Type;
        switch (encoding)
        {
            case PageEncoding.Plain:
                return FindPlain(bytes, count);
            case PageEncoding.RunLength when type == PhysicalType.Boolean:
                ReadOnlySpan<byte> runs = bytes.Slice(sizeof(int), ReadLength(bytes));
                return UnpackBits(runs, count, isHybrid: true);
            case PageEncoding.DeltaBinaryPacked when type is PhysicalType.Int32 or PhysicalType.Int64:
                Span<byte> numbers = Plain(count);
                new DeltaReader(bytes, count).Read(numbers, _field.Width);
                return new PageValues(numbers, _field.Width, count);
            case PageEncoding.ByteStreamSplit when _field.Width > 0:
                Span<byte> joined = Plain(count);
                ByteStreams.Join(bytes, _field.Width, joined);
                return new PageValues(joined, _field.Width, count);
            case PageEncoding.DeltaLengthByteArray when type == PhysicalType.ByteArray:
                return _block.FindDeltaLength(bytes, count);
            case PageEncoding.DeltaByteArray when type is PhysicalType.ByteArray or PhysicalType.FixedLengthByteArray:
                return OfOneWidth(_block.FindDelta(bytes, count));
            default:
                throw new ParquetFormatException($"A page has the encoding '{encoding}', which the type '{type}' has not.");
        }
    }

    private PageValues FindPlain(ReadOnlySpan<byte> bytes, int count) =>
        _field.Width > 0 ? new PageValues(bytes, _field.Width, count)
        : _field.Type == PhysicalType.Boolean ? UnpackBits(bytes, count, isHybrid: false)
        : _block.FindPlain(bytes, count);

    private PageValues OfOneWidth(PageValues values)
    {
        for (int i = 0; _field.Width > 0 && i < values.Count; i++)
        {
            if (values[i].Length != _field.Width)
            {
                throw new ParquetFormatException($"A cell has '{values[i].Length}' bytes and must have '{_field.Width}'.");
            }
        }

        return values;
    }

    /// <summary>Gives each bit a byte.</summary>
    private PageValues UnpackBits(ReadOnlySpan<byte> bytes, int count, bool isHybrid)
    {
        int[] bits = ArrayPool<int>.Shared.Rent(count + 8);
        if (isHybrid)
        {
            new HybridReader(bytes, 1).Read(bits.AsSpan(0, count), 2);
        }
        else if ((count + 7) / 8 > bytes.Length)
        {
            throw new ParquetFormatException($"A page has '{bytes.Length}' bytes of cells and must have '{(count + 7) / 8}'.");
        }
        else
        {
            BitUnpacker.Unpack(bytes, 1, bits.AsSpan(0, (count + 7) & ~7));
        }

        Rent(ref _plain, count);
        for (int i = 0; i < count; i++)
        {
            _plain[i] = (byte)bits[i];
        }

        ArrayPool<int>.Shared.Return(bits);
        return new PageValues(_plain.AsSpan(0, count), 1, count);
    }

    private Presence ReadLevels(PageHeader header, scoped ref ReadOnlySpan<byte> bytes)
    {
        if (!_field.IsOptional)
        {
            return new Presence(header.CellCount);
        }

        if (header.LevelEncoding == PageEncoding.RunLength)
        {
            int length = ReadLength(bytes);
            ReadOnlySpan<byte> levels = bytes.Slice(sizeof(int), length);
            bytes = bytes[(sizeof(int) + length)..];
            return ReadHybridLevels(levels, header.CellCount);
        }

        int packed = (header.CellCount + 7) / 8;
        if (header.LevelEncoding != PageEncoding.BitPacked || packed > bytes.Length)
        {
            throw new ParquetFormatException($"A page has levels with the encoding '{header.LevelEncoding}', or they are cut off.");
        }

        Span<ulong> bits = Levels(header.CellCount);
        for (int i = 0; i < header.CellCount; i++)
        {
            // The highest bit is the first, as old writers did.
            bits[i >> 6] |= (ulong)((bytes[i >> 3] >> (7 - (i & 7))) & 1) << (i & 63);
        }

        bytes = bytes[packed..];
        return new Presence(header.CellCount, bits);
    }

    private Presence ReadHybridLevels(ReadOnlySpan<byte> levels, int count)
    {
        Span<ulong> bits = Levels(count);
        new HybridReader(levels, 1).ReadBits(bits, count);
        return new Presence(count, bits);
    }

    private Span<ulong> Levels(int count)
    {
        int words = (int)(((long)count + 63) >> 6);
        if (_levels.Length < words)
        {
            _levels = new ulong[words];
        }

        Span<ulong> bits = _levels.AsSpan(0, words);
        bits.Clear();
        return bits;
    }

    private static int ReadLength(ReadOnlySpan<byte> bytes)
    {
        int length = bytes.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return length >= 0 && length <= bytes.Length - sizeof(int) ? length : throw new ParquetFormatException($"The levels of a page, or its runs, take '{length}' bytes, and it has '{bytes.Length}'.");
    }

    private ReadOnlySpan<byte> Unpack(ReadOnlySpan<byte> packed, int length, bool isPacked)
    {
        PageCodec codec = isPacked ? _chunk.Codec : PageCodec.Uncompressed;
        PageInflater.Check(codec, packed, length);
        if (codec == PageCodec.Uncompressed || length == 0)
        {
            return packed[..length];
        }

        Rent(ref _page, length);
        PageInflater.Inflate(codec, packed, _page.AsSpan(0, length));
        return _page.AsSpan(0, length);
    }

    private Span<byte> Plain(int count)
    {
        long length = (long)count * _field.Width;
        if (length > Array.MaxLength - PageValues.Padding)
        {
            throw new ParquetFormatException($"The cells of a page take '{length}' bytes and must take at most 2 GiB.");
        }

        Rent(ref _plain, (int)length);
        return _plain.AsSpan(0, (int)length);
    }

    private static void Rent(ref byte[] bytes, int length)
    {
        if (bytes.Length < length + PageValues.Padding)
        {
            Return(ref bytes);
            bytes = ArrayPool<byte>.Shared.Rent(length + PageValues.Padding);
        }
    }

    private static void Return(ref byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = [];
        }
    }

    private T Tell<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ParquetFormatException exception) when (exception.Column is null)
        {
            throw Named(exception);
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            // What no check above foresaw: the bytes are at fault, as every length is theirs.
            throw new ParquetFormatException($"A page is damaged: {exception.Message}", exception) { Column = _field.Name };
        }
    }

    private ParquetFormatException Named(ParquetFormatException exception) => new(exception.Message, exception) { Column = _field.Name };
}
