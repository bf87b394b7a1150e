using Modelyard.Numerics;

namespace Modelyard.Selection.Search;

/// <summary>Represents asynchronous successive halving: a point gets a larger share of the resource as soon as it is among the best of those that had its own.</summary>
/// <remarks>No rung waits to be full, so that a batch never idles. Source: Li, Jamieson, Rostamizadeh, Gonina, Hardt, Recht and Talwalkar (2020), A System for Massively Parallel Hyperparameter Tuning.</remarks>
public sealed record AshaSearch : ISearchStrategy
{
    /// <summary>Gets the factor by which points become fewer and shares larger, 2 or more.</summary>
    public int Reduction { get; init; } = 3;

    /// <summary>Gets the number of rungs, from the least share to the whole, 2 or more.</summary>
    public int Rungs { get; init; } = 3;

    /// <inheritdoc/>
    public IReadOnlyList<SearchProposal> Ask(TrialHistory history, int count, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(history);
        double[] losses = history.Losses(ref random);
        var proposals = new List<SearchProposal>();
        for (int rung = Rungs - 2; rung >= 0; rung--)
        {
            double share = Math.Pow(Reduction, rung - Rungs + 1), next = Math.Pow(Reduction, rung - Rungs + 2);
            Trial[] own = [.. history.Trials.Where(trial => !trial.IsDefault && trial.Share == share && double.IsFinite(losses[trial.Number]))
                .OrderBy(trial => losses[trial.Number]).ThenBy(trial => trial.Number)];
            var promoted = new FreshPoints(history, next);
            proposals.AddRange(own.Take(own.Length / Reduction).Where(trial => promoted.IsFresh(trial.Point)).Select(trial => new SearchProposal(trial.Point, next)));
        }

        double least = Math.Pow(Reduction, 1 - Rungs);
        var fresh = new FreshPoints(history, least);
        while (proposals.Count < count && fresh.Draw(ref random) is { } point)
        {
            proposals.Add(new SearchProposal(point, least));
        }

        return [.. proposals.Take(count)];
    }
}
