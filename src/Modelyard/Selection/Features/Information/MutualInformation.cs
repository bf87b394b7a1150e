using Modelyard.Numerics;

namespace Modelyard.Selection.Features;

/// <summary>Estimates the mutual information of two columns, in nats: how much knowing the one says of the other, along whatever curve; 0 if they are independent.</summary>
/// <remarks>
/// Of two categories it is that of the shares of rows. Of numbers it comes from distances to nearest neighbours, so that no bins are chosen; numbers that repeat are moved apart by a random part
/// of the gap to their neighbours, always the same, which says nothing and takes nothing away. Estimates scatter about the truth; those below 0 are 0. What is a small value depends on the number of
/// rows: 100 rows of noise reach 0.1. Sources: Kraskov, Stögbauer and Grassberger (2004), Physical Review E 69, the first estimator; Ross (2014), PLoS ONE 9(2), for a number and a category.
/// </remarks>
public static class MutualInformation
{
    private const double EulerMascheroni = 0.57721566490153286061;
    private const ulong TieSeed = 0x7469;

    /// <summary>Computes the mutual information of two categories.</summary>
    /// <param name="first">The level of the first in each row; a row with a negative one is left out.</param>
    /// <param name="second">The level of the second in each row.</param>
    /// <param name="corrected">Whether what many levels of few rows feign is taken away, to first order (Miller 1955, Information Theory in Psychology).</param>
    /// <returns>The information in nats, 0 or greater.</returns>
    /// <exception cref="ModelyardException">There are not as many levels of the one as of the other.</exception>
    public static double OfCategories(ReadOnlySpan<int> first, ReadOnlySpan<int> second, bool corrected = false)
    {
        var table = LevelTable.Of(first, second);
        return Math.Max(0, table.Information() - (corrected ? table.Bias() : 0));
    }

    /// <summary>Estimates the mutual information of a number and a category.</summary>
    /// <param name="values">The finite number in each row.</param>
    /// <param name="labels">The level of the category in each row, 0 or greater; a level of one row alone is left out.</param>
    /// <param name="neighbors">The number of neighbours within a level, 1 or more; fewer scatter more, more are drawn nearer to 0.</param>
    /// <returns>The information in nats, 0 or greater.</returns>
    /// <exception cref="ModelyardException">There are not as many labels as values, or a value is not finite.</exception>
    public static double OfNumberAndCategory(ReadOnlySpan<double> values, ReadOnlySpan<int> labels, int neighbors = 3)
    {
        Check(values, labels.Length, neighbors);
        (double[] kept, int[] groups) = WithoutSingles(values, labels);
        if (!Varies(kept))
        {
            return 0;
        }

        double[] digamma = Digammas(kept.Length);
        kept = Untied(Scaled(kept));
        var sorted = SortedNumbers.Of(kept);
        double sum = 0;
        foreach (int[] rows in RowsOfGroups(sorted.Order, groups))
        {
            int count = Math.Min(neighbors, rows.Length - 1);
            for (int place = 0; place < rows.Length; place++)
            {
                double distance = DistanceTo(count, kept, rows, place);
                sum += digamma[count] - digamma[rows.Length] - digamma[sorted.CountNearer(rows[place], distance)];
            }
        }

        return Math.Max(0, digamma[kept.Length] + (sum / kept.Length));
    }

    /// <summary>Estimates the mutual information of two numbers.</summary>
    /// <param name="first">The finite first number in each row; the scales of both are brought to one.</param>
    /// <param name="second">The finite second number in each row.</param>
    /// <param name="neighbors">The number of neighbours, 1 or more; fewer scatter more, more are drawn nearer to 0.</param>
    /// <returns>The information in nats, 0 or greater.</returns>
    /// <exception cref="ModelyardException">There are not as many of the one as of the other, or one is not finite.</exception>
    public static double OfNumbers(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int neighbors = 3)
    {
        Check(first, second.Length, neighbors);
        Check(second, first.Length, neighbors);
        if (first.Length <= neighbors || !Varies(first) || !Varies(second))
        {
            return 0;
        }

        double[] x = Untied(Scaled(first)), y = Untied(Scaled(second), stream: 1), digamma = Digammas(x.Length);
        SortedNumbers sortedX = SortedNumbers.Of(x), sortedY = SortedNumbers.Of(y);
        double[] distances = new PlaneTree(x, y).Distances(neighbors);
        double sum = 0;
        for (int row = 0; row < x.Length; row++)
        {
            sum += digamma[neighbors] - digamma[sortedX.CountNearer(row, distances[row])] - digamma[sortedY.CountNearer(row, distances[row])];
        }

        return Math.Max(0, digamma[x.Length] + (sum / x.Length));
    }

