namespace Modelyard.Numerics;

/// <summary>Finds numbers by their ranks, exactly, in some passes over numbers that are not held.</summary>
/// <remarks>
/// A first pass sketches the numbers. Each further one counts those below and above the bounds that the sketch gives for a rank, and sketches those between, until they are few enough to be held:
/// two passes for some millions of numbers. Source of the idea: Munro and Paterson (1980), Selection and Sorting with Limited Storage.
/// </remarks>
internal sealed class RankSearch
{
    private readonly Dictionary<long, double> _found = [];
    private List<Window> _windows;

    /// <summary>Initializes a search before the first pass.</summary>
    /// <param name="size">The size of the sketches, at least 8.</param>
    public RankSearch(int size) => _windows = [new Window(size, 0, double.NaN, double.NaN, [])];

    /// <summary>Gets the number of numbers, after the first pass.</summary>
    public long Count { get; private set; } = -1;

    /// <summary>Gets the least number, after the first pass; NaN if there is none.</summary>
    public double Minimum { get; private set; } = double.NaN;

    /// <summary>Gets the greatest number, after the first pass; NaN if there is none.</summary>
    public double Maximum { get; private set; } = double.NaN;

    /// <summary>Gets a value indicating whether all ranks that were asked for are found.</summary>
    public bool IsSettled => Count >= 0 && _windows.Count == 0;

    /// <summary>Takes in numbers of a pass; NaN is passed over.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        foreach (Window window in _windows)
        {
            window.Add(values);
        }
    }

    /// <summary>Ends a pass.</summary>
    public void EndPass()
    {
        if (Count < 0)
        {
            QuantileSketch all = _windows[0].Inside;
            (Count, Minimum, Maximum) = (all.Count, all.Minimum, all.Maximum);
            return;
        }

        _windows = [.. _windows.SelectMany(window => window.Settle(_found))];
    }

    /// <summary>Asks for ranks, once and after the first pass; those that a sketch does not tell need further passes.</summary>
    /// <param name="ranks">The ranks, from 0; those beyond the last are that.</param>
    public void Ask(params IEnumerable<long> ranks)
    {
        long[] asked = [.. ranks.Select(rank => Math.Min(rank, Count - 1)).Where(rank => rank >= 0).Distinct().Order()];
        Window first = _windows[0];
        first.Ranks = asked;
        _windows = [.. first.Settle(_found)];
    }

    /// <summary>Gets a number by its rank, which was asked for and is found.</summary>
    public double At(double rank) => _found[(long)Math.Min(rank, Count - 1)];

    /// <summary>Gets the ranks between which a quantile lies.</summary>
    public long[] RanksOf(double level)
    {
        long floor = (long)Math.Floor(level * Math.Max(0, Count - 1));
        return [floor, floor + 1];
    }

    /// <summary>Computes a quantile by linear interpolation (Hyndman and Fan, 1996, type 7), of which the ranks were asked for.</summary>
    public double Quantile(double level)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        double position = level * Math.Max(0, Count - 1), floor = Math.Floor(position);
        double low = At(floor), high = At(floor + 1);
        return low == high || position == floor ? low : low + ((position - floor) * (high - low));
    }

    /// <summary>Represents an interval in which ranks lie, between two numbers that are not in it, and the bounds within it that a pass tries.</summary>
    /// <param name="size">The size of the sketch.</param>
    /// <param name="before">How many numbers lie before the interval.</param>
    /// <param name="low">What all numbers of the interval are greater than; NaN if nothing.</param>
    /// <param name="high">What all numbers of the interval are less than; NaN if nothing.</param>
    /// <param name="ranks">The ranks among all numbers, in ascending order.</param>
    private sealed class Window(int size, long before, double low, double high, long[] ranks)
    {
        private const int Together = 4;

        private long _below;
        private long _atFirst;
        private long _atLast;

        /// <summary>Gets or sets the ranks.</summary>
        public long[] Ranks { get; set; } = ranks;

        /// <summary>Gets the least number that is tried; NaN if all of the interval is sketched.</summary>
        private double First { get; init; } = double.NaN;

        /// <summary>Gets the greatest number that is tried.</summary>
        private double Last { get; init; } = double.NaN;

        /// <summary>Gets the numbers between the two that are tried.</summary>
        public QuantileSketch Inside { get; } = new(size);

        public void Add(ReadOnlySpan<double> values)
        {
            foreach (double value in values)
            {
                // Comparisons with NaN are false: where there is no bound, none is kept.
                if (double.IsNaN(value) || value <= low || value >= high)
                {
                    continue;
                }

                if (value < First)
                {
                    _below++;
                }
                else if (value == First)
                {
                    _atFirst++;
                }
                else if (value == Last)
                {
                    _atLast++;
                }
                else if (!(value > Last))
                {
                    Inside.Add(value);
                }
            }
        }

        /// <summary>Finds the numbers that the pass tells, and gives the intervals in which the others lie.</summary>
        public List<Window> Settle(Dictionary<long, double> found)
        {
            long first = before + _below, inside = first + _atFirst, last = inside + Inside.Count, after = last + _atLast;
            foreach (long rank in Ranks.Where(rank => rank >= first && rank < inside))
            {
                found[rank] = First;
            }

            foreach (long rank in Ranks.Where(rank => rank >= last && rank < after))
            {
                found[rank] = Last;
            }

            long[] least = [.. Ranks.Where(rank => rank < first)], most = [.. Ranks.Where(rank => rank >= after)];
            Window[] outer =
            [
                .. least.Length > 0 ? [new Window(size, before, low, First, least)] : Array.Empty<Window>(),
                .. most.Length > 0 ? [new Window(size, after, Last, high, most)] : Array.Empty<Window>(),
            ];
            return [.. outer, .. Between(found, inside, [.. Ranks.Where(rank => rank >= inside && rank < last)])];
        }

        /// <summary>Finds ranks among the numbers that were sketched.</summary>
        private List<Window> Between(Dictionary<long, double> found, long start, long[] ranks)
        {
            if (ranks.Length == 0)
            {
                return [];
            }

            if (Inside.RankError == 0)
            {
                foreach ((long rank, double value) in ranks.Zip(Inside.AtRanks(ranks.Select(rank => rank - start))))
                {
                    found[rank] = value;
                }

                return [];
            }

            // Neighbours are looked for together; others each by itself, in intervals that may overlap: one around all of them would not grow narrow.
            long error = (long)Math.Ceiling(Inside.RankError * Inside.Count) + 1;
            var windows = new List<Window>();
            for (int from = 0; from < ranks.Length;)
            {
                int to = from + 1;
                while (to < ranks.Length && ranks[to] == ranks[to - 1] + 1 && to - from < Together)
                {
                    to++;
                }

                double[] bounds = Inside.AtRanks([Math.Max(0, ranks[from] - start - error), Math.Min(Inside.Count - 1, ranks[to - 1] - start + error)]);
                windows.Add(new Window(size, start, double.IsNaN(First) ? low : First, double.IsNaN(Last) ? high : Last, ranks[from..to]) { First = bounds[0], Last = bounds[1] });
                from = to;
            }

            return windows;
        }
    }
}
