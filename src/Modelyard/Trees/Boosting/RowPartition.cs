namespace Modelyard.Trees.Boosting;

/// <summary>Parts the rows of a node between its children, keeping their order.</summary>
/// <remarks>
/// The children's rows go to the other one of two buffers: their counts are known from the histogram, so every row is
/// written once, straight to its place, by any number of threads.
/// </remarks>
internal static unsafe class RowPartition
{
    private const int LeastRowsPerPart = 4096;

    /// <summary>Parts rows.</summary>
    /// <param name="source">The rows, or null if row <c>i</c> is <c>i</c>.</param>
    /// <param name="target">Receives the left rows and then the right rows.</param>
    /// <param name="start">The first place in both buffers.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="leftCount">The number of rows that go left.</param>
    /// <param name="codes">The code of each row of the table.</param>
    /// <param name="goesLeft">1 for each code that goes left, else 0.</param>
    /// <param name="team">The threads.</param>
    internal static void Run(int* source, int* target, int start, int count, int leftCount, byte* codes, byte* goesLeft, WorkTeam team)
    {
        int parts = Math.Min(team.Degree, count / LeastRowsPerPart);
        int* left = target + start, right = left + leftCount;
        if (parts < 2)
        {
            Write(source, start, count, left, right, codes, goesLeft);
            return;
        }

        int Begin(int part) => (int)((long)count * part / parts);
        int* before = stackalloc int[parts + 1];
        if (parts > 2)
        {
            team.For(parts - 2, part => before[part + 1] = CountLeft(source, start + Begin(part), Begin(part + 1) - Begin(part), codes, goesLeft));
            before[0] = 0;
            for (int part = 1; part < parts; part++)
            {
                before[part] += before[part - 1];
            }
        }

        // The last part needs no counts of those before it: it writes from the end.
        team.For(parts, part =>
        {
            int first = Begin(part), rows = Begin(part + 1) - first;
            if (part == parts - 1)
            {
                WriteBackwards(source, start + first, rows, left + leftCount - 1, left + count - 1, codes, goesLeft);
            }
            else
            {
                int lefts = part == 0 ? 0 : before[part];
                Write(source, start + first, rows, left + lefts, right + (first - lefts), codes, goesLeft);
            }
        });
    }

    private static int CountLeft(int* source, int start, int count, byte* codes, byte* goesLeft)
    {
        int left = 0;
        for (int i = start; i < start + count; i++)
        {
            left += goesLeft[codes[source is null ? i : source[i]]];
        }

        return left;
    }

    // The place is chosen by arithmetic: which way a row goes is a coin toss, and a branch on it would be mispredicted half of the time.
    private static void Write(int* source, int start, int count, int* left, int* right, byte* codes, byte* goesLeft)
    {
        for (int i = start; i < start + count; i++)
        {
            int row = source is null ? i : source[i];
            nint isLeft = goesLeft[codes[row]];
            *(int*)((nint)right + (((nint)left - (nint)right) & -isLeft)) = row;
            left += isLeft;
            right += 1 - isLeft;
        }
    }

    private static void WriteBackwards(int* source, int start, int count, int* left, int* right, byte* codes, byte* goesLeft)
    {
        for (int i = start + count - 1; i >= start; i--)
        {
            int row = source is null ? i : source[i];
            nint isLeft = goesLeft[codes[row]];
            *(int*)((nint)right + (((nint)left - (nint)right) & -isLeft)) = row;
            left -= isLeft;
            right -= 1 - isLeft;
        }
    }
}
