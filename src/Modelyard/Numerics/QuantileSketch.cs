namespace Modelyard.Numerics;

/// <summary>Represents the distribution of numbers by a few thousand of them: quantiles of data larger than memory.</summary>
/// <remarks>
/// <para>
/// Numbers are gathered, and whenever twice <see cref="Size"/> of them have come together they are sorted and thinned to those at evenly spaced ranks. Thinned runs of
/// one level are merged in pairs and thinned again. Each thinning moves a rank by 1 / (2 Size) of the weight at most, so the rank of a quantile is off by no more
/// than levels / (2 Size) of the total weight: 0.2 % for a hundred million numbers at the default size. As long as nothing was thinned, quantiles are exact.
/// </para>
/// <para>The result does not depend on chance, only on the numbers and the order in which sketches are merged. Source of the idea: Munro and Paterson (1980), Selection and
/// Sorting with Limited Storage; Manku, Rajagopalan and Lindsay (1998), Approximate Medians, SIGMOD.</para>
/// </remarks>
public sealed class QuantileSketch
{
    private const int DefaultSize = 4096;

    // A run of each level, or null; runs of level i were thinned i + 1 times.
    private readonly List<Run?> _levels = [];
    private readonly List<double> _values = [];
    private readonly List<double> _weights = [];

