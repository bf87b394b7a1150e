using Modelyard.Frames.Keys;

namespace Modelyard.Frames.Indexing;

/// <summary>Represents the keys of several levels as numbers from zero that sort as the keys do.</summary>
/// <param name="Numbers">The number of each row's key.</param>
/// <param name="Count">The number of different keys.</param>
internal sealed record SortedKeys(int[] Numbers, int Count)
{
    private const long DirectBound = 1 << 22;

    /// <summary>Numbers the keys of rows.</summary>
    /// <param name="levels">The levels, the weightiest first; without any, all rows have one key.</param>
    /// <param name="rows">The number of rows.</param>
    public static SortedKeys Of(IReadOnlyList<LevelCodes> levels, int rows)
    {
        if (levels.Count == 0)
        {
            return new SortedKeys(new int[rows], Math.Min(rows, 1));
        }

        var keys = new SortedKeys(levels[0].Ranks, levels[0].Bound);
        for (int level = 1; level < levels.Count; level++)
        {
            keys = keys.Join(levels[level]);
        }

        return keys;
    }

    /// <summary>Finds for each key the first row that has it.</summary>
    public int[] FirstRows()
    {
        int[] first = new int[Count];
        for (int row = Numbers.Length - 1; row >= 0; row--)
        {
            first[Numbers[row]] = row;
        }

        return first;
    }

    private SortedKeys Join(LevelCodes next) => (long)Count * next.Bound <= Math.Max(DirectBound, 2L * Numbers.Length) && (long)Count * next.Bound < Array.MaxLength
        ? JoinDirectly(next)
        : JoinByTable(next);

    /// <summary>Marks the pairs that occur in a table of all pairs, and numbers them in its order.</summary>
    private SortedKeys JoinDirectly(LevelCodes next)
    {
        int[] ranks = next.Ranks;
        int bound = next.Bound;
        int[] table = new int[Count * bound];
        int[] numbers = new int[ranks.Length];
        for (int row = 0; row < numbers.Length; row++)
        {
            int pair = (Numbers[row] * bound) + ranks[row];
            numbers[row] = pair;
            table[pair] = 1;
        }

        int count = 0;
        for (int pair = 0; pair < table.Length; pair++)
        {
            int occurs = table[pair];
            table[pair] = count;
            count += occurs;
        }

        for (int row = 0; row < numbers.Length; row++)
        {
            numbers[row] = table[numbers[row]];
        }

        return new SortedKeys(numbers, count);
    }

    private SortedKeys JoinByTable(LevelCodes next)
    {
        int[] ranks = next.Ranks;
        var table = new IntegerTable();
        List<long> pairs = [];
        int[] numbers = new int[ranks.Length];
        for (int row = 0; row < numbers.Length; row++)
        {
            long pair = ((long)Numbers[row] * next.Bound) + ranks[row];
            numbers[row] = table.NumberOf(pair);
            if (numbers[row] == pairs.Count)
            {
                pairs.Add(pair);
            }
        }

        int[] order = [.. Enumerable.Range(0, pairs.Count)];
        Array.Sort(pairs.ToArray(), order);
        int[] sorted = new int[order.Length];
        for (int place = 0; place < order.Length; place++)
        {
            sorted[order[place]] = place;
        }

        for (int row = 0; row < numbers.Length; row++)
        {
            numbers[row] = sorted[numbers[row]];
        }

        return new SortedKeys(numbers, pairs.Count);
    }
}
