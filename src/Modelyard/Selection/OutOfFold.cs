using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Selection;

/// <summary>Predicts each row by a model that has not seen it: what stacking learns from, and what an honest look at errors starts with.</summary>
public static class OutOfFold
{
    /// <summary>Fits an estimator in every fold and gathers the predictions of the rows that it did not see.</summary>
    /// <param name="estimator">The estimator, usually a pipeline.</param>
    /// <param name="data">The rows.</param>
    /// <param name="folds">The folds; where they score a row more than once, its predictions are averaged.</param>
    /// <param name="context">What surrounds the fits.</param>
    /// <param name="metric">What scores each fold; the usual metric of the task if null.</param>
    /// <returns>The predictions.</returns>
    /// <exception cref="ModelyardException">A fit fails, or there is no fold.</exception>
    public static OutOfFoldPredictions Predict(IEstimator estimator, Dataset data, IReadOnlyList<Split> folds, FitContext context, IMetric? metric = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Gather(data, CrossValidation.Run(estimator, data, folds, metric ?? MetricCatalogue.Default(data.Task, data.ClassCount), context));
    }

    /// <summary>Gathers the predictions that a cross-validation made anyway.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="folds">What each fold gave.</param>
    /// <returns>The predictions.</returns>
    /// <exception cref="ModelyardException">There is no fold.</exception>
    public static OutOfFoldPredictions Gather(Dataset data, IReadOnlyList<FoldResult> folds)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(folds);
        if (folds.Count == 0)
        {
            throw new ModelyardException("There are no folds, and each row is predicted by a fold that did not see it; give one or more.");
        }

        int width = data.Task == TaskKind.Classification ? data.ClassCount : 1;
        int[] times = new int[data.RowCount];
        var sums = new Matrix(data.RowCount, width);
        foreach (FoldResult fold in folds)
        {
            for (int i = 0; i < fold.Rows.Length; i++)
            {
                times[fold.Rows[i]]++;
                Span<double> sum = sums.Row(fold.Rows[i]);
                for (int j = 0; j < width; j++)
                {
                    sum[j] += fold.Predictions.Probabilities is { } probabilities ? probabilities[i, j] : fold.Predictions.Predicted[i];
                }
            }
        }

        int[] rows = [.. Enumerable.Range(0, times.Length).Where(row => times[row] > 0)];
        var means = new Matrix(rows.Length, width);
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < width; j++)
            {
                means[i, j] = sums[rows[i], j] / times[rows[i]];
            }
        }

        Dataset scored = data.Rows(rows);
        double[]? weights = data.HasWeights ? scored.Weights.ToArray() : null;
        Predictions predictions = data.Task == TaskKind.Classification
            ? Predictions.OfProbabilities(scored.Labels.ToArray(), means, data.Classes, weights: weights)
            : Predictions.OfNumbers(scored.Target.ToArray(), means.AsSpan().ToArray(), weights);
        return new OutOfFoldPredictions(rows, predictions, folds);
    }
}
