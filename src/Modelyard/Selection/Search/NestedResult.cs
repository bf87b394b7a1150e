using Modelyard.Probability;

namespace Modelyard.Selection.Search;

/// <summary>Represents how good a search's choice is on rows that neither the search nor the fit saw.</summary>
/// <param name="Folds">The outer folds.</param>
public sealed record NestedResult(IReadOnlyList<OuterFold> Folds)
{
    private const double Upper = 0.975;

    /// <summary>Gets the score of perfect predictions, which the interval does not go beyond; null if there is no such score.</summary>
    public double? Perfect { get; init; }

    /// <summary>Gets the mean score over the outer folds, which estimates the score on new rows without favour.</summary>
    public double Mean => Folds.Average(fold => fold.Score);

    /// <summary>Gets the mean of the best scores within the searches: what would be reported without the outer folds.</summary>
    public double SearchMean => Folds.Average(fold => fold.SearchScore);

    /// <summary>Gets the standard error of the mean, with the correction for training rows that folds have in common; NaN for one fold.</summary>
    /// <remarks>Source: Nadeau and Bengio (2003), Inference for the Generalization Error, Machine Learning 52: the variance of the folds times (1/k + test rows/training rows).</remarks>
    public double StandardError
    {
        get
        {
            double mean = Mean, count = Folds.Count;
            return count < 2 ? double.NaN : Math.Sqrt(Folds.Sum(fold => (fold.Score - mean) * (fold.Score - mean)) / (count - 1) * ((1 / count) + (1 / (count - 1))));
        }
    }

    /// <summary>Gets the lower end of the 95 % interval on the mean; NaN for one fold.</summary>
    public double Low => Perfect is { } end && end <= Mean ? Math.Max(end, Mean - HalfWidth) : Mean - HalfWidth;

    /// <summary>Gets the upper end of the 95 % interval on the mean; NaN for one fold.</summary>
    public double High => Perfect is { } end && end >= Mean ? Math.Min(end, Mean + HalfWidth) : Mean + HalfWidth;

    private double HalfWidth => Folds.Count < 2 ? double.NaN : new StudentT(Folds.Count - 1).Quantile(Upper) * StandardError;
}
