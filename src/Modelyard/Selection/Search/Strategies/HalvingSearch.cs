using Modelyard.Numerics;

namespace Modelyard.Selection.Search;

/// <summary>Represents successive halving and Hyperband: many points get a small share of the resource, the best of them a larger one, and so on to the whole.</summary>
/// <remarks>
/// The resource is what the objective makes of it: folds, rows or iterations. With <see cref="Brackets"/> of 1 every bracket begins with the least share; with
/// more, as Hyperband has them, later brackets begin with fewer points and larger shares, in case small shares mislead. Sources: Jamieson and Talwalkar (2016), Non-stochastic Best
/// Arm Identification and Hyperparameter Optimization; Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar (2018), Hyperband, JMLR 18; Falkner, Klein and Hutter (2018), BOHB,
/// for a model as <see cref="Sampler"/>.
/// </remarks>
public sealed record HalvingSearch : ISearchStrategy
{
    /// <summary>Gets the factor by which points become fewer and shares larger, 2 or more.</summary>
    public int Reduction { get; init; } = 3;

    /// <summary>Gets the number of rungs of the longest bracket, from the least share to the whole, 2 or more.</summary>
    public int Rungs { get; init; } = 3;

    /// <summary>Gets the number of kinds of brackets, from 1 (successive halving) to the number of rungs (Hyperband).</summary>
    public int Brackets { get; init; } = 1;

    /// <summary>Gets what chooses the points of the first rungs.</summary>
    public ISearchStrategy Sampler { get; init; } = new RandomSearch();

    /// <summary>Creates the search that runs through brackets of all kinds.</summary>
    /// <param name="rungs">The number of rungs of the longest bracket, 2 or more.</param>
    /// <param name="reduction">The factor by which points become fewer and shares larger, 2 or more.</param>
    /// <returns>The search.</returns>
    public static HalvingSearch Hyperband(int rungs = 3, int reduction = 3) => new() { Rungs = rungs, Reduction = reduction, Brackets = rungs };

    /// <inheritdoc/>
    public IReadOnlyList<SearchProposal> Ask(TrialHistory history, int count, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(history);
        Trial[] trials = [.. history.Trials.Where(trial => !trial.IsDefault)];
        double[] losses = history.Losses(ref random);
        int next = 0;
        for (int bracket = 0; ; bracket++)
        {
            int rungs = Rungs - (bracket % Brackets);
            int wanted = (int)Math.Ceiling((double)Rungs / rungs * Math.Pow(Reduction, rungs - 1));
            SearchPoint[]? points = null;
            for (int rung = 0; rung < rungs && (points is null || points.Length > 0); rung++)
            {
                double share = ShareOf(rung, rungs);
                wanted = points?.Length ?? wanted;
                Trial[] own = trials[next..Math.Min(trials.Length, next + wanted)];
                if (own.Length < wanted)
                {
                    int most = Math.Min(count, wanted - own.Length);
                    SearchProposal[] proposals = points is null ? Sample(history, share, most, random) : [.. points.Skip(own.Length).Take(most).Select(point => new SearchProposal(point, share))];

                    // A space with too few points for the rung goes on with those it has.
                    if (proposals.Length > 0 || own.Length == 0)
                    {
                        return proposals;
                    }
                }

                next += own.Length;
                HashSet<SearchPoint> before = [.. rung + 1 < rungs ? trials.Take(next).Where(trial => trial.Share == ShareOf(rung + 1, rungs)).Select(trial => trial.Point) : []];
                points = [.. own.Where(trial => double.IsFinite(losses[trial.Number])).OrderBy(trial => losses[trial.Number]).ThenBy(trial => trial.Number)
                    .Select(trial => trial.Point).Take(Math.Max(1, own.Length / Reduction)).Where(point => !before.Contains(point))];
            }
        }
    }

    private double ShareOf(int rung, int rungs) => Math.Pow(Reduction, rung - rungs + 1);

    private SearchProposal[] Sample(TrialHistory history, double share, int count, RandomStream random)
    {
        var fresh = new FreshPoints(history, share);
        SearchProposal[] sampled = [.. Sampler.Ask(history, count, random).Where(proposal => fresh.TryTake(proposal.Point))];
        while (sampled.Length < count && fresh.Draw(ref random) is { } point)
        {
            sampled = [.. sampled, new SearchProposal(point)];
        }

        return [.. sampled.Select(proposal => proposal with { Share = share })];
    }
}
