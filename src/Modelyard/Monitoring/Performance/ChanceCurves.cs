using Modelyard.Numerics;

namespace Modelyard.Monitoring;

/// <summary>Represents how scores are brought to the chances of classes: a logistic regression on the logarithms of the scores.</summary>
/// <remarks>
/// The logarithms are bent at some quantiles, so that a curve of any smooth shape can be learned; those of a second opinion may be blended in. A step for rows that are predicted as a class makes the chances of those
/// and of the others right in the mean, which is what a confusion matrix needs. A ridge holds the curve near the scores as they are: where they are right already, little is changed. Curves learned again from other weights start from these, which is what makes
/// some hundred replicates quick. Source: Lucena (2018), Spline-Based Probability Calibration, arXiv 1809.07751, for the idea of a bent logistic regression.
/// </remarks>
internal abstract class ChanceCurves
{
    // Scores nearer to 0 say no more: that of a forest is often 0 where one row of many is of the class.
    internal const double Margin = 1e-6;

    private const int RowsPerKnot = 100, MostKnots = 5;

    /// <summary>Learns curves.</summary>
    /// <param name="rows">What is known of rows without their labels.</param>
    /// <param name="labels">The true classes.</param>
    /// <param name="weights">The weight of each row.</param>
    internal static ChanceCurves Learn(ScoredRows rows, int[] labels, double[] weights) =>
        rows.Scores.Columns == 2 ? BinaryCurve.Learn(rows, labels, weights) : MultinomialCurves.Learn(rows, labels, weights);

    /// <summary>Lays out rows, so that chances of them are computed often.</summary>
    internal abstract Matrix Lay(ScoredRows rows);

    /// <summary>Learns the curves again from the same rows by other weights, which are near enough for a few steps.</summary>
    /// <param name="laid">The rows, laid out.</param>
    /// <param name="predicted">Their predicted classes.</param>
    /// <param name="labels">Their true classes.</param>
    /// <param name="weights">The other weights.</param>
    internal abstract ChanceCurves Again(Matrix laid, int[] predicted, int[] labels, double[] weights);

    /// <summary>Computes the chances of rows.</summary>
    /// <param name="laid">The rows, laid out.</param>
    /// <param name="predicted">Their predicted classes.</param>
    /// <param name="chances">Receives the chances, rows x classes.</param>
    internal abstract void Apply(Matrix laid, int[] predicted, Matrix chances);

    internal static double LogOdds(double probability)
    {
        double kept = Math.Clamp(probability, Margin, 1 - Margin);
        return Math.Log(kept / (1 - kept));
    }

    /// <summary>Chooses where curves are bent: nowhere if a second opinion, which reads the scores, bends them itself.</summary>
    /// <param name="places">What is bent, in any order; it is sorted.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="isBlended">Whether there is a second opinion.</param>
    private protected static (double Middle, double Spread, double[] Knots) Bend(double[] places, int rows, bool isBlended)
    {
        Array.Sort(places);
        double middle = places.Average(), spread = Math.Sqrt(places.Sum(one => (one - middle) * (one - middle)) / places.Length);
        spread = spread > 1e-9 ? spread : 1;
        int knots = isBlended ? 0 : Math.Min(MostKnots, rows / RowsPerKnot);
        return (middle, spread, [.. Enumerable.Range(0, knots).Select(i => (SortedQuantile.Of(places, (i + 1.0) / (knots + 1)) - middle) / spread)]);
    }
}
