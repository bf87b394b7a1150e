namespace Modelyard.Selection.Search;

/// <summary>Represents the rule by which bad trials are given up: whose mean so far is worse than that of most others on the same steps.</summary>
/// <remarks>Trials of the same batch do not count, so that it does not matter which of them is faster. Source: Golovin, Solnik, Moitra, Kochanski, Karro and Sculley (2017), Google Vizier, section 3.1.</remarks>
public sealed record MedianPruning
{
    /// <summary>Gets the share of the others that a trial must be worse than to be given up, above 0 and below 1.</summary>
    public double Share { get; init; } = 0.5;

    /// <summary>Gets the number of others there must be, 1 or more.</summary>
    public int StartupTrials { get; init; } = 5;

    /// <summary>Gets the number of steps that every trial gets, 1 or more.</summary>
    public int LeastSteps { get; init; } = 1;

    /// <summary>Says whether a trial is to be given up.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="steps">The scores of its steps so far.</param>
    /// <param name="others">The trials before it with the same share of the resource.</param>
    internal bool GivesUp(SearchGoal goal, IReadOnlyList<double> steps, IReadOnlyList<Trial> others)
    {
        double[] losses = [.. others.Where(other => other.Steps.Count >= steps.Count && other.State != TrialState.Failed)
            .Select(other => goal.Loss(other.Steps.Take(steps.Count).Average(step => step[0])))];
        if (steps.Count < LeastSteps || losses.Length < StartupTrials)
        {
            return false;
        }

        double own = goal.Loss(steps.Average());
        return losses.Count(loss => loss < own) > Share * losses.Length;
    }
}
