using System.Numerics;
using System.Runtime.CompilerServices;

namespace Modelyard.Frames;

/// <summary>Represents which cells of a column are present and which are missing, one bit a row.</summary>
public sealed class Validity
{
    private readonly ulong[]? _missing;

    /// <summary>Initializes the validity of a column without missing cells.</summary>
    /// <param name="length">The number of rows, zero or more.</param>
    public Validity(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
    }

    /// <summary>Initializes the validity of a column from one flag a row.</summary>
    /// <param name="present">The flags: true where the cell is present.</param>
    public Validity(ReadOnlySpan<bool> present)
    {
        Length = present.Length;
        if (!present.Contains(false))
        {
            return;
        }

        _missing = new ulong[Words(Length)];
        for (int row = 0; row < present.Length; row++)
        {
            if (!present[row])
            {
                _missing[row >> 6] |= 1UL << (row & 63);
            }
        }

        MissingCount = Count(_missing);
    }

    /// <summary>Initializes a validity that takes over the bits of the missing rows.</summary>
    /// <param name="missing">One bit a row, set where the cell is missing and clear past the last row; rows past the last word are present; null if none is missing.</param>
    /// <param name="length">The number of rows.</param>
    internal Validity(ulong[]? missing, int length)
    {
        Length = length;
        MissingCount = missing is null ? 0 : Count(missing);
        if (MissingCount == 0)
        {
            return;
        }

        if (missing!.Length < Words(length))
        {
            Array.Resize(ref missing, Words(length));
        }

        _missing = missing;
    }

    /// <summary>Gets the number of rows.</summary>
    public int Length { get; }

    /// <summary>Gets the number of missing cells.</summary>
    public int MissingCount { get; }

    /// <summary>Gets a value indicating whether no cell is missing.</summary>
    public bool IsComplete => _missing is null;

    /// <summary>Gets the bits of the missing rows, clear past the last row; null if none is missing.</summary>
    internal ulong[]? MissingWords => _missing;

    /// <summary>Determines whether a cell is missing.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <returns>True if the cell is missing.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsMissing(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Length, nameof(row));
        return _missing is not null && ((_missing[row >> 6] >> (row & 63)) & 1) != 0;
    }

    /// <summary>Creates the validity of the chosen rows, in the chosen order.</summary>
    /// <param name="rows">The zero-based rows.</param>
    /// <returns>A validity of as many rows as were chosen.</returns>
    public Validity Take(ReadOnlySpan<int> rows)
    {
        if (_missing is null)
        {
            return new Validity(rows.Length);
        }

        ulong[] taken = new ulong[Words(rows.Length)];
        for (int i = 0; i < rows.Length; i++)
        {
            if (IsMissing(rows[i]))
            {
                taken[i >> 6] |= 1UL << (i & 63);
            }
        }

        return new Validity(taken, rows.Length);
    }

    /// <summary>Creates the validity of the chosen rows, missing where '-1' is chosen.</summary>
    internal Validity TakeWithGaps(ReadOnlySpan<int> rows)
    {
        ulong[] taken = new ulong[Words(rows.Length)];
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] == Column.Gap || IsMissing(rows[i]))
            {
                taken[i >> 6] |= 1UL << (i & 63);
            }
        }

        return new Validity(taken, rows.Length);
    }

    internal static int Words(int length) => (int)(((long)length + 63) >> 6);

    /// <summary>Creates the validity of numbers of which NaN is missing.</summary>
    internal static Validity OfNumbers(ReadOnlySpan<double> values)
    {
        ulong[]? missing = null;
        for (int row = 0; row < values.Length; row++)
        {
            if (double.IsNaN(values[row]))
            {
                missing ??= new ulong[Words(values.Length)];
                missing[row >> 6] |= 1UL << (row & 63);
            }
        }

        return new Validity(missing, values.Length);
    }

    private static int Count(ulong[] words)
    {
        long count = 0;
        foreach (ulong word in words)
        {
            count += BitOperations.PopCount(word);
        }

        return (int)count;
    }
}
