namespace Modelyard.Data.Normalisation;

/// <summary>Represents the rows of a table gathered by what they have in some columns; rows that are alone, and those with a missing cell, are left out.</summary>
internal sealed class StrippedPartition
{
    private readonly int[] _rows;
    private readonly int[] _starts;

    private StrippedPartition(int[] rows, int[] starts)
    {
        _rows = rows;
        _starts = starts;
    }

    /// <summary>Gets the number of sets of two rows or more.</summary>
    public int Classes => _starts.Length - 1;

    /// <summary>Gets the number of rows in them.</summary>
    public int Rows => _rows.Length;

    /// <summary>Gets how often what was met is met again.</summary>
    public int Repeats => _rows.Length - Classes;

    /// <summary>Gathers the rows of one column.</summary>
    public static StrippedPartition Of(ColumnCodes column)
    {
        int[] all = new int[column.Codes.Length];
        for (int row = 0; row < all.Length; row++)
        {
            all[row] = row;
        }

        return new StrippedPartition(all, [0, all.Length]).Refine(column);
    }

    /// <summary>Cuts each set by what the rows have in one more column.</summary>
    public StrippedPartition Refine(ColumnCodes column)
    {
        int[] codes = column.Codes, places = new int[column.Distinct];
        int[] rows = new int[_rows.Length];
        var starts = new List<int> { 0 };
        int end = 0;
        for (int i = 0; i < Classes; i++)
        {
            ReadOnlySpan<int> own = _rows.AsSpan(_starts[i].._starts[i + 1]);
            foreach (int row in own)
            {
                if (codes[row] >= 0)
                {
                    places[codes[row]]++;
                }
            }

            // A count of two or more becomes minus the place after the last row of its set, filled from behind; other counts become zero.
            foreach (int row in own)
            {
                if (codes[row] >= 0 && places[codes[row]] > 0)
                {
                    int count = places[codes[row]];
                    end += count > 1 ? count : 0;
                    places[codes[row]] = count > 1 ? -end : 0;
                    if (count > 1)
                    {
                        starts.Add(end);
                    }
                }
            }

            for (int k = own.Length - 1; k >= 0; k--)
            {
                if (codes[own[k]] is int code && code >= 0 && places[code] < 0)
                {
                    rows[-(++places[code])] = own[k];
                }
            }

            foreach (int row in own)
            {
                if (codes[row] >= 0)
                {
                    places[codes[row]] = 0;
                }
            }
        }

        return new StrippedPartition(rows[..end], [.. starts]);
    }

    /// <summary>Counts the rows that would have to go for the sets to agree in a column; stops counting above a bound.</summary>
    /// <param name="column">The column.</param>
    /// <param name="bound">The number that is of interest at most.</param>
    /// <param name="work">Grows by the cells that were looked at.</param>
    public int CountViolations(ColumnCodes column, int bound, ref long work)
    {
        int[] codes = column.Codes;
        int[]? counts = null;
        int violations = 0;
        for (int i = 0; i < Classes; i++)
        {
            ReadOnlySpan<int> own = _rows.AsSpan(_starts[i].._starts[i + 1]);
            int first = codes[own[0]], same = 1;
            while (same < own.Length && codes[own[same]] == first)
            {
                same++;
            }

            work += same;
            if (same == own.Length)
            {
                continue;
            }

            if (bound == 0)
            {
                return 1;
            }

            counts ??= new int[column.Distinct + 1];
            work += own.Length;
            violations += own.Length - Commonest(own, codes, counts);
            if (violations > bound)
            {
                return violations;
            }
        }

        return violations;
    }

    private static int Commonest(ReadOnlySpan<int> rows, int[] codes, int[] counts)
    {
        int commonest = 0;
        foreach (int row in rows)
        {
            commonest = Math.Max(commonest, ++counts[codes[row] + 1]);
        }

        foreach (int row in rows)
        {
            counts[codes[row] + 1] = 0;
        }

        return commonest;
    }
}
