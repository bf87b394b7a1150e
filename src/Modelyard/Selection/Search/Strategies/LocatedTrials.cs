using Modelyard.Numerics;

namespace Modelyard.Selection.Search;

/// <summary>Represents the trials that a model of the losses can learn from: where they lie in the space, and how good they were.</summary>
/// <param name="Shares">The shares of the priors of each trial with a loss; NaN for an axis without a value.</param>
/// <param name="Losses">The losses of these trials.</param>
/// <param name="Failed">The shares of the trials that failed.</param>
internal sealed record LocatedTrials(IReadOnlyList<double[]> Shares, IReadOnlyList<double> Losses, IReadOnlyList<double[]> Failed)
{
    /// <summary>Finds the trials with the greatest share of the resource of which there are enough to learn from; those of other shares have other losses.</summary>
    internal static LocatedTrials Of(TrialHistory history, ref RandomStream random)
    {
        double[] losses = history.Losses(ref random);
        int axes = history.Space.Dimensions.Count;
        double[] resources = [.. history.Trials.Select(trial => trial.Share).Distinct().OrderDescending()];
        double resource = resources.Length == 0
            ? 1
            : resources.FirstOrDefault(one => history.Trials.Where((trial, i) => trial.Share == one && double.IsFinite(losses[i])).Count() > axes + 1, resources[^1]);
        var shares = new List<double[]>();
        var own = new List<double>();
        var failed = new List<double[]>();
        for (int i = 0; i < losses.Length; i++)
        {
            double[] at = new double[axes];
            if (!history.Space.TryLocate(history.Trials[i].Point, at))
            {
                continue;
            }

            if (history.Trials[i].State == TrialState.Failed)
            {
                failed.Add(at);
            }
            else if (history.Trials[i].Share == resource && double.IsFinite(losses[i]))
            {
                shares.Add(at);
                own.Add(losses[i]);
            }
        }

        return new LocatedTrials(shares, own, failed);
    }
}
