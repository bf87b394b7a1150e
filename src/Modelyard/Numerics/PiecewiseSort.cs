namespace Modelyard.Numerics;

/// <summary>Sorts many numbers in pieces that are merged, so that the work can be ended before it is done.</summary>
internal static class PiecewiseSort
{
    /// <summary>The numbers of a piece, which are sorted in some 20 ms.</summary>
    private const int Piece = 1 << 18;

    /// <summary>Sorts numbers in ascending order.</summary>
    /// <param name="keys">The numbers, none of them NaN.</param>
    /// <param name="items">What goes with the numbers and is moved like them, or null. Of equal numbers it may come in any order.</param>
    /// <param name="count">How many of them, from the first on, are sorted.</param>
    /// <param name="check">Ends the work by an exception; called for each piece.</param>
    internal static void Run(double[] keys, int[]? items, int count, Action check)
    {
        for (int first = 0; first < count; first += Piece)
        {
            check();
            Array.Sort(keys, items, first, Math.Min(Piece, count - first));
        }

        if (count <= Piece)
        {
            return;
        }

        double[] source = keys, target = GC.AllocateUninitializedArray<double>(count);
        int[]? from = items, to = items is null ? null : GC.AllocateUninitializedArray<int>(count);
        for (long width = Piece; width < count; width *= 2)
        {
            for (long first = 0; first < count; first += 2 * width)
            {
                Merge(source, from, target, to, (int)first, (int)Math.Min(first + width, count), (int)Math.Min(first + (2 * width), count), check);
            }

            (source, target) = (target, source);
            (from, to) = (to, from);
        }

        if (source != keys)
        {
            Array.Copy(source, keys, count);
            if (items is not null)
            {
                Array.Copy(from!, items, count);
            }
        }
    }

    private static void Merge(double[] source, int[]? from, double[] target, int[]? to, int first, int middle, int end, Action check)
    {
        int left = first, right = middle;
        for (int at = first; at < end; at++)
        {
            if (at % Piece == 0)
            {
                check();
            }

            int taken = right == end || (left < middle && source[left] <= source[right]) ? left++ : right++;
            target[at] = source[taken];
            if (to is not null)
            {
                to[at] = from![taken];
            }
        }
    }
}
