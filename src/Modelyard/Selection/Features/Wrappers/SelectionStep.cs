namespace Modelyard.Selection.Features;

/// <summary>Represents how well some of the features do.</summary>
/// <param name="Features">The names of the features that are in, those of the whole table where each fold chose for itself and they differ.</param>
/// <param name="Scores">The score of each fold on the rows that were not learned from.</param>
public sealed record SelectionStep(IReadOnlyList<string> Features, IReadOnlyList<double> Scores)
{
    /// <summary>Gets the number of features that are in.</summary>
    public int Count => Features.Count;

    /// <summary>Gets the mean of the scores.</summary>
    public double Mean => Scores.Average();

    /// <summary>Gets the standard error of the mean, as if the folds were independent; NaN of one fold.</summary>
    public double Error => FoldStatistics.Deviation(Scores) / Math.Sqrt(Scores.Count);
}
