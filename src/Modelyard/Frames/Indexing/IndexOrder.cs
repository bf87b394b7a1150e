namespace Modelyard.Frames.Indexing;

/// <summary>Sorts keys by the ranks of their labels.</summary>
internal static class IndexOrder
{
    /// <summary>Finds the order of keys; equal ones keep their order and missing labels come last.</summary>
    /// <param name="levels">The levels, the weightiest first.</param>
    /// <param name="length">The number of keys.</param>
    /// <param name="descending">True to put the greatest label first.</param>
    /// <returns>The positions of the keys, sorted.</returns>
    public static int[] Of(IReadOnlyList<LevelCodes> levels, int length, bool descending = false)
    {
        int[] order = new int[length];
        for (int position = 0; position < length; position++)
        {
            order[position] = position;
        }

        // Stable sorts by counting, the level that weighs least first.
        for (int level = levels.Count - 1; level >= 0; level--)
        {
            order = Sort(order, levels[level], descending);
        }

        return order;
    }

    private static int[] Sort(int[] order, LevelCodes level, bool descending)
    {
        int missing = level.Values.Length;
        int[] ranks = level.Ranks;
        int[] starts = new int[missing + 2];
        foreach (int rank in ranks)
        {
            starts[Place(rank) + 1]++;
        }

        for (int place = 1; place < starts.Length; place++)
        {
            starts[place] += starts[place - 1];
        }

        int[] sorted = new int[order.Length];
        foreach (int position in order)
        {
            sorted[starts[Place(ranks[position])]++] = position;
        }

        return sorted;

        int Place(int rank) => descending && rank < missing ? missing - 1 - rank : rank;
    }
}
