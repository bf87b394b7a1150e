using Modelyard.Numerics;

namespace Modelyard.Selection.Search;

/// <summary>Represents Bayesian optimisation: a Gaussian process learns the losses, and the point of the greatest expected improvement is tried next.</summary>
/// <remarks>
/// The first points are spread evenly over the prior. Losses far above the median are cut off, so that a few bad settings do not hide what the good ones
/// differ by; trials that failed count as such. Of several kinds, such as estimators, each is given some points first, and the losses of the best set the scale: losses far above its median are compressed, or the distance between kinds would hide all else. Where the process expects little, every other point is chosen as if it were less smooth than it seems, so that the search does not settle in a side valley. Of several points that are tried at once, each is chosen as if those before it had turned out as expected.
/// Sources: Jones, Schonlau and Welch (1998), Efficient Global Optimization of Expensive Black-Box Functions; Ginsbourger, Le Riche and Carraro (2010), Kriging is
/// well-suited to parallelize optimization; Ament et al. (2023) for the logarithm of the expected improvement; Wang and de Freitas (2014), Theoretical Analysis of Bayesian
/// Optimisation with Unknown Gaussian Process Hyper-Parameters, for the doubt.
/// </remarks>
public sealed record GaussianProcessSearch : ISearchStrategy
{
    // A factorisation of more rows would take longer than a fit.
    private const int MostLearned = 200;
    private const int FewestStartup = 5;
    private const int MostStartup = 12;
    private const int StartsFromBest = 3;

    // Losses further above the median than this many times the distance from the best to the median are cut off there.
    private const double MostAboveMedian = 2;

    // The best kind is given so many trials, so that its losses can set the scale, and others some too, as the first point of a kind says little of its best.
    private const int FewestOfKind = 4;
    private const int OfAllKinds = 16;
    private const int DrawsOfKind = 200;

    // Below this gain, in standard deviations of the losses, the process is doubted: its lengths are divided until there is something to expect.
    private const double LittleGain = 0.01;
    private const double DoubtFactor = 2;
    private const int MostDoubts = 3;

