using Modelyard.Learning;

namespace Modelyard.Metrics;

/// <summary>Lists the metrics and finds them by name.</summary>
/// <remarks>
/// Definitions are those of scikit-learn. For two classes <c>precision</c>, <c>recall</c>, <c>specificity</c> and <c>f1</c> score the second class; for more they are the mean over
/// classes. <c>roc-auc</c> and <c>average-precision</c> of more than two classes set each class that occurs against the rest and take the mean.
/// </remarks>
public static class MetricCatalogue
{
    /// <summary>Gets all metrics, those of classification first.</summary>
    public static IReadOnlyList<IMetric> All { get; } = [.. OfClassification(), .. OfRegression()];

    /// <summary>Lists the metrics of a task.</summary>
    /// <param name="task">The task.</param>
    /// <returns>The metrics.</returns>
    public static IReadOnlyList<IMetric> Of(TaskKind task) => [.. All.Where(metric => metric.Task == task)];

    /// <summary>Finds a metric by name, in whatever case; spaces and underscores count as dashes.</summary>
    /// <param name="name">The name, as in <c>roc-auc</c>.</param>
    /// <param name="task">The task that it must score.</param>
    /// <returns>The metric.</returns>
    /// <exception cref="ModelyardException">There is none of this name for this task; the message names the nearest and lists those there are.</exception>
    public static IMetric Find(string name, TaskKind task)
    {
        ArgumentNullException.ThrowIfNull(name);
        string wanted = name.Trim().Replace('_', '-').Replace(' ', '-').ToLowerInvariant();
        IReadOnlyList<IMetric> own = Of(task);
        if (own.FirstOrDefault(metric => metric.Name == wanted) is { } found)
        {
            return found;
        }

        string kind = task == TaskKind.Regression ? "a regression" : "a classification";
        string others = $"There are {string.Join(", ", own.Select(metric => metric.Name))}.";
        if (All.Any(metric => metric.Name == wanted))
        {
            throw new ModelyardException($"The metric '{wanted}' does not score {kind}. {others}");
        }

        throw new ModelyardException($"The metric '{name}' is not known for {kind}. The nearest is '{Spelling.Nearest(wanted, own.Select(metric => metric.Name))}'. {others}");
    }

    /// <summary>Gets the metric that is optimised unless another one is named: ROC AUC for two classes, accuracy for more, RMSE for a regression.</summary>
    /// <param name="task">The task.</param>
    /// <param name="classes">The number of classes.</param>
    /// <returns>The metric.</returns>
    public static IMetric Default(TaskKind task, int classes) => Reported(task, classes)[0];

    /// <summary>Lists the metrics that are reported for a task, the default one first.</summary>
    /// <param name="task">The task.</param>
    /// <param name="classes">The number of classes.</param>
    /// <returns>The metrics.</returns>
    public static IReadOnlyList<IMetric> Reported(TaskKind task, int classes)
    {
        IReadOnlyList<string> names = task == TaskKind.Regression
            ? ["rmse", "mae", "median-ae", "mape", "r2"]
            : classes <= 2
                ? ["roc-auc", "average-precision", "log-loss", "brier", "accuracy", "balanced-accuracy", "precision", "recall", "f1", "mcc", "kappa"]
                : ["accuracy", "balanced-accuracy", "precision", "recall", "f1", "f1-weighted", "mcc", "kappa", "roc-auc", "average-precision", "log-loss", "brier", "top-2-accuracy", .. classes > 5 ? ["top-5-accuracy"] : Array.Empty<string>()];
        return [.. names.Select(name => Find(name, task))];
    }

