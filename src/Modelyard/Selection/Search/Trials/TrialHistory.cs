using Modelyard.Numerics;

namespace Modelyard.Selection.Search;

/// <summary>Represents what a search knows when it chooses the next points: the space, the goals, and the trials with their results.</summary>
/// <param name="Space">The space.</param>
/// <param name="Goals">The goals, the most important first.</param>
/// <param name="Trials">The trials in the order of their numbers, none missing; all have come to their ends.</param>
public sealed record TrialHistory(SearchSpace Space, IReadOnlyList<SearchGoal> Goals, IReadOnlyList<Trial> Trials)
{
    // The weight of the sum beside the greatest part: enough to prefer, of two points with the same worst goal, the one that is better in the others (Knowles, 2006).
    private const double SumWeight = 0.05;

    /// <summary>Computes a loss for each trial that can be compared with the others: of several goals, weights drawn at random make one.</summary>
    /// <remarks>
    /// With several goals the loss is the augmented Chebyshev distance from the best of each, which reaches every part of the front as the weights
    /// vary. A trial that was given up is judged by the steps that it has, beside what the others have on the same steps.
    /// Source: Knowles (2006), ParEGO, IEEE Transactions on Evolutionary Computation 10(1).
    /// </remarks>
    /// <param name="random">The random numbers for the weights.</param>
    /// <returns>A loss a trial; NaN for one without a score.</returns>
    public double[] Losses(ref RandomStream random)
    {
        if (Goals.Count == 1)
        {
            return LossesOf(0);
        }

        double[] weights = new double[Goals.Count];
        for (int goal = 0; goal < weights.Length; goal++)
        {
            weights[goal] = -Math.Log(1 - random.NextDouble());
        }

        double total = weights.Sum();
        double[][] parts = [.. Enumerable.Range(0, Goals.Count).Select(goal => Spread(LossesOf(goal)))];
        double[] losses = new double[Trials.Count];
        for (int trial = 0; trial < losses.Length; trial++)
        {
            double greatest = double.NegativeInfinity, sum = 0;
            for (int goal = 0; goal < weights.Length; goal++)
            {
                double part = weights[goal] / total * parts[goal][trial];
                greatest = Math.Max(greatest, part);
                sum += part;
            }

            losses[trial] = greatest + (SumWeight * sum);
        }

        return losses;
    }

    /// <summary>Computes the loss of each trial in one goal, less being better; NaN for one without a score.</summary>
    internal double[] LossesOf(int goal)
    {
        Trial[] complete = [.. Trials.Where(trial => trial.State == TrialState.Complete)];
        return [.. Trials.Select(trial => LossOf(trial, goal, complete))];
    }

    private double LossOf(Trial trial, int goal, Trial[] complete)
    {
        if (trial.State == TrialState.Failed || trial.Steps.Count == 0)
        {
            return double.NaN;
        }

        double own = trial.Scores[goal];
        Trial[] others = trial.State == TrialState.Pruned ? Array.FindAll(complete, other => other.Steps.Count >= trial.Steps.Count) : [];
        if (others.Length > 0)
        {
            // Folds differ in how hard they are: what counts is how much worse it was than the others on the same ones.
            own += others.Average(other => other.Scores[goal]) - others.Average(other => other.Steps.Take(trial.Steps.Count).Average(step => step[goal]));
        }

        return Goals[goal].Loss(own);
    }

    private static double[] Spread(double[] losses)
    {
        double[] known = Array.FindAll(losses, double.IsFinite);
        double low = known.Length == 0 ? 0 : known.Min(), high = known.Length == 0 ? 1 : known.Max();
        return Array.ConvertAll(losses, loss => high > low ? (loss - low) / (high - low) : loss - low);
    }
}
