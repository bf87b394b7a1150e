using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Monitoring;

/// <summary>Gathers predicted classes and their probabilities beside true ones.</summary>
internal sealed class ClassTally : PerformanceTally
{
    // The step by which a score of counts is differentiated, as a share of all rows.
    private const double Step = 1e-5;

    private readonly IReadOnlyList<string> _classes;
    private readonly CostMatrix? _costs;
    private readonly Matrix _counts;
    private readonly ScoreHistogram[] _scores;
    private LossMoments _logLoss, _brier, _misses, _top;

    internal ClassTally(IReadOnlyList<string> classes, bool hasProbabilities, CostMatrix? costs)
    {
        ArgumentNullException.ThrowIfNull(classes);
        _classes = classes;
        _costs = costs;
        _counts = new Matrix(classes.Count, classes.Count);
        _scores = hasProbabilities ? [.. Enumerable.Range(0, classes.Count == 2 ? 1 : classes.Count).Select(_ => new ScoreHistogram())] : [];
    }

    /// <inheritdoc/>
    public override long Rows => _misses.Count;

    internal override LossMoments Losses => HasProbabilities ? _logLoss : _misses;

    private bool HasProbabilities => _scores.Length > 0;

    /// <inheritdoc/>
    public override PerformanceTally Empty() => new ClassTally(_classes, HasProbabilities, _costs);

    /// <inheritdoc/>
    public override void Merge(PerformanceTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        CheckKind(other);
        var classes = (ClassTally)other;
        VectorKernels.Axpy(1, classes._counts.AsSpan(), _counts.AsSpan());
        for (int i = 0; i < _scores.Length; i++)
        {
            _scores[i].Merge(classes._scores[i]);
        }

        _logLoss.Merge(classes._logLoss);
        _brier.Merge(classes._brier);
        _misses.Merge(classes._misses);
        _top.Merge(classes._top);
    }

    private protected override void Take(Predictions predictions, int[] rows)
    {
        if (predictions.Task != TaskKind.Classification || !predictions.Classes.SequenceEqual(_classes) || (HasProbabilities && predictions.Probabilities is null))
        {
            throw new ModelyardException($"The tally is of the classes {string.Join(", ", _classes.Take(10))}{(HasProbabilities ? " with their probabilities" : "")}, and the predictions are of other ones or hold no probabilities.");
        }

        double[] logLosses = new double[predictions.Count], brierLosses = new double[predictions.Count], hits = new double[predictions.Count];
        if (HasProbabilities)
        {
            ProbabilityScores.LogLosses(predictions.Labels, predictions.Probabilities!, logLosses);
            ProbabilityScores.BrierLosses(predictions.Labels, predictions.Probabilities!, brierLosses);
            ProbabilityScores.TopHits(predictions.Labels, predictions.Probabilities!, 2, hits);
        }

        int first = _classes.Count == 2 ? 1 : 0;
        foreach (int row in rows)
        {
            int label = predictions.Labels[row], predicted = predictions.PredictedLabels[row];
            _counts[label, predicted]++;
            _misses.Add(label == predicted ? 0 : 1);
            if (!HasProbabilities)
            {
                continue;
            }

            _logLoss.Add(logLosses[row]);
            _brier.Add(brierLosses[row]);
            _top.Add(hits[row]);
            for (int k = 0; k < _scores.Length; k++)
            {
                double score = predictions.Probabilities![row, first + k];
                _scores[k].Add(double.IsNaN(score) ? throw new ModelyardException($"A probability of row '{row}' is 'NaN' and must be from 0 to 1. Leave out rows that were not answered.") : score, label == first + k);
            }
        }
    }

    private protected override IEnumerable<RealisedMetric> Compute(double confidence)
    {
        var counts = new ConfusionMatrix(_counts.Copy(), _classes);
        bool isBinary = _classes.Count == 2;
        if (HasProbabilities)
        {
            yield return Roc(confidence);
            yield return AveragePrecision(confidence);
            yield return Mean("log-loss", _logLoss, confidence);
            yield return Mean("brier", _brier, confidence);
        }

        yield return Share("accuracy", counts.Accuracy, Rows, confidence);
        yield return OfCounts(Named("balanced-accuracy"), confidence);
        yield return isBinary ? Share("precision", counts.Precision(1), counts.Predicted[1], confidence) : OfCounts(Named("precision"), confidence);
        yield return isBinary ? Share("recall", counts.Recall(1), counts.Actual[1], confidence) : OfCounts(Named("recall"), confidence);
        yield return isBinary ? Share("specificity", counts.Specificity(1), counts.Actual[0], confidence) : OfCounts(Named("specificity"), confidence);
        foreach (string name in isBinary ? new[] { "f1", "mcc", "kappa" } : ["f1", "f1-weighted", "mcc", "kappa"])
        {
            yield return OfCounts(Named(name), confidence);
        }

        if (HasProbabilities && !isBinary)
        {
            yield return Share("top-2-accuracy", _top.Mean, Rows, confidence);
        }

        if (_costs is not null)
        {
            yield return OfCounts((MetricDefinition)_costs.ToMetric(), confidence);
        }
    }

