using System.Globalization;
using Modelyard.Baselines;
using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Pipelines;

namespace Modelyard.Selection;

/// <summary>Makes what curves are drawn of: estimators with one hyperparameter changed, points, and the yardstick of guessing.</summary>
internal static class CurveSettings
{
    internal static void Check(Dataset data, IReadOnlyList<Split> folds)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(folds);
        if (folds.Count == 0)
        {
            throw new ModelyardException("There are no folds to score on; give one or more.");
        }
    }

    /// <summary>Creates the estimator that gives every row the usual answer: the mean, or for metrics of absolute errors the median; the shares of the classes, or the most frequent one.</summary>
    internal static IEstimator Guess(Dataset data, IMetric metric) => data.Task == TaskKind.Classification
        ? new BaselineClassifier { Strategy = metric.ScoresLabels ? BaselineStrategy.MostFrequent : BaselineStrategy.Prior }
        : new BaselineRegressor { Strategy = metric.Name is "mae" or "median-ae" or "mape" or "pinball" ? BaselineStatistic.Median : BaselineStatistic.Mean };

    /// <summary>Finds a hyperparameter of an estimator, or of the one at the end of a pipeline.</summary>
    internal static Hyperparameter Find(IEstimator estimator, string name) => Hyperparameters.Find(Inner(estimator), name);

    /// <summary>Changes hyperparameters of an estimator, or of the one at the end of a pipeline.</summary>
    internal static IEstimator With(IEstimator estimator, params IEnumerable<KeyValuePair<string, object?>> values) => estimator is Pipeline pipeline
        ? pipeline with { Estimator = With(pipeline.Estimator, values) }
        : Hyperparameters.With(estimator, values);

    /// <summary>Checks values, and sorts them if they are numbers.</summary>
    internal static object?[] Order(Hyperparameter hyperparameter, IReadOnlyList<object?> values)
    {
        if (values.Count == 0)
        {
            throw new ModelyardException($"There are no values of '{hyperparameter.Name}' to try; give one or more.");
        }

        if (values.FirstOrDefault(value => !hyperparameter.IsAllowed(value)) is { } wrong)
        {
            throw hyperparameter.Refusal(Hyperparameter.Format(wrong));
        }

        object?[] distinct = [.. values.DistinctBy(Hyperparameter.Format, StringComparer.Ordinal)];
        return Array.TrueForAll(distinct, IsNumber) ? [.. distinct.OrderBy(Number)] : distinct;
    }

    internal static bool IsNumber(object? value) => value is int or double;

    internal static double Number(object? value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    /// <summary>Gets where values stand on an axis: where they are if they are numbers, else one beside the other.</summary>
    internal static double[] Positions(object?[] values) => Array.TrueForAll(values, IsNumber)
        ? Array.ConvertAll(values, Number)
        : [.. Enumerable.Range(0, values.Length).Select(i => (double)i)];

    internal static CurvePoint Point(double position, string label, BothScores[] scores) => new(
        position, label, Array.ConvertAll(scores, one => one.Train), Array.ConvertAll(scores, one => one.Validation), scores.Average(one => one.FitSeconds));

    /// <summary>Finds the point with the best mean score on new rows; the first of equals.</summary>
    internal static int Best(CurvePoint[] points, IMetric metric)
    {
        int best = -1;
        for (int i = 0; i < points.Length; i++)
        {
            double score = points[i].ValidationMean;
            if (double.IsFinite(score) && (best < 0 || (metric.HigherIsBetter ? score > points[best].ValidationMean : score < points[best].ValidationMean)))
            {
                best = i;
            }
        }

        return best >= 0
            ? best
            : throw new ModelyardException($"'{metric.Name}' is defined for no setting on these folds: a fold may hold one class only, or too few rows. Take stratified or fewer folds, or another metric.");
    }

    /// <summary>Draws both scores over an axis, with a standard deviation about each.</summary>
    internal static LineChart Chart(string title, string description, Axis axis, IMetric metric, IReadOnlyList<CurvePoint> points)
    {
        double[] x = [.. points.Select(point => point.Position)];
        LineSeries Line(string name, Func<CurvePoint, double> mean, Func<CurvePoint, double> deviation) => new()
        {
            Name = name,
            X = x,
            Y = [.. points.Select(mean)],
            Low = [.. points.Select(point => mean(point) - NotNaN(deviation(point)))],
            High = [.. points.Select(point => mean(point) + NotNaN(deviation(point)))],
            Dots = true,
        };

        return new LineChart
        {
            Title = title,
            Description = description,
            X = axis,
            Y = new Axis { Label = metric.Title },
            Series = [Line("new rows", point => point.ValidationMean, point => point.ValidationDeviation), Line("rows learned from", point => point.TrainMean, point => point.TrainDeviation)],
        };
    }

    internal static Axis AxisOf(Hyperparameter hyperparameter, object?[] values) => new()
    {
        Label = hyperparameter.Name,
        RoundsEnds = false,
        Spacing = hyperparameter.Scale == Scale.Logarithmic && Array.TrueForAll(values, value => IsNumber(value) && Number(value) > 0) ? AxisSpacing.Logarithmic : AxisSpacing.Linear,
    };

    private static IEstimator Inner(IEstimator estimator) => estimator is Pipeline pipeline ? Inner(pipeline.Estimator) : estimator;

    private static double NotNaN(double value) => double.IsNaN(value) ? 0 : value;
}
