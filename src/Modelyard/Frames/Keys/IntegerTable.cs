using System.Numerics;

namespace Modelyard.Frames.Keys;

/// <summary>Numbers the integers that are met, from zero, in the order in which they are met first.</summary>
/// <remarks>Open addressing with linear probing at a load of at most one half. Source: Knuth, The Art of Computer Programming, volume 3, section 6.4.</remarks>
internal sealed class IntegerTable
{
    private long[] _values;
    private int[] _numbers;
    private int _shift;

    public IntegerTable(int expected = 512)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2L * expected));
        (_values, _numbers, _shift) = Slots(size);
    }

    /// <summary>Gets how many different integers were met.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the number of an integer, which is given one if it is new.</summary>
    public int NumberOf(long value)
    {
        int at = Find(value);
        if (_numbers[at] >= 0)
        {
            return _numbers[at];
        }

        if (2 * (Count + 1) > _values.Length)
        {
            Grow();
            at = Find(value);
        }

        _values[at] = value;
        _numbers[at] = Count;
        return Count++;
    }

    private static (long[] Values, int[] Numbers, int Shift) Slots(int size)
    {
        int[] numbers = new int[size];
        Array.Fill(numbers, -1);
        return (new long[size], numbers, 64 - BitOperations.Log2((uint)size));
    }

    private int Find(long value)
    {
        // Fibonacci hashing: the multiplier is 2^64 over the golden ratio.
        int at = (int)((ulong)(value ^ (value >> 32)) * 0x9E3779B97F4A7C15UL >> _shift);
        while (_numbers[at] >= 0 && _values[at] != value)
        {
            at = (at + 1) & (_values.Length - 1);
        }

        return at;
    }

    private void Grow()
    {
        long[] values = _values;
        int[] numbers = _numbers;
        (_values, _numbers, _shift) = Slots(checked(2 * values.Length));
        for (int i = 0; i < values.Length; i++)
        {
            if (numbers[i] >= 0)
            {
                int at = Find(values[i]);
                _values[at] = values[i];
                _numbers[at] = numbers[i];
            }
        }
    }
}
