using Modelyard.Learning;

namespace Modelyard.Selection.Search;

/// <summary>Defines what a search makes as good as it can: scores of a point, in steps after each of which a bad trial may be given up.</summary>
public interface ISearchObjective
{
    /// <summary>Gets the goals, the most important first.</summary>
    IReadOnlyList<SearchGoal> Goals { get; }

    /// <summary>Gets what tells this objective from another in a journal: the data, the folds, the estimator.</summary>
    string Identity { get; }

    /// <summary>Counts the steps in which a point is scored.</summary>
    /// <param name="share">The share of the whole resource, above 0 and at most 1.</param>
    /// <returns>The number of steps, 1 or more.</returns>
    int Steps(double share);

    /// <summary>Scores a point in one step. Called from several threads.</summary>
    /// <param name="point">The point.</param>
    /// <param name="share">The share of the whole resource, above 0 and at most 1.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="context">The seed, which is the same for all points, the number of threads, and cancellation.</param>
    /// <returns>A score a goal.</returns>
    IReadOnlyList<double> Score(SearchPoint point, double share, int step, FitContext context);
}
