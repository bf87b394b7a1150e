using System.Buffers.Binary;

namespace Modelyard.Data.Databases;

/// <summary>Writes the binary form of COPY: numbers with the highest byte first, each cell after its length.</summary>
internal sealed class CopyBuffer(Stream stream)
{
    private const int Missing = -1;
    private readonly byte[] _bytes = new byte[1 << 16];
    private int _used;

    public void WriteHeader()
    {
        Put("PGCOPY\n"u8);
        Put([0xFF, (byte)'\r', (byte)'\n', 0]);
        Put(0);
        Put(0);
    }

    public void WriteEnd() => Put((short)-1);

    public void BeginRow(int cells) => Put((short)cells);

    public void WriteMissing() => Put(Missing);

    public void Write(bool value)
    {
        Put(1);
        Room(1)[0] = value ? (byte)1 : (byte)0;
    }

    public void Write(short value)
    {
        Put(sizeof(short));
        Put(value);
    }

    public void Write(int value)
    {
        Put(sizeof(int));
        Put(value);
    }

    public void Write(long value)
    {
        Put(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(Room(sizeof(long)), value);
    }

    public void Write(ReadOnlySpan<byte> text)
    {
        Put(text.Length);
        Put(text);
    }

    public void Flush()
    {
        stream.Write(_bytes, 0, _used);
        _used = 0;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= _bytes.Length)
        {
            bytes.CopyTo(Room(bytes.Length));
            return;
        }

        Flush();
        stream.Write(bytes);
    }

    private void Put(int value) => BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int)), value);

    private void Put(short value) => BinaryPrimitives.WriteInt16BigEndian(Room(sizeof(short)), value);

    private Span<byte> Room(int length)
    {
        if (_used + length > _bytes.Length)
        {
            Flush();
        }

        _used += length;
        return _bytes.AsSpan(_used - length, length);
    }
}
