namespace Modelyard.Numerics;

/// <summary>Computes quantiles of numbers in any order without sorting them all, which is most of the time of a baseline (baseline_diamonds).</summary>
/// <remarks>
/// Of many numbers, bounds around the quantile are taken from a sample, and what lies between them is searched alone. Sources: Floyd and Rivest (1975), Algorithm 489: SELECT,
/// Communications of the ACM 18(3); Hoare (1961), Algorithm 65: Find, Communications of the ACM 4(7), with the median of three as the pivot; what many rounds leave is sorted.
/// </remarks>
internal static class UnsortedQuantile
{
    private const int Few = 32;
    private const int Many = 4096;

    /// <summary>Computes the quantile that <see cref="SortedQuantile"/> computes.</summary>
    /// <param name="numbers">The numbers, at least one and no NaN; their order changes.</param>
    /// <param name="share">The share of numbers below it, from 0 to 1.</param>
    public static double Of(Span<double> numbers, double share)
    {
        double place = share * (numbers.Length - 1);
        int rank = (int)place, below = rank;
        numbers = numbers.Length < Many ? numbers : Around(numbers, ref below);
        int above = Math.Min(below + 1, numbers.Length - 1);
        Place(numbers, below);
        double next = numbers[below];
        if (above > below)
        {
            next = double.PositiveInfinity;
            foreach (double number in numbers[above..])
            {
                next = Math.Min(next, number);
            }
        }

        double low = numbers[below];

        // An infinite neighbour that has no part in the quantile would make it no number.
        return place == rank || low.Equals(next) ? low : low + ((place - rank) * (next - low));
    }

    /// <summary>Keeps the numbers that lie around one of a rank, by bounds from a sample; all of them if the sample misleads.</summary>
    /// <param name="numbers">The numbers, of which those that are kept go to the front.</param>
    /// <param name="rank">The rank of a number; becomes its rank among those that are kept, of which the next one is another.</param>
    private static Span<double> Around(Span<double> numbers, scoped ref int rank)
    {
        int size = (int)Math.Pow(numbers.Length, 2.0 / 3), stride = numbers.Length / size;
        double[] sample = new double[size];
        for (int i = 0; i < size; i++)
        {
            sample[i] = numbers[i * stride];
        }

        Array.Sort(sample);
        int middle = (int)((double)rank / numbers.Length * size), margin = (int)(2 * Math.Sqrt(size));
        double least = middle >= margin ? sample[middle - margin] : double.NegativeInfinity;
        double most = middle + margin < size ? sample[middle + margin] : double.PositiveInfinity;
        int less = 0, upTo = 0;
        foreach (double number in numbers)
        {
            less += number < least ? 1 : 0;
            upTo += number <= most ? 1 : 0;
        }

        if (less > rank || upTo < Math.Min(rank + 2, numbers.Length))
        {
            return numbers;
        }

        // Each number is written and then kept or not, as a branch would be guessed wrong every other time.
        int kept = 0;
        foreach (double number in numbers)
        {
            numbers[kept] = number;
            kept += number >= least & number <= most ? 1 : 0;
        }

        rank -= less;
        return numbers[..kept];
    }

    /// <summary>Brings the number of a rank to its place: none before it is greater, none behind it less.</summary>
    private static void Place(Span<double> numbers, int rank)
    {
        int first = 0, last = numbers.Length - 1;
        for (int rounds = 2 * (int)Math.Log2(numbers.Length + 1); last - first > Few && rounds > 0; rounds--)
        {
            double pivot = Middle(numbers[first], numbers[first + ((last - first) / 2)], numbers[last]);
            int up = first, down = last;
            while (up <= down)
            {
                while (numbers[up] < pivot)
                {
                    up++;
                }

                while (numbers[down] > pivot)
                {
                    down--;
                }

                if (up <= down)
                {
                    (numbers[up], numbers[down]) = (numbers[down], numbers[up]);
                    (up, down) = (up + 1, down - 1);
                }
            }

            if (rank > down && rank < up)
            {
                return;
            }

            (first, last) = rank <= down ? (first, down) : (up, last);
        }

        numbers[first..(last + 1)].Sort();
    }

    private static double Middle(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
