using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Monitoring;

/// <summary>Represents what was learned of one kind of error: the errors of the reference, and what the models of folds predict of rows that they did not see.</summary>
internal sealed class LearnedLoss
{
    // A predicted error is no less than this share of the mean one, so that none is without spread.
    private const double LeastShare = 0.01;

    private readonly FoldModels? _models;
    private readonly double _mean;

    private LearnedLoss(RowLoss loss, double[] actual, double mean, FoldModels? models)
    {
        Loss = loss;
        Actual = actual;
        _mean = mean;
        _models = models;
        Predicted = models is null ? [.. actual.Select(_ => mean)] : Bounded(models.HeldOut);
        Reference = [.. loss.Metrics.Select(one => one.Finish(mean))];
        double sum = actual.Sum(), squares = actual.Sum(one => one * one);
        CarryingRows = squares > 0 ? sum * sum / squares : actual.Length;
    }

    internal RowLoss Loss { get; }

    /// <summary>Gets the errors of the reference.</summary>
    internal double[] Actual { get; }

    /// <summary>Gets how many rows of equal errors would make as sure a mean as these: (sum)^2 over the sum of squares. Where a few rows make up the mean it is small, and no replicate of the rows shows how unsure the mean is.</summary>
    internal double CarryingRows { get; }

    /// <summary>Gets what is predicted of them by models that did not see them; above 0 unless all errors are 0.</summary>
    internal double[] Predicted { get; }

    /// <summary>Gets the scores of the reference, one for each metric.</summary>
    internal IReadOnlyList<double> Reference { get; }

    internal static LearnedLoss Learn(RowLoss loss, ReferenceRows rows, int trees, FitContext context)
    {
        double[] actual = loss.Values(rows.Predictions);
        double mean = WeightedMean.Of(actual, rows.Weights);
        if (!(mean > 0))
        {
            return new LearnedLoss(loss, actual, mean, null);
        }

        // Boosting of counts sees errors as multiples of their mean, whatever their unit.
        Dataset data = Dataset.ForRegression(rows.Features, Array.ConvertAll(actual, one => one / mean), rows.Schema).WithWeights(rows.Weights);
        return new LearnedLoss(loss, actual, mean, FoldModels.Learn(data, FoldModels.Folds, trees, context));
    }

    /// <summary>Predicts the errors of new rows: one array for each model.</summary>
    internal double[][] Predict(Matrix features, int degree) => _models is null
        ? [[.. Enumerable.Repeat(_mean, features.Rows)]]
        : [.. _models.Models.Select((_, fold) => Bounded(_models.Predict(fold, features, degree)))];

    private double[] Bounded(Matrix shares)
    {
        double[] values = new double[shares.Rows];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = _mean * Math.Max(LeastShare, shares[row, 0]);
        }

        return values;
    }
}
