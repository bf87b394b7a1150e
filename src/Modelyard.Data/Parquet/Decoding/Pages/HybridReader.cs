using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Modelyard.Data.Parquet.Format;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Reads integers that are encoded as runs of one value and as groups of eight in few bits each.</summary>
/// <remarks>Source: Apache Parquet, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid". After the bytes, <see cref="PageValues.Padding"/> more can be read.</remarks>
internal ref struct HybridReader
{
    private const int Batch = 1024;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _width;
    private readonly int _valueBytes;
    private readonly uint _valueMask;
    private int _at;

    /// <summary>Initializes a reader.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="width">The number of bits of an integer.</param>
    public HybridReader(ReadOnlySpan<byte> bytes, int width)
    {
        if (width is < 0 or > 32)
        {
            throw new ParquetFormatException($"Integers of a page have '{width}' bits and must have 0 to 32.");
        }

        _bytes = bytes;
        _width = width;
        _valueBytes = (width + 7) >> 3;
        _valueMask = (uint)((1UL << (8 * _valueBytes)) - 1);
    }

    /// <summary>Reads integers.</summary>
    /// <param name="values">Receives them, all that there is room for.</param>
    /// <param name="limit">What each must be less than.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(Span<int> values, int limit)
    {
        Span<int> batch = stackalloc int[Batch];
        while (values.Length > 0)
        {
            int count = ReadRun(values.Length, out bool isRun, out int value, out ReadOnlySpan<byte> packed);
            if (isRun)
            {
                Check(value, limit);
                values[..count].Fill(value);
            }
            else
            {
                // Whole groups go to where they belong, the rest through the batch.
                int whole = count & ~7;
                BitUnpacker.Unpack(packed, _width, values[..whole]);
                if (whole < count)
                {
                    BitUnpacker.Unpack(packed[(whole / 8 * _width)..], _width, batch[..8]);
                    batch[..(count - whole)].CopyTo(values[whole..]);
                }

                Check(values[..count], limit);
            }

            values = values[count..];
        }
    }

    /// <summary>Reads the places of cells in a dictionary and takes these.</summary>
    /// <param name="dictionary">The cells of the dictionary.</param>
    /// <param name="cells">Receives cells, all that there is room for.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read<T>(ReadOnlySpan<T> dictionary, Span<T> cells)
        where T : unmanaged
    {
        Span<int> batch = stackalloc int[Batch];
        while (cells.Length > 0)
        {
            int count = ReadRun(cells.Length, out bool isRun, out int value, out ReadOnlySpan<byte> packed);
            if (isRun)
            {
                Check(value, dictionary.Length);
                Fill(cells[..count], dictionary[value]);
            }

            for (int first = 0; !isRun && first < count; first += Batch)
            {
                int some = Math.Min(Batch, count - first);
                Span<int> places = batch[..((some + 7) & ~7)];
                BitUnpacker.Unpack(packed[(first / 8 * _width)..], _width, places);
                Check(places[..some], dictionary.Length);
                Take(dictionary, places[..some], cells[first..]);
            }

            cells = cells[count..];
        }
    }

    /// <summary>Reads levels of one bit as bits.</summary>
    /// <param name="bits">Receives one bit a level, clear at first and past the last.</param>
    /// <param name="count">The number of levels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ReadBits(Span<ulong> bits, int count)
    {
        int at = 0;
        while (at < count)
        {
            int some = ReadRun(count - at, out bool isRun, out int value, out ReadOnlySpan<byte> packed);
            if (isRun)
            {
                Check(value, 2);
                for (int done = 0; value == 1 && done < some;)
                {
                    int room = Math.Min(64 - ((at + done) & 63), some - done);
                    bits[(at + done) >> 6] |= (ulong.MaxValue >> (64 - room)) << ((at + done) & 63);
                    done += room;
                }
            }

            for (int done = 0; !isRun && done < some; done += 8)
            {
                int room = Math.Min(8, some - done), place = at + done, shift = place & 63;
                ulong eight = packed[done >> 3] & (0xFFUL >> (8 - room));
                bits[place >> 6] |= eight << shift;
                if (shift > 56 && eight >> (64 - shift) is ulong rest and not 0)
                {
                    bits[(place >> 6) + 1] |= rest;
                }
            }

            at += some;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill<T>(Span<T> cells, T cell)
    {
        const int Short = 16;
        if (cells.Length > Short)
        {
            cells.Fill(cell);
            return;
        }

        // Sorted columns have short runs, for which a call takes longer than the stores.
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = cell;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Take<T>(ReadOnlySpan<T> dictionary, ReadOnlySpan<int> places, Span<T> cells)
        where T : unmanaged
    {
        // All places were checked: without a check of each, a load and a store a cell remain (read_parquet_flights).
        ref T from = ref MemoryMarshal.GetReference(dictionary);
        ref T to = ref MemoryMarshal.GetReference(cells[..places.Length]);
        ref int place = ref MemoryMarshal.GetReference(places);
        for (int i = 0; i < places.Length; i++)
        {
            Unsafe.Add(ref to, i) = Unsafe.Add(ref from, Unsafe.Add(ref place, i));
        }
    }

    /// <summary>Reads the head of a run, and its value or where its bits lie.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadRun(int most, out bool isRun, out int value, out ReadOnlySpan<byte> packed)
    {
        uint head = ReadHead();
        isRun = (head & 1) == 0;
        packed = default;
        value = 0;
        uint length = head >> 1;
        if (length == 0)
        {
            throw new ParquetFormatException("A page has a run of no cells.");
        }

        if (isRun)
        {
            // Four bytes can be read; those that are no part of the value are masked.
            value = (int)(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref MemoryMarshal.GetReference(_bytes), _at)) & _valueMask);
            _at += _valueBytes;
            if (_at > _bytes.Length)
            {
                throw Short();
            }

            return (int)Math.Min(length, (uint)most);
        }

        // Some writers cut off the last group after the last cell.
        long bytes = Math.Min((long)length * _width, _bytes.Length - _at);
        int count = (int)Math.Min((long)length * 8, most);
        if ((((long)count * _width) + 7) >> 3 > bytes)
        {
            throw Short();
        }

        // The last group is unpacked as a whole; what lies after the bytes can be read.
        int rounded = (int)((((long)count + 7) >> 3) * _width);
        packed = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref MemoryMarshal.GetReference(_bytes), _at), rounded);
        _at += (int)bytes;
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint ReadHead()
    {
        uint head = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            byte next = ReadByte();
            head |= (uint)(next & 127) << shift;
            if (next < 128)
            {
                return head;
            }
        }

        throw new ParquetFormatException("The length of a run in a page has more than 32 bits.");
    }

    private byte ReadByte() => _at < _bytes.Length ? _bytes[_at++] : throw Short();

    private static void Check(int value, int limit)
    {
        if ((uint)value >= (uint)limit)
        {
            throw Beyond((uint)value, limit);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Check(ReadOnlySpan<int> values, int limit)
    {
        uint greatest = 0;
        ref int first = ref MemoryMarshal.GetReference(values);
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            var most = Vector256<uint>.Zero;
            for (; i + 8 <= values.Length; i += 8)
            {
                most = Vector256.Max(most, Vector256.LoadUnsafe(ref Unsafe.As<int, uint>(ref Unsafe.Add(ref first, i))));
            }

            for (int lane = 0; lane < 8; lane++)
            {
                greatest = Math.Max(greatest, most[lane]);
            }
        }

        for (; i < values.Length; i++)
        {
            greatest = Math.Max(greatest, (uint)values[i]);
        }

        if (values.Length > 0 && greatest >= (uint)limit)
        {
            throw Beyond(greatest, limit);
        }
    }

    private static ParquetFormatException Beyond(uint value, int limit) => new($"A page has the place or level '{value}' and must have 0 to '{limit - 1}'.");

    private static ParquetFormatException Short() => new("A page ends within its places or levels.");
}
