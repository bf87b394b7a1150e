using Modelyard.Numerics;

namespace Modelyard.Selection.Search;

/// <summary>Represents the search by the tree-structured Parzen estimator: where have the good points been, and the others not?</summary>
/// <remarks>
/// The densities of the better and of the other points are mixtures of kernels; candidates are drawn from the first, and those with the greatest ratio of
/// the two are tried. Conditional axes are estimated from the points that have a value there. Points that are tried at once repel each other: each counts
/// as one of the others for the next. Sources: Bergstra, Bardenet, Bengio and Kégl (2011), Algorithms for Hyper-Parameter Optimization; Watanabe (2023),
/// Tree-Structured Parzen Estimator: Understanding Its Algorithm Components.
/// </remarks>
public sealed record TpeSearch : ISearchStrategy
{
    private const int MostGood = 25;

    /// <summary>Gets the number of points that are drawn from the prior before densities are estimated, 1 or more.</summary>
    public int StartupTrials { get; init; } = 10;

    /// <summary>Gets the share of the points that count as good, above 0 and below 1; 25 do at most.</summary>
    public double GoodShare { get; init; } = 0.15;

    /// <summary>Gets the number of candidates that are drawn for each point to try, 1 or more.</summary>
    public int Candidates { get; init; } = 48;

    /// <summary>Gets a value indicating whether a kernel spans all axes at once, so that what goes together is seen; if not, each axis is estimated alone.</summary>
    public bool Multivariate { get; init; } = true;

    /// <inheritdoc/>
    public IReadOnlyList<SearchProposal> Ask(TrialHistory history, int count, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(history);
        LocatedTrials located = LocatedTrials.Of(history, ref random);
        if (located.Shares.Count < StartupTrials)
        {
            return new RandomSearch().Ask(history, count, random);
        }

        int goodCount = Math.Clamp((int)Math.Ceiling(GoodShare * located.Shares.Count), 1, MostGood);
        double[][] sorted = [.. located.Shares.Zip(located.Losses).OrderBy(pair => pair.Second).Select(pair => pair.First)];
        var good = new ParzenMixture(history.Space, sorted[..goodCount], Multivariate);
        List<double[]> others = [.. sorted[goodCount..], .. located.Failed];
        var fresh = new FreshPoints(history);
        var proposals = new List<SearchProposal>();
        while (proposals.Count < count && Choose(history.Space, good, new ParzenMixture(history.Space, others, Multivariate), fresh, ref random) is var (point, shares))
        {
            proposals.Add(new SearchProposal(point));
            others.Add(shares);
        }

        return proposals;
    }

    private (SearchPoint Point, double[] Shares)? Choose(SearchSpace space, ParzenMixture good, ParzenMixture others, FreshPoints fresh, ref RandomStream random)
    {
        (SearchPoint Point, double[] Shares)? best = null;
        double greatest = double.NegativeInfinity;
        double[] shares = new double[space.Dimensions.Count];
        for (int candidate = 0; candidate < Candidates; candidate++)
        {
            good.Draw(ref random, shares);
            SearchPoint point = space.At(shares);
            if (!fresh.IsFresh(point) || !space.Allows(point))
            {
                continue;
            }

            // A whole number stands for a range of shares; its own share is what the density is asked for.
            double[] own = new double[shares.Length];
            space.TryLocate(point, own);
            double ratio = good.LogDensity(own) - others.LogDensity(own);
            if (ratio > greatest)
            {
                (best, greatest) = ((point, own), ratio);
            }
        }

        if (best is null && fresh.Draw(ref random) is { } drawn)
        {
            double[] own = new double[shares.Length];
            space.TryLocate(drawn, own);
            return (drawn, own);
        }

        if (best is { } chosen)
        {
            fresh.TryTake(chosen.Point);
        }

        return best;
    }
}
