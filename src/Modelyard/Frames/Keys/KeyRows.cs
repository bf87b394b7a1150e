namespace Modelyard.Frames.Keys;

/// <summary>Represents the rows of a table gathered by their keys, those of one key in the order of the table.</summary>
internal sealed class KeyRows
{
    private readonly int[] _starts;
    private readonly int[] _rows;

    private KeyRows(int[] starts, int[] rows)
    {
        _starts = starts;
        _rows = rows;
    }

    /// <summary>Gets the number of keys.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>Gets the rows of all keys, key after key; rows without a key are left out.</summary>
    public ReadOnlySpan<int> All => _rows;

    /// <summary>Gets the rows of one key.</summary>
    public ReadOnlySpan<int> this[int key] => _rows.AsSpan(_starts[key], _starts[key + 1] - _starts[key]);

    /// <summary>Gathers rows by counting.</summary>
    /// <param name="numbers">The number of each row's key; -1 for none.</param>
    /// <param name="count">The number of keys.</param>
    public static KeyRows Of(ReadOnlySpan<int> numbers, int count)
    {
        int[] starts = new int[count + 2];
        foreach (int number in numbers)
        {
            // The count of a key stands two places on, so that the second pass below leaves each start in its place.
            starts[number + 2]++;
        }

        starts[1] = 0;
        for (int key = 2; key < starts.Length; key++)
        {
            starts[key] += starts[key - 1];
        }

        int[] rows = new int[starts[^1]];
        for (int row = 0; row < numbers.Length; row++)
        {
            if (numbers[row] >= 0)
            {
                rows[starts[numbers[row] + 1]++] = row;
            }
        }

        return new KeyRows(starts[..^1], rows);
    }
}
