namespace Modelyard.Frames.Keys;

/// <summary>Represents the keys of rows as numbers from zero: rows of equal keys have equal numbers, in all the tables that share the keys.</summary>
/// <remarks>A key of several columns is numbered column by column, so that the numbers stay small: codes of two columns are joined, and numbered anew where their product grows too great.</remarks>
internal sealed class RowKeys
{
    /// <summary>The number of a row whose key has a missing cell, where such rows are dropped.</summary>
    public const int None = -1;

    private const long DirectBound = 1 << 22;

    private RowKeys(int[][] numbers, int count)
    {
        Numbers = numbers;
        Count = count;
    }

    /// <summary>Gets for each table the numbers of its rows, in the order in which the keys first occur, table by table.</summary>
    public int[][] Numbers { get; }

    /// <summary>Gets the number of different keys.</summary>
    public int Count { get; }

    /// <summary>Numbers the keys of one table.</summary>
    /// <param name="columns">The key's columns, at least one.</param>
    /// <param name="missing">What becomes of rows with a missing cell in the key.</param>
    /// <returns>The keys.</returns>
    public static RowKeys Of(IReadOnlyList<Column> columns, MissingKeys missing) => Of([.. columns.Select(column => new[] { column })], missing);

    /// <summary>Numbers the keys of several tables together.</summary>
    /// <param name="columns">For each column of the key, what it is in each table; at least one.</param>
    /// <param name="missing">What becomes of rows with a missing cell in the key.</param>
    /// <returns>The keys.</returns>
    /// <exception cref="ModelyardException">Columns of the tables hold kinds that cannot be compared.</exception>
    public static RowKeys Of(IReadOnlyList<Column[]> columns, MissingKeys missing)
    {
        (int[][] codes, long bound) = Settle(KeyCodes.Of(columns[0]), missing);
        foreach (Column[] parts in columns.Skip(1))
        {
            (int[][] next, long nextBound) = Settle(KeyCodes.Of(parts), missing);
            (codes, bound) = bound * nextBound <= DirectBound ? (Join(codes, next, nextBound), bound * nextBound) : JoinAnew(codes, next, nextBound);
        }

        return Number(codes, bound);
    }

    /// <summary>Finds for each key the first row of a table that has it.</summary>
    /// <param name="table">The position of the table.</param>
    /// <returns>One row a key; -1 if the table has none.</returns>
    public int[] FirstRows(int table = 0)
    {
        int[] first = new int[Count];
        Array.Fill(first, None);
        int[] numbers = Numbers[table];
        for (int row = numbers.Length - 1; row >= 0; row--)
        {
            if (numbers[row] >= 0)
            {
                first[numbers[row]] = row;
            }
        }

        return first;
    }

    /// <summary>Gathers the rows of each key in a table.</summary>
    /// <param name="table">The position of the table.</param>
    /// <returns>The rows.</returns>
    public KeyRows RowsOf(int table = 0) => KeyRows.Of(Numbers[table], Count);

    private static (int[][] Codes, long Bound) Settle(KeyCodes key, MissingKeys missing)
    {
        if (missing == MissingKeys.Kept)
        {
            foreach (int[] codes in key.Codes)
            {
                codes.AsSpan().Replace(KeyCodes.Missing, key.Bound);
            }
        }

        return (key.Codes, missing == MissingKeys.Kept ? key.Bound + 1L : Math.Max(1, key.Bound));
    }

    private static int[][] Join(int[][] codes, int[][] next, long bound)
    {
        for (int table = 0; table < codes.Length; table++)
        {
            int[] left = codes[table], right = next[table];
            for (int row = 0; row < left.Length; row++)
            {
                left[row] = (left[row] | right[row]) < 0 ? None : (left[row] * (int)bound) + right[row];
            }
        }

        return codes;
    }

    private static (int[][] Codes, long Bound) JoinAnew(int[][] codes, int[][] next, long bound)
    {
        var table = new IntegerTable();
        for (int part = 0; part < codes.Length; part++)
        {
            int[] left = codes[part], right = next[part];
            for (int row = 0; row < left.Length; row++)
            {
                left[row] = (left[row] | right[row]) < 0 ? None : table.NumberOf((left[row] * bound) + right[row]);
            }
        }

        return (codes, table.Count);
    }

    private static RowKeys Number(int[][] codes, long bound)
    {
        int[] numbers = new int[bound];
        int count = 0;
        foreach (int[] part in codes)
        {
            for (int row = 0; row < part.Length; row++)
            {
                // One more than the number, so that zeroed entries are free.
                if (part[row] >= 0)
                {
                    ref int number = ref numbers[part[row]];
                    number = number == 0 ? ++count : number;
                    part[row] = number - 1;
                }
            }
        }

        return new RowKeys(codes, count);
    }
}
