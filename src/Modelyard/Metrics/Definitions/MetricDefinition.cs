using Modelyard.Learning;

namespace Modelyard.Metrics;

/// <summary>Represents a metric as what is computed once of the predictions and what is then computed under any weights.</summary>
/// <remarks>The second part is all that a bootstrap repeats: ranks and losses are found once.</remarks>
internal sealed record MetricDefinition(string Name, string Title, TaskKind Task, bool HigherIsBetter, Func<Predictions, Reweighted> Prepare) : IMetric
{
    /// <summary>Gets the score as a function of the confusion matrix; null for metrics of probabilities or numbers.</summary>
    internal Func<ConfusionMatrix, double>? OfCounts { get; init; }

    /// <summary>Gets a value indicating whether the metric reads probabilities.</summary>
    internal bool NeedsProbabilities { get; init; }

    /// <summary>Gets whether a row is one of those that the metric is a share of, as recall is of the positive ones; null if it is no share of rows.</summary>
    internal Func<Predictions, int, bool>? IsShareOf { get; init; }

    /// <inheritdoc/>
    /// <remarks>Scores that are better the higher they are end at 1, and losses and errors at 0.</remarks>
    public double? Perfect { get; init; } = HigherIsBetter ? 1 : 0;

    /// <inheritdoc/>
    public bool ScoresLabels => OfCounts is not null;

    /// <inheritdoc/>
    public double Score(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        Check(predictions);
        return Prepare(predictions)(predictions.Weights);
    }

    internal void Check(Predictions predictions)
    {
        if (predictions.Task != Task)
        {
            throw new ModelyardException($"The metric '{Name}' is for {Task} and the predictions are of a {predictions.Task}.");
        }

        if (NeedsProbabilities && predictions.Probabilities is null)
        {
            throw new ModelyardException($"The metric '{Name}' scores probabilities and only classes were predicted.");
        }
    }

    /// <summary>Counts the rows that the metric is a share of; of weighted ones, how many even ones say as much (Kish).</summary>
    internal double CountShareOf(Predictions predictions)
    {
        double sum = 0, squares = 0;
        for (int row = 0; row < predictions.Count; row++)
        {
            double weight = IsShareOf?.Invoke(predictions, row) != true ? 0 : predictions.Weights.IsEmpty ? 1 : predictions.Weights[row];
            sum += weight;
            squares += weight * weight;
        }

        return squares > 0 ? sum * sum / squares : 0;
    }

    /// <summary>Creates a metric of predicted classes.</summary>
    internal static MetricDefinition OfClasses(string name, string title, Func<ConfusionMatrix, double> score, Func<Predictions, int, bool>? isShareOf = null) =>
        new(name, title, TaskKind.Classification, true, predictions => weights => score(ConfusionMatrix.Of(predictions, weights))) { OfCounts = score, IsShareOf = isShareOf };

    /// <summary>Creates a metric that is the mean of a loss of each row's probabilities.</summary>
    internal static MetricDefinition OfProbabilities(string name, string title, bool higherIsBetter, Action<Predictions, double[]> losses) =>
        new(name, title, TaskKind.Classification, higherIsBetter, predictions =>
        {
            double[] own = new double[predictions.Count];
            losses(predictions, own);
            return weights => WeightedMean.Of(own, weights);
        })
        {
            NeedsProbabilities = true,
        };

    /// <summary>Creates a metric of how far probabilities are from the shares that occur.</summary>
    internal static MetricDefinition OfCalibration(string name, string title, WeightedScore score) =>
        new(name, title, TaskKind.Classification, false, predictions => weights => score(predictions, weights)) { NeedsProbabilities = true };

    /// <summary>Creates a metric that ranks by the probability of a class: of the second of two, or of each of more, averaged over those that occur.</summary>
    internal static MetricDefinition OfRanks(string name, string title, bool weighted, OneAgainstRest score) =>
        new(name, title, TaskKind.Classification, true, predictions =>
        {
            int classes = predictions.Classes.Count;
            int first = classes == 2 ? 1 : 0;
            var ranked = new RankedScores?[classes];
            double[] scores = new double[predictions.Count];
            for (int k = first; k < classes; k++)
            {
                predictions.Probabilities!.CopyColumnTo(k, scores);
                ranked[k] = RankedScores.Of(scores);
            }

            return weights => classes == 2
                ? ranked[1] is null ? double.NaN : score(ranked[1]!, predictions.Labels, 1, weights)
                : AverageOverClasses(predictions, ranked, weights, weighted, score);
        })
        {
            NeedsProbabilities = true,
        };

    /// <summary>Creates a metric of predicted numbers that is a function of the mean of a loss of each row.</summary>
    internal static MetricDefinition OfErrors(string name, string title, Func<double, double, double> error, Func<double, double>? finish = null) =>
        new(name, title, TaskKind.Regression, false, predictions =>
        {
            double[] own = new double[predictions.Count];
            for (int row = 0; row < own.Length; row++)
            {
                own[row] = error(predictions.Target[row], predictions.Predicted[row]);
            }

            return weights => finish is null ? WeightedMean.Of(own, weights) : finish(WeightedMean.Of(own, weights));
        });

    private static double AverageOverClasses(Predictions predictions, RankedScores?[] ranked, ReadOnlySpan<double> weights, bool weighted, OneAgainstRest score)
    {
        double[] totals = new double[ranked.Length];
        for (int row = 0; row < predictions.Count; row++)
        {
            totals[predictions.Labels[row]] += weights.IsEmpty ? 1 : weights[row];
        }

        double sum = 0, total = 0;
        for (int k = 0; k < ranked.Length; k++)
        {
            if (totals[k] > 0)
            {
                double share = weighted ? totals[k] : 1;
                sum += share * (ranked[k] is { } own ? score(own, predictions.Labels, k, weights) : double.NaN);
                total += share;
            }
        }

        return sum / total;
    }

    /// <summary>Scores the ranking of one class against all others.</summary>
    internal delegate double OneAgainstRest(RankedScores ranked, ReadOnlySpan<int> labels, int positive, ReadOnlySpan<double> weights);

    /// <summary>Scores predictions under the given weights.</summary>
    internal delegate double WeightedScore(Predictions predictions, ReadOnlySpan<double> weights);
}
