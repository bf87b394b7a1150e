using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Monitoring;

/// <summary>Represents what was learned of how far the probabilities of a classifier hold: it estimates metrics of rows without labels.</summary>
public sealed class ConfidenceBasedModel
{
    // Calibration is poor if it is off by so much, and that is no chance.
    private const double PoorError = 0.05, PoorChance = 0.001;

    private readonly ConfidenceBasedEstimation _settings;
    private readonly ReferenceRows _reference;
    private readonly FoldModels? _opinions;
    private readonly IMetric[] _metrics;
    private readonly double[] _scores;

    internal ConfidenceBasedModel(ConfidenceBasedEstimation settings, ReferenceRows reference, FoldModels? opinions, FitContext context)
    {
        _settings = settings;
        _reference = reference;
        _opinions = opinions;
        Predictions predictions = reference.Predictions;
        int classes = predictions.Classes.Count;
        IMetric[] all = [.. settings.Metrics ?? [.. MetricCatalogue.Reported(TaskKind.Classification, classes), MetricCatalogue.Find("specificity", TaskKind.Classification)]];
        MetricCount = all.Length;
        _metrics = classes == 2 ? all : [.. all, .. ClassMetrics.Of(predictions.Classes)];
        _scores = [.. _metrics.Select(metric => metric.Score(predictions))];
        Calibration = ReferenceCalibration.Of(predictions, opinions?.HeldOut, reference.Weights, context);
    }

    /// <summary>Gets how far the probabilities of the reference hold, as they are and once they are calibrated.</summary>
    public ReferenceCalibration Calibration { get; }

    private int MetricCount { get; }

    /// <summary>Estimates the metrics of a model's answers.</summary>
    /// <param name="model">The classifier that is watched.</param>
    /// <param name="rows">The rows of the window; labels are not looked at.</param>
    /// <param name="context">What surrounds the work.</param>
    /// <param name="threshold">The threshold of the reference.</param>
    /// <returns>The estimate.</returns>
    /// <exception cref="ModelyardException">The rows do not suit the reference.</exception>
    public PerformanceEstimate Estimate(IClassificationModel model, Dataset rows, FitContext context, double? threshold = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Estimate(PredictionWindow.Of(model, rows, context.Parallelism, threshold), context);
    }

    /// <summary>Estimates the metrics of a window.</summary>
    /// <param name="window">The answers, with inputs if the reference has some.</param>
    /// <param name="context">What surrounds the work.</param>
    /// <returns>The estimate.</returns>
    /// <exception cref="ModelyardException">The window is of another model than the reference, or holds no probabilities.</exception>
    public PerformanceEstimate Estimate(PredictionWindow window, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(context);
        EstimationChecks.Window(window, _reference.Predictions, _reference.Inputs);
        if (window.Rows < _settings.LeastRows)
        {
            string why = $"The window has {window.Rows} rows, and {_settings.LeastRows} are needed.";
            return Assemble(window, null, [.. _metrics.Select((metric, i) => new MetricEstimate(metric, double.NaN, double.NaN, double.NaN, double.NaN) { Reference = _scores[i], Withheld = why })], [why], false);
        }

        Matrix features = _reference.Lay(window.Predictions, window.Inputs);
        WindowSupport support = WindowSupport.Of(_reference, window, features, context);
        List<string> warnings = [];
        bool isReliable = support.Describe(_settings.LeastEffectiveRows, _settings.MostUncovered, warnings) & DescribeCalibration(warnings);
        var chances = new WindowChances(_reference.Predictions, _opinions, support.Overlap, window.Predictions, features, context);
        var scores = new ExpectedScores(window.Predictions, _metrics);
        Matrix expected = chances.Expected();
        double[] values = scores.OfChances(expected);
        double[,] draws = Draw(chances, scores, context);
        ConfusionMatrix counts = scores.Count(expected);
        MetricEstimate[] estimates = [.. _metrics.Select((_, i) => Describe(i, values[i], draws, counts, isReliable))];
        return Assemble(window, counts, estimates, warnings, isReliable) with { EffectiveRows = support.Overlap.EffectiveRows, OutsideShare = support.OutsideShare, UncoveredShare = support.UncoveredShare };
    }

