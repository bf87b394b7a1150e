using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Modelyard.Data.Parquet.Encodings;

/// <summary>Numbers the different texts of a column, in the order in which they come.</summary>
internal sealed class TextTable
{
    private const int LeastSlots = 1 << 10;

    // After each so many cells it is given up if most of them were new.
    private const int Trial = 1 << 12;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private int[] _slots = new int[LeastSlots];
    private int[] _rows = new int[LeastSlots / 2];
    private uint[] _hashes = new uint[LeastSlots / 2];
    private long _steps;

    /// <summary>Gets the number of different texts.</summary>
    public int Count { get; private set; }

    /// <summary>Gets a row of each text.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        Count = 0;
        _steps = 0;
        if (_slots.Length > LeastSlots)
        {
            _slots = new int[LeastSlots];
        }

        Array.Clear(_slots);
    }

    /// <summary>Determines, after a number of cells, whether so many of them were different that a dictionary does not pay.</summary>
    public bool IsHopeless(int cells) => (cells & (Trial - 1)) == 0 && (Count > cells / 4 * 3 || _steps > (4L * cells) + Trial);

    /// <summary>Gets the number of a text.</summary>
    /// <param name="bytes">The bytes of all texts.</param>
    /// <param name="offsets">Where the text of each row begins.</param>
    /// <param name="row">The row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Find(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row)
    {
        ReadOnlySpan<byte> text = bytes[offsets[row]..offsets[row + 1]];
        uint hash = Hash(text);
        int[] slots = _slots;
        uint mask = (uint)slots.Length - 1, slot = hash & mask;
        int code;
        while ((code = slots[slot] - 1) >= 0)
        {
            if (_hashes[code] == hash && text.SequenceEqual(bytes[offsets[_rows[code]]..offsets[_rows[code] + 1]]))
            {
                return code;
            }

            _steps++;
            slot = (slot + 1) & mask;
        }

        slots[slot] = Count + 1;
        (_rows[Count], _hashes[Count]) = (row, hash);
        if (2 * ++Count == slots.Length)
        {
            Grow();
        }

        return Count - 1;
    }

    private static uint Hash(ReadOnlySpan<byte> text)
    {
        ulong hash = (ulong)text.Length * Multiplier;
        ref byte at = ref MemoryMarshal.GetReference(text);
        int left = text.Length;
        for (; left > sizeof(ulong); left -= sizeof(ulong), at = ref Unsafe.Add(ref at, sizeof(ulong)))
        {
            hash = (BitOperations.RotateLeft(hash, 29) ^ Unsafe.ReadUnaligned<ulong>(ref at)) * Multiplier;
        }

        // The last up to eight bytes; of fewer than eight the words overlap.
        ulong last = left switch
        {
            8 => Unsafe.ReadUnaligned<ulong>(ref at),
            >= 4 => Unsafe.ReadUnaligned<uint>(ref at) | ((ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref at, left - 4)) << 32),
            > 0 => at | ((ulong)Unsafe.Add(ref at, left >> 1) << 8) | ((ulong)Unsafe.Add(ref at, left - 1) << 16),
            _ => 0,
        };
        hash = BitOperations.RotateLeft(hash, 29) ^ last;

        // A product carries upwards only: without the fold texts that differ in their last bytes would meet in one slot.
        return (uint)(((hash ^ (hash >> 32)) * Multiplier) >> 32);
    }

    private void Grow()
    {
        int[] slots = new int[_slots.Length * 2];
        if (_rows.Length < slots.Length / 2)
        {
            Array.Resize(ref _rows, slots.Length / 2);
            Array.Resize(ref _hashes, slots.Length / 2);
        }

        uint mask = (uint)slots.Length - 1;
        for (int code = 0; code < Count; code++)
        {
            uint slot = _hashes[code] & mask;
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            slots[slot] = code + 1;
        }

        _slots = slots;
    }
}