    private protected override void CheckKind(PerformanceTally other)
    {
        if (other is not ClassTally classes || !classes._classes.SequenceEqual(_classes) || classes.HasProbabilities != HasProbabilities)
        {
            throw new ModelyardException("The tallies are of different classes, or only one knows probabilities; only those of one model can be put together or compared.");
        }
    }

    private static MetricDefinition Named(string name) => (MetricDefinition)MetricCatalogue.Find(name, TaskKind.Classification);

    private static RealisedMetric Mean(string name, LossMoments losses, double confidence) =>
        new(Named(name), Around(losses.Mean, losses.StandardError, confidence, 0, double.PositiveInfinity));

    private static RealisedMetric Share(string name, double share, double count, double confidence)
    {
        (double low, double high) = count > 0 ? WilsonInterval.Of(share, count, confidence) : (double.NaN, double.NaN);
        return new RealisedMetric(Named(name), new ScoreInterval(low, high) { Value = share, StandardError = Math.Sqrt(share * (1 - share) / count) });
    }

    /// <summary>Computes a score of counts, with its error by the delta method for counts of a multinomial law.</summary>
    private RealisedMetric OfCounts(MetricDefinition metric, double confidence)
    {
        double rows = Rows, step = Step * rows, value = metric.OfCounts!(new ConfusionMatrix(_counts.Copy(), _classes)), mean = 0, square = 0;
        for (int actual = 0; actual < _classes.Count; actual++)
        {
            for (int predicted = 0; predicted < _classes.Count; predicted++)
            {
                if (_counts[actual, predicted] > 0)
                {
                    Matrix more = _counts.Copy(), less = _counts.Copy();
                    more[actual, predicted] += step;
                    less[actual, predicted] -= Math.Min(step, 0.5 * less[actual, predicted]);
                    double slope = rows * (metric.OfCounts(new ConfusionMatrix(more, _classes)) - metric.OfCounts(new ConfusionMatrix(less, _classes))) / (more[actual, predicted] - less[actual, predicted]);
                    double share = _counts[actual, predicted] / rows;
                    mean += share * slope;
                    square += share * slope * slope;
                }
            }
        }

        double error = Math.Sqrt(Math.Max(0, square - (mean * mean)) / rows);
        double least = metric.Name == "cost" ? double.NegativeInfinity : metric.Name is "mcc" or "kappa" ? -1 : 0, greatest = metric.Name == "cost" ? double.PositiveInfinity : 1;
        return new RealisedMetric(metric, Around(value, error > 1e-9 ? error : double.NaN, confidence, least, greatest));
    }

    private RealisedMetric Roc(double confidence)
    {
        (double Area, double StandardError, double Error)[] areas = [.. Present().Select(scores => scores.Roc())];
        double area = Average(areas, one => one.Area), error = Average(areas, one => one.StandardError);
        return new RealisedMetric(Named("roc-auc"), Around(area, error, confidence, 0, 1)) { Error = Average(areas, one => one.Error) };
    }

    private RealisedMetric AveragePrecision(double confidence)
    {
        ScoreInterval[] each = [.. Present().Select(scores => scores.AveragePrecision(confidence))];
        return new RealisedMetric(
            Named("average-precision"),
            new ScoreInterval(Average(each, one => one.Low), Average(each, one => one.High)) { Value = Average(each, one => one.Value), StandardError = Average(each, one => one.StandardError) });
    }

    /// <summary>Lists the histograms that count: of several classes, those of classes that occur.</summary>
    private IEnumerable<ScoreHistogram> Present() => _scores.Where(scores => _scores.Length == 1 || scores.Own > 0);

    private static double Average<T>(T[] each, Func<T, double> value) => each.Length == 0 ? double.NaN : each.Average(value);
}
