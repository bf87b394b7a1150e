using System.Buffers.Binary;

namespace Modelyard.Data.Parquet.Format;

/// <summary>Represents bytes that are written one after the other, in an array that grows and is used again.</summary>
internal sealed class ByteBuffer
{
    private byte[] _bytes = new byte[256];

    /// <summary>Gets the number of bytes that were written.</summary>
    public int Length { get; private set; }

    /// <summary>Gets the bytes that were written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Begins anew.</summary>
    public void Clear() => Length = 0;

    /// <summary>Gets room for at least so many bytes, of which none counts as written yet.</summary>
    public Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count)
        {
            long needed = (long)Length + count;
            if (needed > Array.MaxLength)
            {
                throw new ModelyardException($"A page or the footer of a Parquet file would take '{needed}' bytes and may take '{Array.MaxLength}'. Write fewer columns to a file, or shorter texts.");
            }

            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _bytes.Length)));
        }

        return _bytes.AsSpan(Length);
    }

    /// <summary>Counts bytes of the room as written.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Writes a byte.</summary>
    public void Byte(int value)
    {
        Room(1)[0] = (byte)value;
        Length++;
    }

    /// <summary>Writes bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Writes four bytes, the lowest first.</summary>
    public void Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Room(sizeof(int)), value);
        Length += sizeof(int);
    }

    /// <summary>Writes four bytes over those at a place.</summary>
    public void Int32At(int place, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(place), value);

    /// <summary>Writes a byte over that at a place.</summary>
    public void ByteAt(int place, int value) => _bytes[place] = (byte)value;

    /// <summary>Writes the length of a text and its bytes.</summary>
    public void Text(ReadOnlySpan<byte> text)
    {
        Span<byte> room = Room(checked(text.Length + sizeof(int)));
        BinaryPrimitives.WriteInt32LittleEndian(room, text.Length);
        text.CopyTo(room[sizeof(int)..]);
        Length += text.Length + sizeof(int);
    }

    /// <summary>Writes seven bits a byte, the lowest first, the eighth set where more follow.</summary>
    public void Varint(ulong value)
    {
        Span<byte> room = Room(10);
        int length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            room[length++] = (byte)(value | 0x80);
        }

        room[length++] = (byte)value;
        Length += length;
    }

    /// <summary>Writes a signed number so that small ones of either sign are short.</summary>
    public void ZigZag(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));
}
