using Modelyard.Probability;

namespace Modelyard.Selection;

/// <summary>Compares two estimators by their scores on the same folds, whose training rows overlap.</summary>
/// <remarks>
/// The usual paired test takes folds for independent and finds differences far too often; here the variance of their mean grows by the share of test to training rows.
/// Source: Nadeau and Bengio (2003), Inference for the Generalization Error, Machine Learning 52; Bouckaert and Frank (2004) for repeated cross-validation.
/// </remarks>
public static class ResampledTTest
{
    /// <summary>Compares scores.</summary>
    /// <param name="first">The scores of the first estimator, fold by fold.</param>
    /// <param name="second">The scores of the second on the same folds.</param>
    /// <param name="folds">The folds.</param>
    /// <param name="confidence">The chance that the interval holds the true difference, between 0 and 1.</param>
    /// <returns>The outcome; the statistic has Student's t distribution with one degree of freedom fewer than folds.</returns>
    /// <exception cref="ModelyardException">There are fewer than two folds, not as many scores, or a score is not a number.</exception>
    public static TestOutcome Compare(IReadOnlyList<double> first, IReadOnlyList<double> second, IReadOnlyList<Split> folds, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(folds);
        double[] differences = PairedScores.Differences(first, second, 2, confidence);
        if (folds.Count != differences.Length)
        {
            throw new ModelyardException($"There are '{differences.Length}' scores of each model and '{folds.Count}' folds, and there must be one a fold.");
        }

        double mean = differences.Average(), error = FoldStatistics.Error(differences, FoldStatistics.TestShare(folds));
        var law = new StudentT(differences.Length - 1);
        double half = law.Quantile((1 + confidence) / 2) * error;
        double statistic = mean == 0 ? 0 : mean / error;
        return new TestOutcome("corrected resampled t", mean, statistic, law.TwoSided(statistic), mean - half, mean + half);
    }
}
