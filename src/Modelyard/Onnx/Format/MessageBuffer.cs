using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Modelyard.Onnx.Format;

/// <summary>Represents a message of the protocol buffer encoding while it is written: fields, each a number, a wire type and a value.</summary>
/// <remarks>A message inside another is kept as it is and not copied, so that a large model costs its size once.</remarks>
internal sealed class MessageBuffer
{
    private const int Varint = 0, Delimited = 2;

    private readonly List<(byte[] Bytes, int Length)> _closed = [];
    private byte[] _open = [];
    private int _used;
    private long _closedLength;

    /// <summary>Gets the number of bytes.</summary>
    internal long Length => _closedLength + _used;

    /// <summary>Writes an integer or the number of a member of an enumeration.</summary>
    internal MessageBuffer Write(int field, long value)
    {
        WriteTag(field, Varint);
        Append(value);
        return this;
    }

    /// <summary>Writes a text in UTF-8.</summary>
    internal MessageBuffer Write(int field, string text) => Write(field, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes bytes.</summary>
    internal MessageBuffer Write(int field, ReadOnlySpan<byte> bytes)
    {
        WriteTag(field, Delimited);
        Append(bytes.Length);
        bytes.CopyTo(Grow(bytes.Length));
        return this;
    }

    /// <summary>Writes a message, or a packed list of values, whole. Nothing may be added to it afterwards.</summary>
    internal MessageBuffer Write(int field, MessageBuffer part)
    {
        WriteTag(field, Delimited);
        Append(part.Length);
        Close();
        part.Close();
        _closed.AddRange(part._closed);
        _closedLength += part._closedLength;
        return this;
    }

    /// <summary>Adds an integer to a packed list, which is written as if it were a message.</summary>
    internal void Append(long value)
    {
        ulong rest = (ulong)value;
        Span<byte> room = Grow(Math.Max(1, (BitOperations.Log2(rest | 1) / 7) + 1));
        int at = 0;
        for (; rest >= 0x80; rest >>= 7)
        {
            room[at++] = (byte)(rest | 0x80);
        }

        room[at] = (byte)rest;
    }

    /// <summary>Adds a number of double precision to raw data, which is little-endian everywhere.</summary>
    internal void AppendNumber(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Grow(sizeof(double)), value);

    /// <summary>Adds an integer of 64 bits to raw data.</summary>
    internal void AppendInteger(long value) => BinaryPrimitives.WriteInt64LittleEndian(Grow(sizeof(long)), value);

    /// <summary>Adds a byte to raw data.</summary>
    internal void AppendByte(byte value) => Grow(1)[0] = value;

    /// <summary>Writes all bytes to a stream.</summary>
    internal void CopyTo(Stream destination)
    {
        foreach ((byte[] bytes, int length) in _closed)
        {
            destination.Write(bytes, 0, length);
        }

        destination.Write(_open, 0, _used);
    }

    private void WriteTag(int field, int wireType) => Append(((long)field << 3) | (uint)wireType);

    private Span<byte> Grow(int count)
    {
        if (_used + (long)count > Array.MaxLength)
        {
            Close();
        }

        if (_used + count > _open.Length)
        {
            Array.Resize(ref _open, (int)Math.Min(Array.MaxLength, Math.Max(32L, Math.Max(_used + count, 2L * _open.Length))));
        }

        _used += count;
        return _open.AsSpan(_used - count, count);
    }

    private void Close()
    {
        if (_used > 0)
        {
            _closed.Add((_open, _used));
            _closedLength += _used;
            (_open, _used) = ([], 0);
        }
    }
}
