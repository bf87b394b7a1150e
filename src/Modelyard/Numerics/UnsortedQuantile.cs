namespace Modelyard.Numerics;

/// <summary>Computes quantiles of numbers in any order without sorting them all, which is most of the time of a baseline (baseline_diamonds).</summary>
/// <remarks>Source: Hoare (1961), Algorithm 65: Find, Communications of the ACM 4(7), with the median of three as the pivot; what many rounds leave is sorted.</remarks>
internal static class UnsortedQuantile
{
    private const int Few = 32;

    /// <summary>Computes the quantile that <see cref="SortedQuantile"/> computes.</summary>
    /// <param name="numbers">The numbers, at least one and no NaN; their order changes.</param>
    /// <param name="share">The share of numbers below it, from 0 to 1.</param>
    public static double Of(Span<double> numbers, double share)
    {
        int below = (int)(share * (numbers.Length - 1)), above = Math.Min(below + 1, numbers.Length - 1);
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

        double place = share * (numbers.Length - 1), low = numbers[below];

        // An infinite neighbour that has no part in the quantile would make it no number.
        return place == below || low.Equals(next) ? low : low + ((place - below) * (next - low));
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
