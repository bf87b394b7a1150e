using System.Buffers;
using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;
using Modelyard.Numerics;

namespace Modelyard.Data.Parquet.Encodings;

/// <summary>Makes the pages of a column of a row group, one after the other.</summary>
/// <param name="compressor">What compresses the pages.</param>
internal sealed class ColumnPages(PageCompressor compressor)
{
    /// <summary>The greatest number of cells of a page, so that numbers take half a megabyte: who reads chunk by chunk holds a page of each column.</summary>
    public const int MaxCells = (1 << 16) - (1 << 10);

    /// <summary>The number of bytes of texts at which a page ends: with what compression may add it takes one of the arrays of half a megabyte that the pool has.</summary>
    public const int MaxBytes = (1 << 19) - (1 << 13);

    private const int HeaderRoom = 64;

    private readonly ByteBuffer _header = new();
    private List<ArraySegment<byte>> _pages = [];
    private int _dictionaryLength;
    private int _cells;
    private long _length;
    private long _compressedLength;
    private PageEncoding _encoding;

    /// <summary>Gets what the page that is being made is written to.</summary>
    public ByteBuffer Body { get; } = new();

    /// <summary>Begins a dictionary: its cells are to be written to the body.</summary>
    public void BeginDictionary() => Body.Clear();

    /// <summary>Ends the dictionary.</summary>
    /// <param name="cells">The number of its cells.</param>
    public void EndDictionary(int cells)
    {
        End(areBits: false, (length, compressed) => PageHeaders.WriteDictionary(_header, cells, length, compressed));
        _dictionaryLength = (int)_compressedLength;
    }

    /// <summary>Begins a page of cells: the present ones are to be written to the body, in which it is told already which are missing.</summary>
    /// <param name="validity">Which cells of the column are present.</param>
    /// <param name="first">The first row of the page.</param>
    /// <param name="count">The number of rows of the page.</param>
    /// <returns>The number of present cells.</returns>
    public int BeginCells(Validity validity, int first, int count)
    {
        ParallelLoop.Check();
        Body.Clear();
        return DefinitionLevels.Write(Body, validity, first, count);
    }

    /// <summary>Ends a page of cells.</summary>
    /// <param name="cells">The number of cells, missing ones included.</param>
    /// <param name="encoding">How they are encoded.</param>
    public void EndCells(int cells, PageEncoding encoding)
    {
        _encoding = encoding;
        _cells += cells;
        End(encoding == PageEncoding.RunLengthDictionary, (length, compressed) => PageHeaders.WriteData(_header, cells, encoding, length, compressed));
    }

    /// <summary>Makes the pages of cells that stand in the dictionary, and gives all pages.</summary>
    /// <param name="cells">The places of the present cells.</param>
    /// <param name="places">How they are written.</param>
    /// <param name="validity">Which cells of the column are present.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="statistics">What is known of the cells.</param>
    public EncodedColumn EncodePlaces(ReadOnlySpan<int> cells, DictionaryPlaces places, Validity validity, int first, int count, ColumnStatistics statistics)
    {
        for (int row = 0; row < count; row += MaxCells)
        {
            int rows = Math.Min(MaxCells, count - row);
            int present = BeginCells(validity, first + row, rows);
            Body.Byte(places.Width);
            HybridEncoder.Encode(cells[..present], places.Width, places.AreRuns, Body);
            cells = cells[present..];
            EndCells(rows, PageEncoding.RunLengthDictionary);
        }

        return Finish(statistics);
    }

    /// <summary>Gives the pages, and begins anew.</summary>
    /// <param name="statistics">What is known of the cells.</param>
    public EncodedColumn Finish(ColumnStatistics statistics)
    {
        var column = new EncodedColumn(_pages, _dictionaryLength, _encoding, _cells, _length, _compressedLength, statistics);
        (_pages, _dictionaryLength, _cells, _length, _compressedLength) = ([], 0, 0, 0, 0);
        return column;
    }

    /// <summary>Gives the arrays of pages back that were made.</summary>
    public static void Return(EncodedColumn column)
    {
        foreach (ArraySegment<byte> page in column.Pages)
        {
            ArrayPool<byte>.Shared.Return(page.Array!);
        }
    }

    private void End(bool areBits, Action<int, int> writeHeader)
    {
        // The header tells how long the page is as it is compressed, and stands before it: its room is left free.
        long room = HeaderRoom + compressor.Bound(Body.Length);
        if (room > Array.MaxLength)
        {
            throw new ModelyardException($"A page of '{Body.Length}' bytes would be compressed, which needs room for '{room}', and there can be room for '{Array.MaxLength}'. Shorten the longest texts, or write them uncompressed.");
        }

        byte[] page = ArrayPool<byte>.Shared.Rent((int)room);
        int compressed = compressor.Compress(Body.Written, new ArraySegment<byte>(page, HeaderRoom, (int)room - HeaderRoom), areBits);
        _header.Clear();
        writeHeader(Body.Length, compressed);
        int start = HeaderRoom - _header.Length;
        _header.Written.CopyTo(page.AsSpan(start));
        _pages.Add(new ArraySegment<byte>(page, start, _header.Length + compressed));
        _length += _header.Length + Body.Length;
        _compressedLength += _header.Length + compressed;
    }
}
