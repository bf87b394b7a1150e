namespace Modelyard.Data.Files;

/// <summary>Represents a stream packed with gzip whose last bytes are kept: they tell how many bytes the last member unpacks to, and their checksum.</summary>
/// <remarks>The platform's reader takes the end of a file that was cut off for the end of its content. Source: RFC 1952, GZIP file format specification, section 2.3.1.</remarks>
internal sealed class PackedStream(Stream inner) : Stream
{
    private const int TailLength = 8;

    // A header, a block of nothing, a tail.
    private const int LeastLength = 20;
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[] Remainders = MakeRemainders();

    private readonly byte[] _tail = new byte[TailLength];
    private long _length;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>Determines whether the stream ended where its content does.</summary>
    /// <param name="content">What it was unpacked to.</param>
    public bool EndsWith(Stream content)
    {
        if (_length < LeastLength)
        {
            return false;
        }

        uint checksum = BitConverter.ToUInt32(_tail), length = BitConverter.ToUInt32(_tail, sizeof(uint));
        if (!BitConverter.IsLittleEndian)
        {
            (checksum, length) = (System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(checksum), System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(length));
        }

        // One member: its length suffices, as the reader has compared the checksum on the way. Of several, the last one is compared here.
        return length == (uint)content.Length || (length < content.Length && Checksum(content, content.Length - length) == checksum);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        if (read >= TailLength)
        {
            buffer[(read - TailLength)..read].CopyTo(_tail);
        }
        else if (read > 0)
        {
            _tail.AsSpan(read).CopyTo(_tail);
            buffer[..read].CopyTo(_tail.AsSpan(TailLength - read));
        }

        _length += read;
        return read;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static uint Checksum(Stream content, long from)
    {
        content.Position = from;
        byte[] buffer = new byte[1 << 16];
        uint checksum = uint.MaxValue;
        int read;
        while ((read = content.Read(buffer)) > 0)
        {
            foreach (byte value in buffer.AsSpan(0, read))
            {
                checksum = Remainders[(byte)(checksum ^ value)] ^ (checksum >> 8);
            }
        }

        return ~checksum;
    }

    private static uint[] MakeRemainders()
    {
        uint[] remainders = new uint[256];
        for (uint value = 0; value < remainders.Length; value++)
        {
            uint remainder = value;
            for (int bit = 0; bit < 8; bit++)
            {
                remainder = (remainder >> 1) ^ ((remainder & 1) * Polynomial);
            }

            remainders[value] = remainder;
        }

        return remainders;
    }
}
