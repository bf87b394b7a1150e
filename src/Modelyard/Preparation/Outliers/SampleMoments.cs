namespace Modelyard.Preparation.Outliers;

/// <summary>Computes means and deviations from sums.</summary>
internal static class SampleMoments
{
    /// <summary>Computes a mean; that of a constant is the constant, which a sum of many would miss by its rounding.</summary>
    internal static double Mean(double minimum, double maximum, double sum, double count) => minimum == maximum ? minimum : sum / count;

    /// <summary>Computes the standard deviation of a population from the sum of squares about its mean; what differs by rounding only counts as a constant.</summary>
    internal static double Deviation(double mean, double squares, double count)
    {
        double deviation = Math.Sqrt(squares / count);
        return deviation <= 1e-14 * Math.Abs(mean) ? 0 : deviation;
    }
}