    private static IEnumerable<IMetric> OfClassification()
    {
        yield return MetricDefinition.OfClasses("accuracy", "Accuracy", counts => counts.Accuracy, (_, _) => true);
        yield return MetricDefinition.OfClasses("balanced-accuracy", "Balanced accuracy", counts => counts.BalancedAccuracy);
        yield return MetricDefinition.OfClasses("precision", "Precision", counts => counts.Precision(Usual(counts)), (own, row) => own.Classes.Count == 2 && own.PredictedLabels[row] == 1);
        yield return MetricDefinition.OfClasses("recall", "Recall", counts => counts.Recall(Usual(counts)), (own, row) => own.Classes.Count == 2 && own.Labels[row] == 1);
        yield return MetricDefinition.OfClasses(
            "specificity", "Specificity", counts => counts.Specificity(Usual(counts)), (own, row) => own.Classes.Count == 2 && own.Labels[row] == 0);
        yield return MetricDefinition.OfClasses("f1", "F1", counts => counts.F1(Usual(counts)));
        foreach (Average average in new[] { Average.Macro, Average.Micro, Average.Weighted })
        {
            string word = average.ToString().ToLowerInvariant();

            // With one class a row, all that is right over all that is said, or true, is accuracy.
            Func<Predictions, int, bool>? isShareOf = average == Average.Micro ? (_, _) => true : null;
            yield return MetricDefinition.OfClasses($"precision-{word}", $"Precision ({word})", counts => counts.Precision(average), isShareOf);
            yield return MetricDefinition.OfClasses($"recall-{word}", $"Recall ({word})", counts => counts.Recall(average), isShareOf);
            yield return MetricDefinition.OfClasses($"specificity-{word}", $"Specificity ({word})", counts => counts.Specificity(average));
            yield return MetricDefinition.OfClasses($"f1-{word}", $"F1 ({word})", counts => counts.F1(average), isShareOf);
        }

        yield return MetricDefinition.OfClasses("mcc", "MCC", counts => counts.MatthewsCorrelation);
        yield return MetricDefinition.OfClasses("kappa", "Cohen's kappa", counts => counts.Kappa);
        yield return MetricDefinition.OfRanks("roc-auc", "ROC AUC", weighted: false, RankingScores.RocAuc);
        yield return MetricDefinition.OfRanks("roc-auc-weighted", "ROC AUC (weighted)", weighted: true, RankingScores.RocAuc);
        yield return MetricDefinition.OfRanks("average-precision", "Average precision", weighted: false, RankingScores.AveragePrecision);
        yield return MetricDefinition.OfProbabilities("log-loss", "Log loss", false, (own, losses) => ProbabilityScores.LogLosses(own.Labels, own.Probabilities!, losses));
        yield return MetricDefinition.OfProbabilities("brier", "Brier score", false, (own, losses) => ProbabilityScores.BrierLosses(own.Labels, own.Probabilities!, losses));
        yield return MetricDefinition.OfCalibration(
            "ece", "Expected calibration error", (own, weights) => CalibrationScores.ExpectedError(own.Labels, own.Probabilities!, weights));
        yield return MetricDefinition.OfCalibration(
            "ece-mass", "Expected calibration error (equal mass)", (own, weights) => CalibrationScores.ExpectedError(own.Labels, own.Probabilities!, weights, binning: Binning.Quantile));
        yield return MetricDefinition.OfCalibration(
            "mce", "Maximum calibration error", (own, weights) => CalibrationScores.MaximumError(own.Labels, own.Probabilities!, weights));
        foreach (int count in new[] { 2, 3, 5 })
        {
            yield return MetricDefinition.OfProbabilities(
                $"top-{count}-accuracy", $"Top-{count} accuracy", true, (own, hits) => ProbabilityScores.TopHits(own.Labels, own.Probabilities!, count, hits)) with { IsShareOf = (_, _) => true };
        }
    }

    private static IEnumerable<IMetric> OfRegression()
    {
        yield return MetricDefinition.OfErrors("rmse", "RMSE", RegressionScores.SquaredError, Math.Sqrt);
        yield return MetricDefinition.OfErrors("mse", "MSE", RegressionScores.SquaredError);
        yield return MetricDefinition.OfErrors("mae", "MAE", RegressionScores.AbsoluteError);
        yield return new MetricDefinition(
            "r2", "R2", TaskKind.Regression, true, predictions => weights => RegressionScores.R2(predictions.Target, predictions.Predicted, weights));
        yield return new MetricDefinition(
            "median-ae", "Median AE", TaskKind.Regression, false, predictions => weights => RegressionScores.MedianAbsoluteError(predictions.Target, predictions.Predicted, weights));
        yield return MetricDefinition.OfErrors("mape", "MAPE", RegressionScores.PercentageError);
        yield return MetricDefinition.OfErrors("rmsle", "RMSLE", RegressionScores.SquaredLogError, Math.Sqrt);
        yield return MetricDefinition.OfErrors("msle", "MSLE", RegressionScores.SquaredLogError);
        yield return MetricDefinition.OfErrors("pinball", "Pinball loss (median)", (target, predicted) => RegressionScores.PinballError(target, predicted, 0.5));
        foreach ((string text, double quantile) in new[] { ("0.1", 0.1), ("0.9", 0.9) })
        {
            yield return MetricDefinition.OfErrors($"pinball-{text}", $"Pinball loss ({text})", (target, predicted) => RegressionScores.PinballError(target, predicted, quantile));
        }
    }

    private static Average Usual(ConfusionMatrix counts) => counts.Classes.Count == 2 ? Average.Binary : Average.Macro;
}
