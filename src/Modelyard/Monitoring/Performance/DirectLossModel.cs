using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Monitoring;

/// <summary>Represents what was learned of how great the errors of a model are: it estimates their means on rows without labels.</summary>
/// <remarks>Metrics that are no function of a mean error of the rows, such as R2 and the median error, are not estimated.</remarks>
public sealed class DirectLossModel
{
    // Of errors with tails like those of normal ones a third of the rows make up the mean of squares.
    private const double LeastCarrying = 50, LeastCarryingShare = 0.1;

    private readonly DirectLossEstimation _settings;
    private readonly ReferenceRows _reference;
    private readonly IReadOnlyList<LearnedLoss> _losses;

    internal DirectLossModel(DirectLossEstimation settings, ReferenceRows reference, IReadOnlyList<LearnedLoss> losses)
    {
        _settings = settings;
        _reference = reference;
        _losses = losses;
    }

    /// <summary>Estimates the errors of a model's answers.</summary>
    /// <param name="model">The model that is watched.</param>
    /// <param name="rows">The rows of the window; a target is not looked at.</param>
    /// <param name="context">What surrounds the work.</param>
    /// <returns>The estimate.</returns>
    /// <exception cref="ModelyardException">The rows do not suit the reference.</exception>
    public PerformanceEstimate Estimate(IPredictiveModel model, Dataset rows, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Estimate(PredictionWindow.Of(model, rows, context.Parallelism), context);
    }

    /// <summary>Estimates the errors of a window.</summary>
    /// <param name="window">The answers, with inputs if the reference has some.</param>
    /// <param name="context">What surrounds the work.</param>
    /// <returns>The estimate.</returns>
    /// <exception cref="ModelyardException">The window is of another model than the reference.</exception>
    public PerformanceEstimate Estimate(PredictionWindow window, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(context);
        EstimationChecks.Window(window, _reference.Predictions, _reference.Inputs);
        if (window.Rows < _settings.LeastRows)
        {
            string why = $"The window has {window.Rows} rows, and {_settings.LeastRows} are needed.";
            return new PerformanceEstimate(window.Rows, _settings.Confidence, [.. _losses.SelectMany(loss => Withhold(loss, why))]) { Warnings = [why] };
        }

        Matrix features = _reference.Lay(window.Predictions, window.Inputs);
        WindowSupport support = WindowSupport.Of(_reference, window, features, context);
        List<string> warnings = [];
        bool isReliable = support.Describe(Math.Min(_settings.LeastEffectiveRows, _reference.Features.Rows / 2.0), _settings.MostUncovered, warnings);
        if (_reference.Inputs is null)
        {
            warnings.Add("The inputs are not known: whether a prediction still errs as much where they have moved is not seen.");
        }

        LearnedLoss[] uneven = [.. _losses.Where(IsUneven)];
        if (uneven.Length > 0)
        {
            warnings.Add($"A few great errors make up the mean of the reference ({string.Join(", ", uneven.SelectMany(loss => loss.Loss.Metrics).Select(one => one.Metric.Title))}); such tails are not estimated to be relied on, and intervals are withheld.");
        }

        return new PerformanceEstimate(
            window.Rows, _settings.Confidence, [.. _losses.SelectMany((loss, i) => Estimate(new WindowLoss(loss, support.Overlap, features, context.Parallelism), Withheld(loss), context.ForPart((ulong)i)))])
        {
            EffectiveRows = support.Overlap.EffectiveRows,
            OutsideShare = support.OutsideShare,
            UncoveredShare = support.UncoveredShare,
            IsReliable = isReliable,
            Warnings = warnings,
        };

        string? Withheld(LearnedLoss loss) => !isReliable ? "The estimate is not to be relied on." : uneven.Contains(loss) ? "A few great errors make up the mean of the reference." : null;
    }

    /// <summary>Compares what was expected of rows with what came, once their truth is known.</summary>
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

    /// <summary>Determines whether a few rows make up a mean error of numbers; a mean of right and wrong answers is made up of the wrong ones alone, and is sure for all that.</summary>
    private bool IsUneven(LearnedLoss loss) => _reference.Predictions.Task == TaskKind.Regression && loss.CarryingRows < Math.Min(LeastCarrying, LeastCarryingShare * loss.Actual.Length);

    private static IEnumerable<MetricEstimate> Withhold(LearnedLoss loss, string why) =>
        loss.Loss.Metrics.Select((one, i) => new MetricEstimate(one.Metric, double.NaN, double.NaN, double.NaN, double.NaN) { Reference = loss.Reference[i], Withheld = why });

    private IEnumerable<MetricEstimate> Estimate(WindowLoss window, string? withheld, FitContext context)
    {
        double[] draws = new double[_settings.Replicates];
        ParallelLoop.For(draws.Length, context.Parallelism, replicate => draws[replicate] = window.Replicate(replicate, context.Random((ulong)replicate)), context.Cancellation);
        double expected = window.Expected();
        return window.Learned.Loss.Metrics.Select((one, i) =>
        {
            double value = one.Finish(expected);
            ScoreInterval interval = Bootstrap.Summarize(value, Array.ConvertAll(draws, draw => one.Finish(draw)), _settings.Confidence);
            return withheld is null
                ? new MetricEstimate(one.Metric, value, interval.Low, interval.High, interval.StandardError) { Reference = window.Learned.Reference[i] }
                : new MetricEstimate(one.Metric, value, double.NaN, double.NaN, double.NaN) { Reference = window.Learned.Reference[i], Withheld = withheld };
        });
    }
}