    /// <summary>Gets the number of points that are spread over the prior before there is a process; null for two more than there are axes, from 5 to 12.</summary>
    public int? StartupTrials { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<SearchProposal> Ask(TrialHistory history, int count, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(history);
        SearchSpace space = history.Space;
        LocatedTrials located = LocatedTrials.Of(history, ref random);
        int startup = StartupTrials ?? Math.Clamp(space.Dimensions.Count + 2, FewestStartup, MostStartup);
        var fresh = new FreshPoints(history);
        if (located.Shares.Count < Math.Min(startup, 2) || history.Trials.Count < startup)
        {
            return Spread(space, fresh, history.Trials.Count, Math.Min(count, Math.Max(1, startup - history.Trials.Count)), ref random);
        }

        var kinds = new TrialKinds(space, located);
        if (kinds.Lacking(FewestOfKind, OfAllKinds) is { } lacking && DrawOf(lacking.Kind, kinds, fresh, Math.Min(count, lacking.Lacks), ref random) is { Count: > 0 } more)
        {
            return more;
        }

        var encoding = new SpaceEncoding(space);
        (List<double[]> points, List<double> values) = Learnable(located, encoding, kinds);
        GaussianProcess process = GaussianProcess.Fit(points, values, encoding.AxisOf, encoding.Axes);
        double best = process.LeastMean();
        double[][] near = [.. located.Shares.Zip(located.Losses).OrderBy(pair => pair.Second).Take(StartsFromBest).Select(pair => pair.First)];
        var proposals = new List<SearchProposal>();
        while (proposals.Count < count)
        {
            if (new Acquisition(space, encoding, process, fresh, best).Maximize(near, ref random) is { } expected)
            {
                bool doubts = expected.LogGain < Math.Log(LittleGain) && (history.Trials.Count + proposals.Count) % 2 == 0;
                Acquisition.Candidate chosen = doubts ? Doubt(space, encoding, process, fresh, near, ref random) ?? expected : expected;
                fresh.TryTake(chosen.Point);
                proposals.Add(new SearchProposal(chosen.Point) { ExpectedGain = Math.Exp(expected.LogGain) });
                process.Add(chosen.Coordinates, chosen.Mean);
            }
            else if (fresh.Draw(ref random) is { } drawn)
            {
                proposals.Add(new SearchProposal(drawn));
            }
            else
            {
                break;
            }
        }

        return proposals;
    }

    /// <summary>Chooses the point of the greatest expected improvement if the losses are less smooth than the process has it.</summary>
    private static Acquisition.Candidate? Doubt(SearchSpace space, SpaceEncoding encoding, GaussianProcess process, FreshPoints fresh, double[][] near, ref RandomStream random)
    {
        Acquisition.Candidate? chosen = null;
        for (int doubt = 1; doubt <= MostDoubts && (chosen is null || chosen.LogGain < Math.Log(LittleGain)); doubt++)
        {
            GaussianProcess doubting = process.Doubting(Math.Pow(DoubtFactor, doubt));
            chosen = new Acquisition(space, encoding, doubting, fresh, doubting.LeastMean()).Maximize(near, ref random);
        }

        return chosen;
    }

    /// <summary>Spreads points over the prior by the additive recurrence of Roberts (2018), which fills the space evenly for any number of points.</summary>
    private static List<SearchProposal> Spread(SearchSpace space, FreshPoints fresh, int first, int count, ref RandomStream random)
    {
        // The golden ratio of so many dimensions: the root of x^(d+1) = x + 1.
        int axes = space.Dimensions.Count;
        double ratio = 1.5;
        for (int i = 0; i < 50; i++)
        {
            ratio = Math.Pow(1 + ratio, 1.0 / (axes + 1));
        }

        var proposals = new List<SearchProposal>();
        double[] shares = new double[axes];
        for (int i = 0; proposals.Count < count; i++)
        {
            for (int axis = 0; axis < axes; axis++)
            {
                double share = 0.5 + ((first + i + 1) * Math.Pow(ratio, -(axis + 1)));
                shares[axis] = share - Math.Floor(share);
            }

            SearchPoint? point = space.At(shares);
            point = i < 10 * count && space.Allows(point) && fresh.TryTake(point) ? point : i < 10 * count ? null : fresh.Draw(ref random);
            if (point is not null)
            {
                proposals.Add(new SearchProposal(point));
            }
            else if (i >= 10 * count)
            {
                break;
            }
        }

        return proposals;
    }

    /// <summary>Chooses what the process learns from, brought to mean 0 and variance 1: the best half of the most it can take, and the latest.</summary>
    private static (List<double[]> Points, List<double> Values) Learnable(LocatedTrials located, SpaceEncoding encoding, TrialKinds kinds)
    {
        int[] order = [.. Enumerable.Range(0, located.Losses.Count)];
        if (order.Length > MostLearned)
        {
            order = [.. order.OrderBy(i => located.Losses[i]).Take(MostLearned / 2).Concat(order[^(MostLearned / 2)..]).Distinct().Order()];
        }

        double[] losses = OnScaleOfBest(located.Losses, kinds);
        double[] sorted = [.. order.Select(i => losses[i]).Order()];
        double median = sorted[sorted.Length / 2], cut = median + (MostAboveMedian * (median - sorted[0]));
        cut = cut > sorted[0] ? cut : sorted[^1];
        List<double[]> points = [.. order.Select(i => encoding.Encode(located.Shares[i])), .. located.Failed.TakeLast(MostLearned / 4).Select(shares => encoding.Encode(shares))];
        double[] values = [.. order.Select(i => Math.Min(losses[i], cut)), .. Enumerable.Repeat(Math.Min(cut, sorted[^1]), points.Count - order.Length)];
        double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return (points, [.. values.Select(value => deviation > 0 ? (value - mean) / deviation : 0)]);
    }

    /// <summary>Compresses losses above the median of the best kind by a logarithm, which keeps their order. Losses of a space without kinds stay as they are.</summary>
    private static double[] OnScaleOfBest(IReadOnlyList<double> losses, TrialKinds kinds)
    {
        double[] own = [.. losses.Where((_, i) => kinds.IsBest(i)).Order()];
        double median = own[own.Length / 2], scale = MostAboveMedian * (median - own[0]);
        return own.Length == losses.Count || !(scale > 0) ? [.. losses] : [.. losses.Select(loss => loss <= median ? loss : median + (scale * Math.Log(1 + ((loss - median) / scale))))];
    }

    /// <summary>Draws points of a kind from the prior.</summary>
    private static List<SearchProposal> DrawOf(string kind, TrialKinds kinds, FreshPoints fresh, int count, ref RandomStream random)
    {
        var proposals = new List<SearchProposal>();
        for (int draw = 0; draw < DrawsOfKind && proposals.Count < count; draw++)
        {
            SearchPoint point = kinds.Space.Draw(ref random);
            if (kinds.Is(point, kind) && fresh.TryTake(point))
            {
                proposals.Add(new SearchProposal(point));
            }
        }

        return proposals;
    }
}