    /// <summary>Moves numbers that repeat apart, by less than a millionth of the gap to the next one.</summary>
    private static double[] Untied(double[] values, ulong stream = 0)
    {
        const double Part = 1e-6;
        int[] order = SortedNumbers.Of(values).Order;
        var random = new RandomStream(TieSeed, stream);
        double[] moved = (double[])values.Clone();
        for (int first = 0, end; first < order.Length; first = end)
        {
            end = EndOfRun(values, order, first);
            double below = first > 0 ? values[order[first]] - values[order[first - 1]] : 1, above = end < order.Length ? values[order[end]] - values[order[first]] : 1;
            for (int place = first; place < end && end - first > 1; place++)
            {
                moved[order[place]] += Part * Math.Min(below, above) * (random.NextDouble() - 0.5);
            }
        }

        return moved;
    }

    private static (double[] Values, int[] Groups) WithoutSingles(ReadOnlySpan<double> values, ReadOnlySpan<int> labels)
    {
        var counts = new Dictionary<int, int>();
        foreach (int label in labels)
        {
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, label, out _)++;
        }

        double[] kept = new double[values.Length];
        int[] groups = new int[values.Length];
        int count = 0;
        for (int row = 0; row < values.Length; row++)
        {
            if (labels[row] >= 0 && counts[labels[row]] > 1)
            {
                (kept[count], groups[count++]) = (values[row], labels[row]);
            }
        }

        return (kept[..count], groups[..count]);
    }

    private static IEnumerable<int[]> RowsOfGroups(int[] order, int[] groups)
    {
        var rows = new SortedDictionary<int, List<int>>();
        foreach (int row in order)
        {
            if (!rows.TryGetValue(groups[row], out List<int>? own))
            {
                rows.Add(groups[row], own = []);
            }

            own.Add(row);
        }

        return rows.Values.Select(own => own.ToArray());
    }

    /// <summary>Finds the distance to the neighbour of a rank in ascending numbers: the least reach of a window of so many others.</summary>
    private static double DistanceTo(int rank, double[] values, int[] rows, int place)
    {
        double value = values[rows[place]], least = double.PositiveInfinity;
        for (int below = Math.Max(0, place + rank - rows.Length + 1); below <= Math.Min(rank, place); below++)
        {
            least = Math.Min(least, Math.Max(value - values[rows[place - below]], values[rows[place + rank - below]] - value));
        }

        return least;
    }

    private static bool Varies(ReadOnlySpan<double> values) => values.Length > 0 && values.ContainsAnyExcept(values[0]);

    private static int EndOfRun(double[] values, int[] rows, int first)
    {
        int end = first + 1;
        while (end < rows.Length && values[rows[end]] == values[rows[first]])
        {
            end++;
        }

        return end;
    }

    /// <summary>Brings numbers to mean 0 and deviation 1, so that one distance fits both.</summary>
    private static double[] Scaled(ReadOnlySpan<double> values)
    {
        double mean = VectorKernels.Sum(values) / values.Length, squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        double deviation = Math.Sqrt(squares / values.Length);
        double[] scaled = values.ToArray();
        for (int row = 0; row < scaled.Length && deviation > 0; row++)
        {
            scaled[row] = (scaled[row] - mean) / deviation;
        }

        return scaled;
    }

    /// <summary>Computes the digamma function of the whole numbers, whose differences are 1, 1/2, 1/3 and so on.</summary>
    private static double[] Digammas(int most)
    {
        double[] values = new double[most + 1];
        values[0] = double.NegativeInfinity;
        double sum = -EulerMascheroni;
        for (int i = 1; i <= most; i++)
        {
            values[i] = sum;
            sum += 1.0 / i;
        }

        return values;
    }

    private static void Check(ReadOnlySpan<double> values, int others, int neighbors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 1);
        if (values.Length != others)
        {
            throw new ModelyardException($"There are '{values.Length}' numbers of the one column and '{others}' cells of the other, and there must be one of each a row.");
        }

        for (int row = 0; row < values.Length; row++)
        {
            if (!double.IsFinite(values[row]))
            {
                throw new ModelyardException($"The number of row '{row}' is '{values[row]}' and must be finite. Leave rows without a value out.");
            }
        }
    }
}
