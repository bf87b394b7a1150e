using Modelyard.Numerics;

namespace Modelyard.Selection.Features;

/// <summary>Represents numbers in ascending order, and counts those near each.</summary>
internal sealed class SortedNumbers
{
    private readonly double[] _sorted;
    private readonly int[] _places;

    private SortedNumbers(double[] sorted, int[] order)
    {
        _sorted = sorted;
        Order = order;
        _places = new int[order.Length];
        for (int place = 0; place < order.Length; place++)
        {
            _places[order[place]] = place;
        }
    }

    /// <summary>Gets the rows in ascending order of their numbers.</summary>
    internal int[] Order { get; }

    internal static SortedNumbers Of(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        PiecewiseSort.Run(sorted, order, sorted.Length, ParallelLoop.Check);
        return new SortedNumbers(sorted, order);
    }

    /// <summary>Counts the numbers that are nearer to that of a row than a distance, its own among them.</summary>
    internal int CountNearer(int row, double distance)
    {
        // The difference is what is compared: a bound computed from it could leave the neighbour at that distance on either side.
        double most = Math.Max(0, Math.BitDecrement(distance)), value = _sorted[_places[row]];
        int place = _places[row];
        return Reach(place, 1, value, most) + Reach(place, -1, value, most) + 1;
    }

    /// <summary>Counts the numbers to one side that are within a distance, by steps that double and then halve.</summary>
    private int Reach(int place, int side, double value, double most)
    {
        int limit = side > 0 ? _sorted.Length - 1 - place : place, reached = 0, step = 1;
        while (reached + step <= limit && Math.Abs(_sorted[place + (side * (reached + step))] - value) <= most)
        {
            reached += step;
            step *= 2;
        }

        for (; step > 0; step /= 2)
        {
            if (reached + step <= limit && Math.Abs(_sorted[place + (side * (reached + step))] - value) <= most)
            {
                reached += step;
            }
        }

        return reached;
    }
}
