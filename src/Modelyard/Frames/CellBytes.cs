namespace Modelyard.Frames;

/// <summary>Counts the bytes of cells.</summary>
internal static class CellBytes
{
    /// <summary>Counts the bytes of the cells of some rows: texts with their lengths, categories as their codes, booleans one each, the others eight.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    public static long Of(Frame frame, int first, int count)
    {
        long bytes = 0;
        foreach (Column column in frame.Columns)
        {
            bytes += column switch
            {
                TextColumn text => text.Start(first + count) - text.Start(first) + ((long)sizeof(int) * count),
                CategoryColumn => (long)sizeof(int) * count,
                BooleanColumn => count,
                _ => (long)sizeof(long) * count,
            };
        }

        return bytes;
    }
}
