using System.Text;

namespace Modelyard.Data.Tests.Parquet;

/// <summary>Writes structures of Thrift's compact protocol.</summary>
internal sealed class ThriftBytes
{
    private readonly List<byte> _bytes = [];
    private readonly Stack<int> _fields = new([0]);

    /// <summary>Writes an integer of 32 bits.</summary>
    public ThriftBytes Small(int field, int value) => Integer(field, value, 5);

    /// <summary>Writes an integer of 64 bits.</summary>
    public ThriftBytes Integer(int field, long value, int type = 6)
    {
        Head(field, type);
        Varint((ulong)((value << 1) ^ (value >> 63)));
        return this;
    }

    public ThriftBytes Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public ThriftBytes Bytes(int field, byte[] bytes)
    {
        Head(field, 8);
        Varint((ulong)bytes.Length);
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Begins a list, whose elements follow; structures among them end as such.</summary>
    public ThriftBytes List(int field, int type, int count)
    {
        Head(field, 9);
        _bytes.Add((byte)((count << 4) | type));
        for (int i = 0; type == 12 && i < count; i++)
        {
            _fields.Push(0);
        }

        return this;
    }

    public ThriftBytes Begin(int field)
    {
        Head(field, 12);
        _fields.Push(0);
        return this;
    }

    /// <summary>Ends a structure.</summary>
    public ThriftBytes End()
    {
        _bytes.Add(0);
        _fields.Pop();
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    private void Head(int field, int type)
    {
        int delta = field - _fields.Pop();
        _fields.Push(field);
        _bytes.Add((byte)((delta << 4) | type));
    }

    private void Varint(ulong value)
    {
        for (; value > 127; value >>= 7)
        {
            _bytes.Add((byte)(value | 128));
        }

        _bytes.Add((byte)value);
    }
}
