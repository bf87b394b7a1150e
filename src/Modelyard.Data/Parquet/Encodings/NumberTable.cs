using System.Runtime.CompilerServices;

namespace Modelyard.Data.Parquet.Encodings;

/// <summary>Numbers the different numbers of a column, in the order in which they come.</summary>
internal sealed class NumberTable
{
    private const int LeastSlots = 1 << 10;

    // After so many cells, and then after each as many again, it is given up if most cells were new.
    private const int Trial = 1 << 13;

    private int[] _slots = new int[LeastSlots];
    private long[] _numbers = new long[LeastSlots / 2];

    /// <summary>Gets the number of different numbers.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the different numbers.</summary>
    public ReadOnlySpan<long> Numbers => _numbers.AsSpan(0, Count);

    /// <summary>Numbers cells.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="codes">Receives the number of each.</param>
    /// <returns>False if most cells are different, so that it was given up.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryAdd(ReadOnlySpan<long> cells, Span<int> codes)
    {
        Count = 0;
        if (_slots.Length > LeastSlots)
        {
            _slots = new int[LeastSlots];
        }

        Array.Clear(_slots);
        long lastCell = 0, steps = 0, mostSteps = 4L * cells.Length + Trial;
        int lastCode = -1;
        for (int i = 0; i < cells.Length; i++)
        {
            long cell = cells[i];
            if (cell != lastCell || lastCode < 0)
            {
                lastCell = cell;
                lastCode = Find(cell, ref steps);
            }

            codes[i] = lastCode;
            if ((i & (Trial - 1)) == Trial - 1 && (Count > (i + 1) / 4 * 3 || steps > mostSteps))
            {
                return false;
            }
        }

        return true;
    }

    private static uint Slot(long number, int mask)
    {
        // The upper half is folded in, as the lower one of round doubles is zero; the multiplier is that of Fibonacci hashing (Knuth, volume 3, 6.4).
        ulong folded = (ulong)number ^ ((ulong)number >> 32);
        return (uint)((folded * 0x9E3779B97F4A7C15) >> 32) & (uint)mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Find(long cell, ref long steps)
    {
        int[] slots = _slots;
        int mask = slots.Length - 1;
        uint slot = Slot(cell, mask);
        int code;
        while ((code = slots[slot] - 1) >= 0)
        {
            if (_numbers[code] == cell)
            {
                return code;
            }

            steps++;
            slot = (slot + 1) & (uint)mask;
        }

        slots[slot] = Count + 1;
        _numbers[Count++] = cell;
        if (2 * Count == slots.Length)
        {
            Grow();
        }

        return Count - 1;
    }

    private void Grow()
    {
        int[] slots = new int[_slots.Length * 2];
        if (_numbers.Length < slots.Length / 2)
        {
            Array.Resize(ref _numbers, slots.Length / 2);
        }

        int mask = slots.Length - 1;
        for (int code = 0; code < Count; code++)
        {
            uint slot = Slot(_numbers[code], mask);
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & (uint)mask;
            }

            slots[slot] = code + 1;
        }

        _slots = slots;
    }
}
