namespace Modelyard.Selection;

/// <summary>Sums up scores of folds.</summary>
internal static class FoldStatistics
{
    /// <summary>Computes the sample standard deviation; NaN of fewer than two.</summary>
    internal static double Deviation(IReadOnlyList<double> scores)
    {
        double mean = scores.Count == 0 ? double.NaN : scores.Average();
        return scores.Count < 2 ? double.NaN : Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / (scores.Count - 1));
    }

    /// <summary>Computes the standard error of a mean over folds, whose training rows overlap, so that they are worth less than as many independent tests.</summary>
    /// <param name="scores">The scores, or differences of scores.</param>
    /// <param name="testShare">The number of test rows over that of training rows.</param>
    /// <remarks>Source: Nadeau and Bengio (2003), Inference for the Generalization Error, Machine Learning 52.</remarks>
    internal static double Error(IReadOnlyList<double> scores, double testShare) => Deviation(scores) * Math.Sqrt((1.0 / scores.Count) + testShare);

    /// <summary>Computes the mean over folds of the number of test rows over that of training rows.</summary>
    internal static double TestShare(IReadOnlyList<Split> folds) => folds.Average(fold => (double)fold.Test.Length / Math.Max(1, fold.Train.Length));
}
