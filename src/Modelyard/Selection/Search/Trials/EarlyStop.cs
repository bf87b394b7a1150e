namespace Modelyard.Selection.Search;

/// <summary>Represents the rule by which a search ends before its budget: when little is to be gained any more.</summary>
/// <remarks>It needs a strategy that says what it expects, as <see cref="GaussianProcessSearch"/> does; others use up their budgets.</remarks>
public sealed record EarlyStop
{
    /// <summary>Gets the expected gain, in standard deviations of the losses, below which a batch counts as not worth its time.</summary>
    public double LeastGain { get; init; } = 0.01;

    /// <summary>Gets the number of batches in a row that must not be worth their time, 1 or more.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>Says whether a search is to end.</summary>
    /// <param name="trials">The trials so far.</param>
    internal bool Ends(IReadOnlyList<Trial> trials)
    {
        double[] gains = [.. trials.GroupBy(trial => trial.Batch).TakeLast(Patience).Select(batch => batch.Max(trial => trial.ExpectedGain))];
        return gains.Length == Patience && Array.TrueForAll(gains, gain => gain < LeastGain);
    }
}
