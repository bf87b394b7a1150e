using System.Numerics;
using System.Runtime.CompilerServices;
using Modelyard.Trees.Structure;

namespace Modelyard.Trees.Growing;

/// <summary>Holds the rows of a growing tree and finds the best split of a node by one feature. Belongs to one thread.</summary>
internal abstract unsafe class SplitSearch
{
    /// <summary>A split that leaves less than this share of a node's impurity counts as perfect, and ends the search.</summary>
    private const double Negligible = 1e-9;

    /// <summary>From this number of rows on the fit may end at each feature of a node, below between nodes.</summary>
    private const int RowsBetweenChecks = 1 << 18;

    private readonly PinnedBuffer<Sample> _samples;
    private readonly PinnedBuffer<Sample> _spare;
    private readonly PinnedBuffer<byte> _sides;
    private int _unchecked;

    protected SplitSearch(RankTable table, GrowthSettings settings, TreeTarget target)
    {
        Table = table;
        Settings = settings;
        Target = target;
        _samples = new PinnedBuffer<Sample>(table.Rows, zeroed: false);
        _spare = new PinnedBuffer<Sample>(table.Rows, zeroed: false);
        _sides = new PinnedBuffer<byte>(table.MostCodes + 1);
        Order = new RowOrder(table.Rows, table.MostCodes);
    }

    protected RankTable Table { get; }

    protected GrowthSettings Settings { get; }

    protected TreeTarget Target { get; }

    protected RowOrder Order { get; }

    /// <summary>Gets or sets the samples of the open node.</summary>
    protected Sample* Node { get; set; }

    protected int NodeCount { get; set; }

    /// <summary>Gets or sets the weight of the open node.</summary>
    public double NodeWeight { get; protected set; }

    /// <summary>Gets or sets the score of the open node.</summary>
    public double NodeScore { get; protected set; }

    /// <summary>Gets or sets what ends the growth early, by an exception.</summary>
    public Action Check { get; set; } = static () => { };

    /// <summary>Gets or sets the score from which on a split is perfect.</summary>
    protected double PerfectScore { get; set; }

    /// <summary>Takes in the rows of a tree.</summary>
    /// <param name="weights">The weight of each row; a row of weight 0 stays out.</param>
    /// <returns>The number of rows.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Load(ReadOnlySpan<double> weights)
    {
        Sample* samples = _samples.Pointer;
        int count = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            if (weights[row] > 0)
            {
                samples[count].Row = row;
                samples[count].Label = Target.Labels.IsEmpty ? 0 : Target.Labels[row];
                samples[count].Weight = weights[row];
                samples[count].Value = weights[row] * Target.Centred[row];
                count++;
            }
        }

