using Modelyard.Learning;

namespace Modelyard.Metrics;

/// <summary>Lists the metrics by name.</summary>
public static class MetricCatalogue
{
    /// <summary>Gets all metrics.</summary>
    public static IReadOnlyList<IMetric> All { get; } =
    [
        Labels("accuracy", "Accuracy", confusion => confusion.Accuracy),
        Labels("balanced-accuracy", "Balanced accuracy", confusion => confusion.BalancedAccuracy),
        Labels("precision", "Precision", confusion => confusion.Precision(AverageFor(confusion))),
        Labels("recall", "Recall", confusion => confusion.Recall(AverageFor(confusion))),
        Labels("f1", "F1", confusion => confusion.F1(AverageFor(confusion))),
        Labels("f1-macro", "F1, macro", confusion => confusion.F1(Average.Macro)),
        Labels("f1-micro", "F1, micro", confusion => confusion.F1(Average.Micro)),
        Labels("f1-weighted", "F1, weighted", confusion => confusion.F1(Average.Weighted)),
        Labels("mcc", "Matthews correlation", confusion => confusion.MatthewsCorrelation),
        Labels("kappa", "Cohen's kappa", confusion => confusion.Kappa),
        Probabilities("roc-auc", "ROC AUC", true, predictions => ProbabilityScores.OneVersusRest(predictions, Average.Macro, Ranking.RocAuc)),
        Probabilities("roc-auc-weighted", "ROC AUC, weighted", true, predictions => ProbabilityScores.OneVersusRest(predictions, Average.Weighted, Ranking.RocAuc)),
        Probabilities("average-precision", "Average precision", true, predictions => ProbabilityScores.OneVersusRest(predictions, Average.Macro, Ranking.AveragePrecision)),
        Probabilities("log-loss", "Log loss", false, ProbabilityScores.LogLoss),
        Probabilities("brier", "Brier score", false, ProbabilityScores.Brier),
        Probabilities("top-2-accuracy", "Top-2 accuracy", true, predictions => ProbabilityScores.TopAccuracy(predictions, 2)),
        Probabilities("top-5-accuracy", "Top-5 accuracy", true, predictions => ProbabilityScores.TopAccuracy(predictions, 5)),
        Numbers("rmse", "RMSE", false, NumberScores.RootMeanSquaredError),
        Numbers("mse", "MSE", false, NumberScores.MeanSquaredError),
        Numbers("mae", "MAE", false, NumberScores.MeanAbsoluteError),
        Numbers("median-ae", "Median absolute error", false, NumberScores.MedianAbsoluteError),
        Numbers("mape", "MAPE", false, NumberScores.MeanAbsolutePercentageError),
        Numbers("r2", "R2", true, NumberScores.R2),
        Numbers("pinball", "Pinball loss (median)", false, predictions => NumberScores.Pinball(predictions, 0.5)),
    ];

    /// <summary>Finds a metric.</summary>
    /// <param name="name">The name, in whatever case; underscores count as dashes.</param>
    /// <param name="task">The task that it must be for.</param>
    /// <returns>The metric.</returns>
    /// <exception cref="ModelyardException">There is none of this name for this task; the message lists those there are.</exception>
    public static IMetric Find(string name, TaskKind task)
    {
        ArgumentNullException.ThrowIfNull(name);
        string dashed = name.Replace('_', '-');
        return All.FirstOrDefault(metric => metric.Task == task && string.Equals(metric.Name, dashed, StringComparison.OrdinalIgnoreCase))
            ?? throw new ModelyardException($"There is no metric '{name}' for {task}. There are {string.Join(", ", All.Where(metric => metric.Task == task).Select(metric => metric.Name))}.");
    }

    /// <summary>Gets the metric that is optimised unless another one is named: ROC AUC for two classes, accuracy for more, RMSE for a regression.</summary>
    /// <param name="task">The task.</param>
    /// <param name="classes">The number of classes.</param>
    /// <returns>The metric.</returns>
    public static IMetric Default(TaskKind task, int classes) =>
        Find(task == TaskKind.Regression ? "rmse" : classes == 2 ? "roc-auc" : "accuracy", task);

    /// <summary>Lists the metrics that are reported for a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="classes">The number of classes.</param>
    /// <returns>The metrics.</returns>
    public static IReadOnlyList<IMetric> Reported(TaskKind task, int classes) =>
        [.. All.Where(metric => metric.Task == task && metric.Name switch
        {
            "roc-auc-weighted" or "f1-micro" or "mse" or "pinball" => false,
            "f1-macro" or "f1-weighted" or "top-2-accuracy" => classes > 2,
            "top-5-accuracy" => classes > 5,
            _ => true,
        })];

    private static Average AverageFor(ConfusionMatrix confusion) => confusion.Classes.Count == 2 ? Average.Binary : Average.Macro;

    private static Metric Labels(string name, string title, Func<ConfusionMatrix, double> score) =>
        new(name, title, TaskKind.Classification, true, true, predictions => score(new ConfusionMatrix(predictions)));

    private static Metric Probabilities(string name, string title, bool higherIsBetter, Func<Predictions, double> score) =>
        new(name, title, TaskKind.Classification, higherIsBetter, false, score);

    private static Metric Numbers(string name, string title, bool higherIsBetter, Func<Predictions, double> score) =>
        new(name, title, TaskKind.Regression, higherIsBetter, false, score);
}
