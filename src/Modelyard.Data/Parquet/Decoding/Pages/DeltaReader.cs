using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Modelyard.Data.Parquet.Format;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Reads integers that are encoded as differences, in blocks of bits.</summary>
/// <remarks>Source: Apache Parquet, Encodings.md, "Delta Encoding"; Lemire and Boytsov (2015), Decoding billions of integers per second through vectorization. After the bytes, <see cref="PageValues.Padding"/> more can be read.</remarks>
internal ref struct DeltaReader
{
    private const int LargestBlock = 1 << 20;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _parts;
    private readonly int _partValues;
    private readonly long _first;

    /// <summary>Initializes a reader.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="expected">The number of integers that must be there.</param>
    public DeltaReader(ReadOnlySpan<byte> bytes, int expected)
    {
        _bytes = bytes;
        ulong block = ReadVarint(), parts = ReadVarint(), count = ReadVarint();
        _first = ReadZigzag();
        if (block is 0 or > LargestBlock || parts == 0 || parts > block || block % parts != 0 || block / parts % 8 != 0)
        {
            throw new ParquetFormatException($"A page has blocks of '{block}' differences in '{parts}' parts, and parts must have a multiple of 8.");
        }

        if (count != (ulong)expected)
        {
            throw new ParquetFormatException($"A page has '{count}' differences and must have '{expected}'.");
        }

        _parts = (int)parts;
        _partValues = (int)(block / parts);
    }

    /// <summary>Gets the number of bytes that were read.</summary>
    public int Position { get; private set; }

    /// <summary>Reads all integers.</summary>
    /// <param name="values">Receives them, as many as were expected.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(Span<long> values)
    {
        if (values.Length == 0)
        {
            return;
        }

        long last = _first;
        values[0] = last;
        Span<ulong> differences = _partValues <= 1024 ? stackalloc ulong[_partValues] : new ulong[_partValues];
        int at = 1;
        while (at < values.Length)
        {
            long least = ReadZigzag();
            ReadOnlySpan<byte> widths = Take(_parts);
            for (int part = 0; part < _parts && at < values.Length; part++)
            {
                int width = widths[part];
                if (width > 64)
                {
                    throw new ParquetFormatException($"Differences of a page have '{width}' bits and must have 0 to 64.");
                }

                ReadOnlySpan<byte> packed = Take((int)((long)width * _partValues / 8));
                int count = Math.Min(_partValues, values.Length - at);
                BitUnpacker.Unpack(packed, width, differences[..count]);
                for (int i = 0; i < count; i++)
                {
                    last = unchecked(last + least + (long)differences[i]);
                    values[at + i] = last;
                }

                at += count;
            }
        }
    }

    /// <summary>Reads all integers as the bytes of a plain page.</summary>
    /// <param name="plain">Receives four or eight bytes for each.</param>
    /// <param name="width">The number of bytes of each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(Span<byte> plain, int width)
    {
        if (width == sizeof(long))
        {
            Read(MemoryMarshal.Cast<byte, long>(plain));
            return;
        }

        Span<int> narrow = MemoryMarshal.Cast<byte, int>(plain);
        long[] values = System.Buffers.ArrayPool<long>.Shared.Rent(narrow.Length);
        Read(values.AsSpan(0, narrow.Length));
        for (int i = 0; i < narrow.Length; i++)
        {
            narrow[i] = unchecked((int)values[i]);
        }

        System.Buffers.ArrayPool<long>.Shared.Return(values);
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _bytes.Length - Position)
        {
            throw new ParquetFormatException("A page ends within its differences.");
        }

        ReadOnlySpan<byte> taken = _bytes.Slice(Position, length);
        Position += length;
        return taken;
    }

    private long ReadZigzag()
    {
        ulong value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 127) << Math.Min(shift, 63);
            if (next < 128)
            {
                return value;
            }
        }

        throw new ParquetFormatException("A page has an integer of more than 64 bits.");
    }
}