    /// <summary>Compares what was expected of rows with what came, once their labels are known.</summary>
    /// <param name="labelled">The predictions and their truth: all rows of a time, or some drawn at random.</param>
    /// <param name="inputs">The inputs of the rows if the reference has some.</param>
    /// <param name="context">What surrounds the work.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="ModelyardException">The rows do not suit the reference.</exception>
    public EstimateCheck Check(Predictions labelled, Dataset? inputs, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(labelled);
        return EstimateCheck.Of(Estimate(PredictionWindow.Of(labelled, inputs), context), labelled);
    }

    /// <summary>Scores replicates: metrics x replicates.</summary>
    private double[,] Draw(WindowChances chances, ExpectedScores scores, FitContext context)
    {
        double[,] draws = new double[_metrics.Length, _settings.Replicates];
        ParallelLoop.For(
            _settings.Replicates,
            context.Parallelism,
            replicate =>
            {
                RandomStream random = context.Random((ulong)replicate);
                double[] own = scores.OfDraw(chances.Replicate(replicate, ref random), random);
                for (int i = 0; i < own.Length; i++)
                {
                    draws[i, replicate] = own[i];
                }
            },
            context.Cancellation);
        return draws;
    }

    private MetricEstimate Describe(int metric, double value, double[,] draws, ConfusionMatrix expected, bool isReliable)
    {
        string? few = metric < MetricCount ? ClassMetrics.TooFew(_metrics[metric], expected) : ClassMetrics.TooFew(_metrics[metric], expected, (metric - MetricCount) / ClassMetrics.Each);
        double[] finite = [.. Enumerable.Range(0, _settings.Replicates).Select(replicate => draws[metric, replicate]).Where(double.IsFinite)];
        if (few is not null || finite.Length < _settings.Replicates / 2)
        {
            return new MetricEstimate(_metrics[metric], double.NaN, double.NaN, double.NaN, double.NaN) { Reference = _scores[metric], Withheld = few ?? "The metric is not defined for most of the labels that may come." };
        }

        ScoreInterval interval = Bootstrap.Summarize(value, finite, _settings.Confidence);

        // Of a class with a row or less to be expected the plug-in counts a part of a row, which no draw does.
        value = value >= interval.Low && value <= interval.High ? value : finite.Average();
        return isReliable
            ? new MetricEstimate(_metrics[metric], value, interval.Low, interval.High, interval.StandardError) { Reference = _scores[metric] }
            : new MetricEstimate(_metrics[metric], value, double.NaN, double.NaN, double.NaN) { Reference = _scores[metric], Withheld = "The estimate is not to be relied on." };
    }

    private bool DescribeCalibration(List<string> warnings)
    {
        if (_opinions is null)
        {
            warnings.Add("The inputs are not known: whether a probability still means the same chance where they have moved is not seen.");
        }

        if (Calibration.ErrorAfter <= PoorError || !(Calibration.PValueAfter <= PoorChance))
        {
            return true;
        }

        warnings.Add($"Even calibrated, the chances of the reference are off by {NumberText.Score(Calibration.ErrorAfter)} in the mean. The estimate is not to be relied on, and intervals are withheld.");
        return false;
    }

    private PerformanceEstimate Assemble(PredictionWindow window, ConfusionMatrix? counts, MetricEstimate[] estimates, IReadOnlyList<string> warnings, bool isReliable) =>
        new(window.Rows, _settings.Confidence, estimates[..MetricCount])
        {
            Classes = [.. estimates[MetricCount..].Chunk(ClassMetrics.Each).Select((own, i) => new ClassEstimate(window.Classes[i], own[0], own[1], own[2], own[3]))],
            Confusion = counts,
            IsReliable = isReliable,
            Warnings = warnings,
        };
}