    /// <summary>Initializes a sketch that has seen nothing.</summary>
    /// <param name="size">The number of numbers that a thinned run keeps, at least 8.</param>
    public QuantileSketch(int size = DefaultSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 8);
        Size = size;
    }

    /// <summary>Gets the number of numbers that a thinned run keeps.</summary>
    public int Size { get; }

    /// <summary>Gets the number of numbers that were taken in.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the sum of their weights.</summary>
    public double Weight { get; private set; }

    /// <summary>Gets the least number; NaN if there is none.</summary>
    public double Minimum { get; private set; } = double.NaN;

    /// <summary>Gets the greatest number; NaN if there is none.</summary>
    public double Maximum { get; private set; } = double.NaN;

    /// <summary>Gets the bound on how far the rank of a quantile is off, as a share of the total weight; 0 as long as quantiles are exact.</summary>
    public double RankError => (_levels.Count == 0 ? 0 : _levels.Count + 1) / (2.0 * Size);

    private double LeastWeight { get; set; } = double.PositiveInfinity;

    /// <summary>Takes in a number; NaN and weights of 0 are passed over.</summary>
    /// <param name="value">The number.</param>
    /// <param name="weight">Its weight, 0 or more.</param>
    public void Add(double value, double weight = 1)
    {
        if (double.IsNaN(value) || weight == 0)
        {
            return;
        }

        _values.Add(value);
        _weights.Add(weight);
        Count++;
        Weight += weight;
        LeastWeight = Math.Min(LeastWeight, weight);
        Minimum = Math.Min(double.IsNaN(Minimum) ? value : Minimum, value);
        Maximum = Math.Max(double.IsNaN(Maximum) ? value : Maximum, value);
        if (_values.Count == 2 * Size)
        {
            Carry(Thin(Sorted(), Size), 0);
        }
    }

    /// <summary>Takes in what another sketch has seen.</summary>
    /// <param name="other">The other sketch, of the same size; it stays as it is.</param>
    /// <exception cref="ArgumentException">It is of another size.</exception>
    public void Merge(QuantileSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Size != Size)
        {
            throw new ArgumentException($"The other sketch is of size '{other.Size}' and must be of size '{Size}'.", nameof(other));
        }

        for (int level = 0; level < other._levels.Count; level++)
        {
            if (other._levels[level] is { } run)
            {
                Count += run.Count;
                Weight += run.Weight;
                Carry(run, level);
            }
        }

        for (int i = 0; i < other._values.Count; i++)
        {
            Add(other._values[i], other._weights[i]);
        }

        if (other.Count > 0)
        {
            LeastWeight = Math.Min(LeastWeight, other.LeastWeight);
            Minimum = double.IsNaN(Minimum) ? other.Minimum : Math.Min(Minimum, other.Minimum);
            Maximum = double.IsNaN(Maximum) ? other.Maximum : Math.Max(Maximum, other.Maximum);
        }
    }

    /// <summary>Computes a quantile by linear interpolation between order statistics (Hyndman and Fan, 1996, type 7); a weight of 2 counts as two numbers.</summary>
    /// <param name="level">The level, from 0 to 1.</param>
    /// <returns>The quantile; NaN if the sketch has seen nothing.</returns>
    public double Quantile(double level)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        Run all = _levels.OfType<Run>().Aggregate(Sorted(clear: false), Join);
        double unit = Math.Min(1, LeastWeight);
        double total = Weight / unit, position = level * Math.Max(0, total - 1), floor = Math.Floor(position);
        double low = At(all, floor * unit), high = At(all, (floor + 1) * unit);
        return low == high ? low : low + ((position - floor) * (high - low));
    }

    /// <summary>Finds numbers by their ranks, in one go: exact ones as long as nothing was thinned.</summary>
    /// <param name="ranks">The ranks from 0, in units of weight.</param>
    internal double[] AtRanks(IEnumerable<long> ranks)
    {
        Run all = _levels.OfType<Run>().Aggregate(Sorted(clear: false), Join);
        return [.. ranks.Select(rank => At(all, rank))];
    }

    /// <summary>Finds the first number whose cumulative weight exceeds a rank.</summary>
    private static double At(Run run, double rank)
    {
        double sum = 0;
        for (int i = 0; i < run.Values.Length; i++)
        {
            sum += run.Weights[i];
            if (sum > rank * (1 + 1e-12))
            {
                return run.Values[i];
            }
        }

        return run.Values[^1];
    }

    private Run Sorted(bool clear = true)
    {
        double[] values = [.. _values], weights = [.. _weights];
        Array.Sort(values, weights);
        var run = new Run(values, weights, values.Length, VectorKernels.Sum(weights));
        if (clear)
        {
            _values.Clear();
            _weights.Clear();
        }

        return run;
    }

    /// <summary>Puts a run into its level, as a carry is put into a sum: two of one level become one of the next.</summary>
    private void Carry(Run run, int level)
    {
        while (true)
        {
            while (_levels.Count <= level)
            {
                _levels.Add(null);
            }

            if (_levels[level] is not { } other)
            {
                _levels[level] = run;
                return;
            }

            _levels[level++] = null;
            run = Thin(Join(other, run), Size);
        }
    }

    private static Run Join(Run left, Run right)
    {
        double[] values = new double[left.Values.Length + right.Values.Length], weights = new double[values.Length];
        for (int i = 0, j = 0, k = 0; k < values.Length; k++)
        {
            bool first = j == right.Values.Length || (i < left.Values.Length && left.Values[i] <= right.Values[j]);
            (values[k], weights[k]) = first ? (left.Values[i], left.Weights[i++]) : (right.Values[j], right.Weights[j++]);
        }

        return new Run(values, weights, left.Count + right.Count, left.Weight + right.Weight);
    }

    /// <summary>Keeps the numbers in the middle of evenly spaced ranks, each for an even share of the weight.</summary>
    private static Run Thin(Run run, int size)
    {
        double[] values = new double[size], weights = new double[size];
        double share = run.Weight / size, sum = 0;
        int at = -1;
        for (int i = 0; i < size; i++)
        {
            double middle = (i + 0.5) * share;
            while (sum <= middle && at < run.Values.Length - 1)
            {
                sum += run.Weights[++at];
            }

            values[i] = run.Values[at];
            weights[i] = share;
        }

        return new Run(values, weights, run.Count, run.Weight);
    }

    private sealed record Run(double[] Values, double[] Weights, long Count, double Weight);
}