        return count;
    }

    /// <summary>Turns to a node.</summary>
    /// <param name="first">The first of its samples.</param>
    /// <param name="count">The number of its samples.</param>
    /// <returns>True if its rows differ in the target.</returns>
    public bool Open(int first, int count)
    {
        Node = _samples.Pointer + first;
        NodeCount = count;
        return Summarize();
    }

    /// <summary>Finds the best split of the open node by one feature.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="best">The best split so far, replaced by a better one.</param>
    /// <param name="random">The random numbers of the tree.</param>
    /// <returns>False if the feature is constant in the node.</returns>
    public bool Search(int feature, ref Split best, ref RandomDraw random)
    {
        // Of a node of few rows and many features, too, all are searched before the next node.
        _unchecked += NodeCount;
        if (_unchecked >= RowsBetweenChecks)
        {
            _unchecked = 0;
            Check();
        }

        FeatureRanks ranks = Table.Features[feature];
        double before = best.Score;
        bool varies = ranks.Width switch
        {
            1 => Search(ranks, ranks.Codes, ref best, ref random),
            2 => Search(ranks, (ushort*)ranks.Codes, ref best, ref random),
            _ => Search(ranks, (int*)ranks.Codes, ref best, ref random),
        };
        if (best.Score > before)
        {
            best.Feature = feature;
            best.Perfect = best.Score >= PerfectScore;
        }

        return varies;
    }

    /// <summary>Parts the samples of a node, keeping their order on either side.</summary>
    /// <returns>The number of samples on the left.</returns>
    public int Part(in Split split, int first, int count)
    {
        FeatureRanks ranks = Table.Features[split.Feature];
        Sample* samples = _samples.Pointer + first;
        if (split.LeftCodes is { } left)
        {
            FillSides(ranks, left, split.MissingLeft);
            byte* sides = _sides.Pointer;
            return ranks.Width switch
            {
                1 => Part(ranks.Codes, sides, samples, count),
                2 => Part((ushort*)ranks.Codes, sides, samples, count),
                _ => Part((int*)ranks.Codes, sides, samples, count),
            };
        }

        // A feature may have as many codes as there are rows: a small node must not pay for all of them.
        int missing = split.MissingLeft ? ranks.MissingCode : -1;
        return ranks.Width switch
        {
            1 => Part(ranks.Codes, split.Cut, missing, samples, count),
            2 => Part((ushort*)ranks.Codes, split.Cut, missing, samples, count),
            _ => Part((int*)ranks.Codes, split.Cut, missing, samples, count),
        };
    }

    /// <summary>Computes the impurity of the open node, times its weight.</summary>
    public abstract double NodeImpurity();

    /// <summary>Writes what the open node predicts.</summary>
    public virtual double LeafValue(TreeBuffer tree)
    {
        if (Target.ClassCount > 0)
        {
            return Target.ClassCount <= 256 ? ClassLeaf(tree, stackalloc double[Target.ClassCount]) : ClassLeaf(tree, new double[Target.ClassCount]);
        }

        ReadOnlySpan<double> targets = Target.Values;
        double origin = targets[Node[0].Row], sum = 0;
        for (int i = 1; i < NodeCount; i++)
        {
            sum += Node[i].Weight * (targets[Node[i].Row] - origin);
        }

        return origin + (sum / NodeWeight);
    }

    /// <summary>Sums the open node up.</summary>
    /// <returns>True if its rows differ in the target.</returns>
    protected abstract bool Summarize();

    protected abstract bool Search<TCode>(FeatureRanks ranks, TCode* codes, ref Split best, ref RandomDraw random)
        where TCode : unmanaged, IBinaryInteger<TCode>;

    /// <summary>Computes the score from which on a split is perfect.</summary>
    /// <param name="pure">The score of a split into pure sides.</param>
    protected void SetPerfectScore(double pure)
    {
        double score = pure - (Negligible * (pure - NodeScore));
        PerfectScore = double.IsFinite(score) ? score : double.PositiveInfinity;
    }

    /// <summary>Makes a threshold split the best one.</summary>
    protected static void Take(ref Split best, FeatureRanks ranks, double score, int low, int high, bool missingLeft)
    {
        best.Score = score;
        best.Cut = low;
        best.Threshold = ranks.Threshold(low, high);
        best.MissingLeft = missingLeft;
        best.LeftCodes = null;
    }

    /// <summary>Makes a split of levels the best one.</summary>
    /// <param name="best">The best split so far.</param>
    /// <param name="ranks">The feature.</param>
    /// <param name="score">The score of the split.</param>
    /// <param name="left">The codes that go left, as bits; that of a missing value among them.</param>
    /// <param name="missing">Whether a value is missing in the node.</param>
    /// <param name="leftIsHeavier">Where missing values go if none is missing in the node.</param>
    protected static void TakeLevels(ref Split best, FeatureRanks ranks, double score, ulong[] left, bool missing, bool leftIsHeavier)
    {
        int code = ranks.MissingCode;
        best.Score = score;
        best.Cut = -1;
        best.MissingLeft = missing ? (left[code >> 6] >> code & 1) != 0 : leftIsHeavier;
        best.LeftCodes = left;
    }

    /// <summary>Sends the levels that are not in the node where missing values go.</summary>
    protected static void AddAbsent(in Split split, FeatureRanks ranks, int* codes, int present)
    {
        if (!split.MissingLeft)
        {
            return;
        }

        for (int code = 0, next = 0; code < ranks.MissingCode; code++)
        {
            if (next < present && codes[next] == code)
            {
                next++;
            }
            else
            {
                split.LeftCodes![code >> 6] |= 1UL << code;
            }
        }
    }

    /// <summary>Copies the codes of the open node's rows.</summary>
    /// <returns>The least and the greatest code of a value, and whether a value is missing; the least exceeds the greatest if all are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected (int Low, int High, bool Missing) Gather<TCode>(FeatureRanks ranks, TCode* codes, int* gathered)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        int low = int.MaxValue, high = -1;
        for (int i = 0; i < NodeCount; i++)
        {
            int code = int.CreateTruncating(codes[Node[i].Row]);
            gathered[i] = code;
            low = Math.Min(low, code);
            high = Math.Max(high, code);
        }

        if (high < ranks.MissingCode)
        {
            return (low, high, false);
        }

        high = -1;
        for (int i = 0; i < NodeCount; i++)
        {
            high = gathered[i] == ranks.MissingCode ? high : Math.Max(high, gathered[i]);
        }

        return (low, high, true);
    }

    /// <summary>Draws a threshold between the least and the greatest value of the open node.</summary>
    /// <returns>False if there is no threshold.</returns>
    protected static bool DrawCut(FeatureRanks ranks, int low, int high, bool missing, ref RandomDraw random, out int cut, out double threshold)
    {
        cut = high;
        threshold = double.PositiveInfinity;
        if (high < low || low == high)
        {
            return missing && high >= low;
        }

        double least = ranks.Values[low], greatest = ranks.Values[high];
        double share = random.NextDouble();
        threshold = (least * (1 - share)) + (greatest * share);
        threshold = threshold >= least && threshold < greatest ? threshold : least;
        cut = ranks.CodeAtMost(threshold);
        return true;
    }

    /// <summary>Draws a side for each level that is present, so that neither side is empty.</summary>
    protected static ulong[] DrawSides(FeatureRanks ranks, int* codes, int present, ref RandomDraw random)
    {
        ulong[] left = new ulong[(ranks.MissingCode >> 6) + 1];
        int count = 0;
        for (int i = 0; i < present; i++)
        {
            if (random.NextInt(2) == 0)
            {
                left[codes[i] >> 6] |= 1UL << codes[i];
                count++;
            }
        }

        if (count == 0 || count == present)
        {
            int code = codes[random.NextInt(present)];
            left[code >> 6] ^= 1UL << code;
        }

        return left;
    }

    /// <summary>Writes the side of each level; a feature has few of them.</summary>
    private void FillSides(FeatureRanks ranks, ulong[] left, bool missingLeft)
    {
        byte* sides = _sides.Pointer;
        for (int code = 0; code < ranks.MissingCode; code++)
        {
            sides[code] = (byte)(left[code >> 6] >> (code & 63) & 1);
        }

        sides[ranks.MissingCode] = missingLeft ? (byte)1 : (byte)0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Part<TCode>(TCode* codes, int cut, int missing, Sample* samples, int count)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        Sample* spare = _spare.Pointer;
        int left = 0, right = 0;
        for (int i = 0; i < count; i++)
        {
            Sample sample = samples[i];
            int code = int.CreateTruncating(codes[sample.Row]);
            int side = (code <= cut ? 1 : 0) | (code == missing ? 1 : 0);
            samples[left] = sample;
            spare[right] = sample;
            left += side;
            right += 1 - side;
        }

        new ReadOnlySpan<Sample>(spare, right).CopyTo(new Span<Sample>(samples + left, right));
        return left;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Part<TCode>(TCode* codes, byte* sides, Sample* samples, int count)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        Sample* spare = _spare.Pointer;
        int left = 0, right = 0;
        for (int i = 0; i < count; i++)
        {
            Sample sample = samples[i];
            int side = sides[int.CreateTruncating(codes[sample.Row])];
            samples[left] = sample;
            spare[right] = sample;
            left += side;
            right += 1 - side;
        }

        new ReadOnlySpan<Sample>(spare, right).CopyTo(new Span<Sample>(samples + left, right));
        return left;
    }

    private double ClassLeaf(TreeBuffer tree, Span<double> weights)
    {
        weights.Clear();
        int label = Node[0].Label;
        bool single = true;
        for (int i = 0; i < NodeCount; i++)
        {
            weights[Node[i].Label] += Node[i].Weight;
            single &= Node[i].Label == label;
        }

        if (single)
        {
            return label;
        }

        foreach (ref double weight in weights)
        {
            weight /= NodeWeight;
        }

        return tree.AddDistribution(weights);
    }
}
