using Modelyard.Learning;
using Modelyard.Metrics;

namespace Modelyard.Monitoring;

/// <summary>Gathers predicted numbers beside true ones.</summary>
internal sealed class NumberTally : PerformanceTally
{
    private static readonly Func<double, double, double>[] Errors =
        [RegressionScores.AbsoluteError, RegressionScores.SquaredError, RegressionScores.PercentageError, RegressionScores.SquaredLogError, (target, predicted) => predicted - target];

    private static readonly IMetric Bias = MetricDefinition.OfErrors("bias", "Bias", (target, predicted) => predicted - target);

    private readonly LossMoments[] _errors = new LossMoments[Errors.Length];
    private LossMoments _target;

    /// <inheritdoc/>
    public override long Rows => _target.Count;

    internal override LossMoments Losses => _errors[0];

    /// <inheritdoc/>
    public override PerformanceTally Empty() => new NumberTally();

    /// <inheritdoc/>
    public override void Merge(PerformanceTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        CheckKind(other);
        var numbers = (NumberTally)other;
        for (int i = 0; i < _errors.Length; i++)
        {
            _errors[i].Merge(numbers._errors[i]);
        }

        _target.Merge(numbers._target);
    }

    private protected override void Take(Predictions predictions, int[] rows)
    {
        if (predictions.Task != TaskKind.Regression)
        {
            throw new ModelyardException("The predictions are of classes and the tally is of numbers; make it with 'PerformanceTally.ForClasses'.");
        }

        foreach (int row in rows)
        {
            double target = predictions.Target[row], predicted = predictions.Predicted[row];
            for (int i = 0; i < _errors.Length; i++)
            {
                _errors[i].Add(Errors[i](target, predicted));
            }

            _target.Add(target);
        }
    }

    private protected override IEnumerable<RealisedMetric> Compute(double confidence)
    {
        LossMoments absolute = _errors[0], squared = _errors[1], percentage = _errors[2], logarithmic = _errors[3], signed = _errors[4];
        ScoreInterval mse = Mean(squared, confidence), msle = Mean(logarithmic, confidence);
        yield return Named("rmse", Root(mse));
        yield return Named("mse", mse);
        yield return Named("mae", Mean(absolute, confidence));
        yield return Named("mape", Mean(percentage, confidence));
        yield return Named("rmsle", Root(msle));
        yield return Named("msle", msle);

        // An interval would need the joint moments of errors and targets up to the fourth.
        double unexplained = squared.Mean * Rows, variation = _target.SumOfSquares;
        double explained = Rows < 2 ? double.NaN : variation > 0 ? 1 - (unexplained / variation) : unexplained == 0 ? 1 : 0;
        yield return Named("r2", new ScoreInterval(double.NaN, double.NaN) { Value = explained });
        yield return new RealisedMetric(Bias, Around(signed.Mean, signed.StandardError, confidence, double.NegativeInfinity, double.PositiveInfinity));
    }

    private protected override void CheckKind(PerformanceTally other)
    {
        if (other is not NumberTally)
        {
            throw new ModelyardException("The one tally is of numbers and the other of classes; only those of one model can be put together or compared.");
        }
    }

    private static RealisedMetric Named(string name, ScoreInterval interval) => new(MetricCatalogue.Find(name, TaskKind.Regression), interval);

    private static ScoreInterval Mean(LossMoments losses, double confidence) => Around(losses.Mean, losses.StandardError, confidence, 0, double.PositiveInfinity);

    /// <summary>Takes the root of a mean square, and of its interval.</summary>
    private static ScoreInterval Root(ScoreInterval square)
    {
        double value = Math.Sqrt(square.Value);
        return new ScoreInterval(Math.Sqrt(square.Low), Math.Sqrt(square.High)) { Value = value, StandardError = square.StandardError / (2 * value) };
    }
}
