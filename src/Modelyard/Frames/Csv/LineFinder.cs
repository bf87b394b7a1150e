namespace Modelyard.Frames.Csv;

/// <summary>Finds the lines of offsets in a file. A line ends with a line feed, a carriage return, or both.</summary>
internal static class LineFinder
{
    /// <summary>Finds lines.</summary>
    /// <param name="source">The file.</param>
    /// <param name="offsets">The offsets, ascending.</param>
    /// <returns>The number of the line of each offset, from 1.</returns>
    public static long[] Find(ByteSource source, IReadOnlyList<long> offsets)
    {
        long[] lines = new long[offsets.Count];
        byte[] block = new byte[1 << 16];
        long at = 0, line = 1;
        bool afterReturn = false;
        for (int i = 0; i < lines.Length; i++)
        {
            while (at < offsets[i])
            {
                int read = source.Read(at, block.AsSpan(0, (int)Math.Min(block.Length, offsets[i] - at)));
                if (read == 0)
                {
                    break;
                }

                foreach (byte value in block.AsSpan(0, read))
                {
                    bool isReturn = value == CsvDialect.CarriageReturn;
                    line += isReturn || (value == CsvDialect.LineFeed && !afterReturn) ? 1 : 0;
                    afterReturn = isReturn;
                }

                at += read;
            }

            lines[i] = line;
        }

        return lines;
    }
}
