using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Training;

/// <summary>Chooses the probability from which on the second of two classes is predicted, on rows that the models were not fitted on.</summary>
internal static class ThresholdChoice
{
    private const int MostTried = 199;

    /// <summary>Chooses the threshold that gives the best score.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="folds">The predictions of each fold.</param>
    /// <returns>The threshold, and the score at each one tried; null if the metric does not depend on it, or none is clearly better than one half.</returns>
    internal static (double? Threshold, IReadOnlyList<(double Threshold, double Score)> Curve) Choose(IMetric metric, IReadOnlyList<Predictions> folds)
    {
        if (!metric.ScoresLabels || folds[0].Classes.Count != 2)
        {
            return (null, []);
        }

        Predictions all = Concatenate(folds);
        double[] positive = new double[all.Count];
        all.Probabilities!.CopyColumnTo(1, positive);
        Array.Sort(positive);
        double[] tried = [.. Enumerable.Range(1, MostTried)
            .Select(i => Math.Round(positive[(int)((long)i * (positive.Length - 1) / (MostTried + 1))], 4))
            .Append(0.5)
            .Where(threshold => threshold is > 0 and < 1)
            .Distinct()
            .Order()];
        (double Threshold, double Score)[] curve = [.. tried.Select(threshold => (threshold, metric.Score(At(all, threshold))))];
        double sign = metric.HigherIsBetter ? 1 : -1;
        (double Threshold, double Score) half = curve.First(point => point.Threshold == 0.5);
        (double Threshold, double Score) best = half;
        for (int i = 0; i < curve.Length; i++)
        {
            // The mean over neighbours, so that a lucky spike is not mistaken for the optimum.
            double smooth = curve[Math.Max(0, i - 1)..Math.Min(curve.Length, i + 2)].Average(point => point.Score);
            if (Math.Min(sign * smooth, sign * curve[i].Score) > sign * best.Score)
            {
                best = curve[i];
            }
        }

        // The metrics of the catalogue that score classes have a unit of 1; for others the scores themselves tell theirs.
        double[] scores = [.. curve.Select(point => point.Score).Where(double.IsFinite).DefaultIfEmpty(0)];
        double unit = MetricCatalogue.All.Contains(metric) ? 1 : scores.Max() - scores.Min();
        double leastGain = 0.25 * unit / Math.Sqrt(all.Count);
        return sign * (best.Score - half.Score) > leastGain ? (best.Threshold, curve) : (null, curve);
    }

    private static Predictions At(Predictions all, double threshold) =>
        Predictions.OfProbabilities(all.Labels.ToArray(), all.Probabilities!, all.Classes, threshold, all.Weights.IsEmpty ? null : all.Weights.ToArray());

    private static Predictions Concatenate(IReadOnlyList<Predictions> folds)
    {
        int rows = folds.Sum(fold => fold.Count), at = 0;
        var probabilities = new Matrix(rows, folds[0].Classes.Count);
        foreach (Predictions fold in folds)
        {
            for (int row = 0; row < fold.Count; row++)
            {
                fold.Probabilities!.Row(row).CopyTo(probabilities.Row(at++));
            }
        }

        double[]? weights = folds[0].Weights.IsEmpty ? null : [.. folds.SelectMany(fold => fold.Weights.ToArray())];
        return Predictions.OfProbabilities([.. folds.SelectMany(fold => fold.Labels.ToArray())], probabilities, folds[0].Classes, null, weights);
    }
}
