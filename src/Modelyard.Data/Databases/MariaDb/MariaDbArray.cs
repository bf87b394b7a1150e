using System.Runtime.InteropServices;
using System.Text;
using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Represents some rows of a column, laid out as the client library takes an array of parameters. It holds the memory until it is disposed of.</summary>
/// <remarks>Numbers stand one after another, where they stand in the column. Of texts and times there are pointers, and of texts lengths.</remarks>
internal sealed unsafe class MariaDbArray : IDisposable
{
    private const byte MissingIndicator = 1;

    private readonly List<GCHandle> _pins = [];
    private readonly int _type;
    private readonly int _size;
    private readonly byte* _cells;
    private readonly CULong* _lengths;
    private readonly byte* _missing;

    public MariaDbArray(Column column, int first, int rows)
    {
        byte[] missing = new byte[rows];
        for (int i = 0; i < rows && column.MissingCount > 0; i++)
        {
            missing[i] = column.IsMissing(first + i) ? MissingIndicator : (byte)0;
        }

        _missing = Pin(missing);
        switch (column)
        {
            case IntegerColumn integers:
                (_type, _size) = (MariaDbType.LongLong, sizeof(long));
                _cells = Pin(integers.Values.Slice(first, rows).ToArray());
                break;
            case DoubleColumn doubles:
                (_type, _size) = (MariaDbType.Double, sizeof(double));
                _cells = Pin(doubles.Values.Slice(first, rows).ToArray());
                break;
            case BooleanColumn booleans:
                (_type, _size) = (MariaDbType.Tiny, sizeof(byte));
                _cells = Pin(MemoryMarshal.AsBytes(booleans.Values.Slice(first, rows)).ToArray());
                break;
            case TimestampColumn times:
                _type = MariaDbType.DateTime;
                _cells = Times(times.Ticks.Slice(first, rows));
                break;
            default:
                _type = MariaDbType.String;
                _cells = Texts(column, first, rows, out CULong[] lengths);
                _lengths = (CULong*)Pin(lengths);
                break;
        }
    }

    /// <summary>Gets the binding of all rows.</summary>
    public MariaDbBinding Whole => new() { Type = _type, Buffer = _cells, Length = _lengths, Indicators = _missing };

    /// <summary>Gets the binding of one row.</summary>
    public MariaDbBinding At(int row)
    {
        void* cell = _size > 0 ? _cells + ((nint)row * _size) : ((void**)_cells)[row];
        CULong length = _lengths is null ? default : _lengths[row];
        return new MariaDbBinding
        {
            Type = _missing[row] == MissingIndicator ? MariaDbType.Null : _type,
            Buffer = cell,
            BufferLength = length,
            Length = _lengths is null ? null : _lengths + row,
            LengthValue = length,
        };
    }

    public void Dispose()
    {
        _pins.ForEach(pin => pin.Free());
        _pins.Clear();
    }

    private byte* Times(ReadOnlySpan<long> ticks)
    {
        var times = new MariaDbTime[ticks.Length];
        for (int i = 0; i < ticks.Length; i++)
        {
            times[i] = MariaDbTime.Of(ticks[i]);
        }

        byte* start = Pin(times);
        return Pointers(ticks.Length, i => start + ((nint)i * sizeof(MariaDbTime)));
    }

    private byte* Texts(Column column, int first, int rows, out CULong[] lengths)
    {
        // All texts stand in one block; a category's levels once each.
        byte[][]? levels = column is CategoryColumn categories ? [.. categories.Levels.Select(Encoding.UTF8.GetBytes)] : null;
        int[] starts = new int[rows], codes = levels is null ? [] : ((CategoryColumn)column).Codes.Slice(first, rows).ToArray();
        lengths = new CULong[rows];
        byte[] bytes;
        if (levels is null)
        {
            var texts = (TextColumn)column;
            int used = 0;
            for (int i = 0; i < rows; i++)
            {
                starts[i] = used;
                int length = texts.Utf8(first + i).Length;
                lengths[i] = new CULong((nuint)length);
                used = checked(used + length);
            }

            bytes = new byte[used + 1];
            for (int i = 0; i < rows; i++)
            {
                texts.Utf8(first + i).CopyTo(bytes.AsSpan(starts[i]));
            }
        }
        else
        {
            int[] offsets = new int[levels.Length + 1];
            for (int level = 0; level < levels.Length; level++)
            {
                offsets[level + 1] = checked(offsets[level] + levels[level].Length);
            }

            bytes = [.. levels.SelectMany(level => level), 0];
            for (int i = 0; i < rows; i++)
            {
                starts[i] = codes[i] < 0 ? 0 : offsets[codes[i]];
                lengths[i] = new CULong((nuint)(codes[i] < 0 ? 0 : levels[codes[i]].Length));
            }
        }

        byte* block = Pin(bytes);
        return Pointers(rows, i => block + starts[i]);
    }

    private byte* Pointers(int rows, PointerOf of)
    {
        var pointers = new nint[rows];
        for (int i = 0; i < rows; i++)
        {
            pointers[i] = (nint)of(i);
        }

        return Pin(pointers);
    }

    private byte* Pin<T>(T[] array)
        where T : unmanaged
    {
        var pin = GCHandle.Alloc(array.Length > 0 ? array : new T[1], GCHandleType.Pinned);
        _pins.Add(pin);
        return (byte*)pin.AddrOfPinnedObject();
    }

    private delegate byte* PointerOf(int row);
}
