using Modelyard.Learning;

namespace Modelyard.Selection.Features;

/// <summary>Numbers the bin of each row of a feature: a level, or one of equally filled ranges, which come first; missing values have their own.</summary>
internal sealed class SoleBins
{
    private readonly int _ranges;

    private SoleBins(int[] numbers, int ranges)
    {
        Numbers = numbers;
        Count = numbers.Length == 0 ? 0 : Math.Max(ranges, numbers.Max() + 1);
        _ranges = ranges;
    }

    /// <summary>Gets the bin of each row.</summary>
    internal int[] Numbers { get; }

    /// <summary>Gets the number of bins.</summary>
    internal int Count { get; }

    /// <summary>Cuts a feature.</summary>
    /// <param name="feature">What it is.</param>
    /// <param name="values">Its values.</param>
    /// <param name="most">The number of ranges of a number with more values than that.</param>
    internal static SoleBins Cut(Feature feature, double[] values, int most)
    {
        if (feature.IsCategorical)
        {
            int levels = feature.Levels.Count;
            return new SoleBins(Array.ConvertAll(values, value => double.IsNaN(value) || value < 0 ? levels : (int)value), 0);
        }

        double[] sorted = Array.FindAll(values, value => !double.IsNaN(value));
        Array.Sort(sorted);
        double[] distinct = [.. sorted.Distinct()];
        double[] borders = distinct.Length <= most ? distinct : [.. Enumerable.Range(1, most - 1).Select(bin => sorted[(int)((long)bin * sorted.Length / most)]).Distinct()];
        return new SoleBins(
            Array.ConvertAll(values, value =>
            {
                int at = Array.BinarySearch(borders, value);
                return double.IsNaN(value) ? borders.Length + 1 : at >= 0 ? at : ~at;
            }),
            borders.Length + 1);
    }

    /// <summary>Finds for each bin the one that speaks for it: itself, but for a range that no row fills the next lower one that is filled, or else the next higher.</summary>
    /// <param name="isFilled">Says whether a bin is filled.</param>
    internal int[] Speakers(Func<int, bool> isFilled)
    {
        int[] speakers = [.. Enumerable.Range(0, Count)];
        int last = -1;
        for (int bin = 0; bin < _ranges; bin++)
        {
            last = isFilled(bin) ? bin : last;
            speakers[bin] = last;
        }

        int first = Array.Find(speakers[.._ranges], bin => bin >= 0);
        for (int bin = 0; bin < _ranges && speakers[bin] < 0; bin++)
        {
            speakers[bin] = last < 0 ? bin : first;
        }

        return speakers;
    }
}
