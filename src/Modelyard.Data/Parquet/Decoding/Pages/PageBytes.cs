using System.Buffers;
using Modelyard.Data.Parquet.Format;
using Modelyard.Frames.Csv;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Reads the bytes of one column in one row group, from its first page to its last, and holds no more than a page and a window of them.</summary>
internal sealed class PageBytes : IDisposable
{
    // With what can be read after it, a window takes one of the arrays of a megabyte that the pool has, not one of two.
    private const int Window = (1 << 20) - PageValues.Padding, FirstHead = 1 << 12, LongestHead = 1 << 26;

    private readonly ByteSource _source;
    private readonly int _least;
    private readonly long _end;
    private long _position;
    private byte[] _window = [];
    private int _from;
    private int _filled;

    /// <summary>Initializes a reader.</summary>
    /// <param name="source">The file.</param>
    /// <param name="chunk">The column in its row group.</param>
    /// <param name="isLent">Whether the window is given back after each page: then no more is read than the page.</param>
    /// <exception cref="ParquetFormatException">The column lies outside the file.</exception>
    public PageBytes(ByteSource source, ColumnChunk chunk, bool isLent = false)
    {
        _source = source;
        _least = isLent ? FirstHead : Window;
        _position = chunk.Start;
        _end = chunk.Start + chunk.Length;
        if (chunk.Start < 0 || chunk.Length < 0 || _end < 0 || _end > source.Length)
        {
            throw new ParquetFormatException($"Its bytes lie from '{chunk.Start}' to '{_end}', and the file has '{source.Length}'.");
        }
    }

    /// <summary>Gets the number of bytes that are left.</summary>
    public long Left => _end - _position;

    /// <summary>Reads the head of a page.</summary>
    public PageHeader ReadHead()
    {
        for (int length = FirstHead; ; length *= 4)
        {
            ReadOnlySpan<byte> bytes = Peek((int)Math.Min(length, Left));
            try
            {
                PageHeader header = PageHeaderReader.Read(bytes, out int read);
                Pass(read);
                return header;
            }
            catch (ParquetFormatException exception) when (exception.IsShort && bytes.Length < Left && length < LongestHead)
            {
                // Statistics of long texts make the head longer than what was looked at.
            }
        }
    }

    /// <summary>Gets the next bytes without passing over them; <see cref="PageValues.Padding"/> more can be read after them.</summary>
    /// <exception cref="ParquetFormatException">There are fewer.</exception>
    public ReadOnlySpan<byte> Peek(int length)
    {
        if (length > Left)
        {
            throw new ParquetFormatException($"A page takes '{length}' bytes, and '{Left}' are left of the column.");
        }

        if (_filled - _from < length)
        {
            Fill(length);
        }

        return _window.AsSpan(_from, length);
    }

    /// <summary>Passes over bytes.</summary>
    public void Pass(int length)
    {
        if (length > Left)
        {
            throw new ParquetFormatException($"A page takes '{length}' bytes, and '{Left}' are left of the column.");
        }

        _position += length;
        _from = Math.Min(_filled, _from + length);
    }

    /// <summary>Gives the window back; what comes next is read again.</summary>
    public void Release()
    {
        Dispose();
        (_from, _filled) = (0, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_window.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_window);
            _window = [];
        }
    }

    private void Fill(int length)
    {
        int wanted = (int)Math.Min(Math.Max(length, _least), Left), kept = _filled - _from;
        if (_window.Length < wanted + PageValues.Padding)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(wanted + PageValues.Padding);
            _window.AsSpan(_from, kept).CopyTo(larger);
            Dispose();
            _window = larger;
        }
        else
        {
            _window.AsSpan(_from, kept).CopyTo(_window);
        }

        int read = _source.Read(_position + kept, _window.AsSpan(kept, wanted - kept));
        (_from, _filled) = (0, kept + read);
        if (_filled < length)
        {
            throw new ParquetFormatException("The file was cut off while it was read.");
        }
    }
}
