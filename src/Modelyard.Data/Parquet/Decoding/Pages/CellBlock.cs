using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Modelyard.Data.Parquet.Format;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Represents cells of any length, and finds them in the pages that hold such.</summary>
/// <remarks>Its memory is used again for page after page. Source: Apache Parquet, Encodings.md, "Plain", "Delta-length byte array" and "Delta Strings".</remarks>
internal sealed class CellBlock
{
    // What cells share with the one before may make a small page long.
    private const long LongestPage = 1 << 30;

    private byte[] _bytes = [];
    private int[] _starts = [];
    private int[] _lengths = [];
    private long[] _numbers = [];
    private int _used;

    /// <summary>Gets the number of cells.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the cells that were added.</summary>
    public PageValues Values => new(_bytes.AsSpan(0, _used), _starts.AsSpan(0, Count), _lengths.AsSpan(0, Count));

    /// <summary>Forgets all cells.</summary>
    public void Clear() => (Count, _used) = (0, 0);

    /// <summary>Adds a cell.</summary>
    public void Add(ReadOnlySpan<byte> cell)
    {
        Reserve(ref _starts, Count + 1, Count);
        Reserve(ref _lengths, Count + 1, Count);
        Reserve(ref _bytes, (long)_used + cell.Length + PageValues.Padding, _used);
        cell.CopyTo(_bytes.AsSpan(_used));
        _starts[Count] = _used;
        _lengths[Count++] = cell.Length;
        _used += cell.Length;
    }

    /// <summary>Finds the cells of a plain page, each after its length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public PageValues FindPlain(ReadOnlySpan<byte> page, int count)
    {
        if (count > page.Length / sizeof(int))
        {
            throw Short(page.Length / sizeof(int), count);
        }

        Begin(count);
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            if (at + sizeof(int) > page.Length)
            {
                throw Short(i, count);
            }

            int length = BinaryPrimitives.ReadInt32LittleEndian(page[at..]);
            at += sizeof(int);
            if ((uint)length > (uint)(page.Length - at))
            {
                throw Short(i, count);
            }

            _starts[i] = at;
            _lengths[i] = length;
            at += length;
        }

        return new PageValues(page, _starts.AsSpan(0, count), _lengths.AsSpan(0, count));
    }

    /// <summary>Finds the cells of a page that has all lengths before all bytes.</summary>
    public PageValues FindDeltaLength(ReadOnlySpan<byte> page, int count)
    {
        Begin(count);
        FindLengths(ref page, count, out ReadOnlySpan<byte> bytes);
        return new PageValues(bytes, _starts.AsSpan(0, count), _lengths.AsSpan(0, count));
    }

    /// <summary>Puts together the cells of a page that has of each what it shares with the one before, and the rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public PageValues FindDelta(ReadOnlySpan<byte> page, int count)
    {
        Begin(count);
        int[] shared = new int[count];
        ReadNumbers(ref page, count, shared);
        FindLengths(ref page, count, out ReadOnlySpan<byte> rests);
        long total = 0;
        for (int i = 0; i < count; i++)
        {
            if ((uint)shared[i] > (uint)(i == 0 ? 0 : shared[i - 1] + _lengths[i - 1]))
            {
                throw new ParquetFormatException($"Cell '{i + 1}' of a page shares '{shared[i]}' bytes with the one before, which is shorter.");
            }

            total += shared[i] + (long)_lengths[i];
        }

        if (total > LongestPage)
        {
            throw new ParquetFormatException($"The texts of a page take '{total}' bytes and must take at most '{LongestPage}'.");
        }

        Reserve(ref _bytes, total + PageValues.Padding, 0);
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            int length = shared[i] + _lengths[i];
            _bytes.AsSpan(i == 0 ? 0 : _starts[i - 1], shared[i]).CopyTo(_bytes.AsSpan(at));
            rests.Slice(_starts[i], _lengths[i]).CopyTo(_bytes.AsSpan(at + shared[i]));
            (_starts[i], _lengths[i]) = (at, length);
            at += length;
        }

        _used = at;
        Count = count;
        return Values;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindLengths(scoped ref ReadOnlySpan<byte> page, int count, out ReadOnlySpan<byte> bytes)
    {
        ReadNumbers(ref page, count, _lengths);
        bytes = page;
        long at = 0;
        for (int i = 0; i < count; i++)
        {
            if (_lengths[i] < 0 || at + _lengths[i] > bytes.Length)
            {
                throw Short(i, count);
            }

            _starts[i] = (int)at;
            at += _lengths[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadNumbers(scoped ref ReadOnlySpan<byte> page, int count, int[] numbers)
    {
        Reserve(ref _numbers, count, 0);
        var reader = new DeltaReader(page, count);
        reader.Read(_numbers.AsSpan(0, count));
        page = page[reader.Position..];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = _numbers[i] is >= 0 and <= int.MaxValue ? (int)_numbers[i] : throw new ParquetFormatException($"Cell '{i + 1}' of a page has a length of '{_numbers[i]}' bytes.");
        }
    }

    private void Begin(int count)
    {
        Clear();
        Reserve(ref _starts, count, 0);
        Reserve(ref _lengths, count, 0);
    }

    private static void Reserve<T>(ref T[] values, long count, int used)
    {
        if (values.Length < count)
        {
            var grown = GC.AllocateUninitializedArray<T>((int)Math.Min(Math.Max(count, Math.Max(64, used == 0 ? 0 : 2L * values.Length)), Array.MaxLength));
            values.AsSpan(0, used).CopyTo(grown);
            values = grown;
        }
    }

    private static ParquetFormatException Short(int cell, int count) => new($"A page ends within cell '{cell + 1}' of '{count}'.");
}
