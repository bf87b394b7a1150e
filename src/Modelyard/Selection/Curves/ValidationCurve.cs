using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Metrics;

namespace Modelyard.Selection;

/// <summary>Represents scores by the value of one hyperparameter: where it makes the fit too simple, where too loose, and where it is best.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Hyperparameter">The hyperparameter.</param>
/// <param name="Values">Its values, rising if they are numbers.</param>
/// <param name="Points">The scores of each value.</param>
/// <param name="Best">The position of the value with the best mean score on new rows.</param>
/// <param name="Verdicts">What each value does to the fit: balanced where it is as good as the best to within chance.</param>
/// <param name="Reading">What the curve says.</param>
public sealed record ValidationCurve(
    IMetric Metric, Hyperparameter Hyperparameter, IReadOnlyList<object?> Values, IReadOnlyList<CurvePoint> Points, int Best, IReadOnlyList<FitVerdict> Verdicts, CurveReading Reading)
{
    private const int Steps = 9;

    /// <summary>Fits with each value on each fold and scores.</summary>
    /// <param name="estimator">The estimator, or a pipeline that ends in it.</param>
    /// <param name="name">The name of the hyperparameter.</param>
    /// <param name="values">The values; null for some over the range that is searched by default, without those that cannot be fitted on these rows, which the context is warned of.</param>
    /// <param name="data">The rows.</param>
    /// <param name="folds">The folds.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="context">What surrounds the fits.</param>
    /// <returns>The curve.</returns>
    /// <exception cref="ModelyardException">There is no such hyperparameter, a value is not allowed, no score is defined, or a fit fails: the message says which.</exception>
    public static ValidationCurve Compute(
        IEstimator estimator, string name, IReadOnlyList<object?>? values, Dataset data, IReadOnlyList<Split> folds, IMetric metric, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(context);
        CurveSettings.Check(data, folds);
        Hyperparameter hyperparameter = CurveSettings.Find(estimator, name);
        object?[] tried = CurveSettings.Order(hyperparameter, values ?? CurveValues.Spread(hyperparameter, Steps));
        CurveSetting[] settings =
        [
            new CurveSetting("The usual answer", CurveSettings.Guess(data, metric), folds),
            .. tried.Select(value => new CurveSetting(
                $"{hyperparameter.Name} = {Hyperparameter.Format(value)}", CurveSettings.With(estimator, KeyValuePair.Create(hyperparameter.Name, value)), folds, IsAsked: values is not null)),
        ];
        BothScores[]?[] all = BothScores.Run(settings, data, metric, context);
        tried = [.. tried.Where((_, i) => all[i + 1] is not null)];
        BothScores[][] scores = [.. all.OfType<BothScores[]>()];
        double[] positions = CurveSettings.Positions(tried);
        string[] labels = Array.ConvertAll(tried, Hyperparameter.Format);
        CurvePoint[] points = [.. positions.Select((position, i) => CurveSettings.Point(position, labels[i], scores[i + 1]))];
        int best = CurveSettings.Best(points, metric);
        var reader = new CurveReader(metric, FoldStatistics.TestShare(folds));
        FitVerdict[] verdicts = [.. points.Select(point => Judge(point, points[best], metric, reader))];
        CurveReading atBest = reader.Read(points[best], Array.ConvertAll(scores[0], one => one.Validation), null);
        string summary = $"{metric.Title} on new rows is best at {hyperparameter.Name} = {labels[best]}: {NumberText.Score(points[best].ValidationMean)}. "
            + Regions(hyperparameter.Name, points, verdicts) + atBest.Summary;
        return new ValidationCurve(metric, hyperparameter, tried, points, best, verdicts, atBest with { Summary = summary, Advice = Advice(hyperparameter, tried, best, verdicts) + atBest.Advice });
    }

    /// <summary>Creates a chart of the curve: both scores with a standard deviation about each, or bars of the scores on new rows where values are no numbers.</summary>
    /// <returns>The chart.</returns>
    public Chart ToChart()
    {
        object?[] values = [.. Values];
        return Array.TrueForAll(values, CurveSettings.IsNumber)
            ? CurveSettings.Chart($"Validation curve of {Hyperparameter.Name}", Reading.Summary, CurveSettings.AxisOf(Hyperparameter, values), Metric, Points) with
            {
                Points = [new ChartPoint(Points[Best].Position, Points[Best].ValidationMean, $"best: {Points[Best].Label}")],
            }
            : new BarChart
            {
                Title = $"Validation curve of {Hyperparameter.Name}",
                Description = Reading.Summary,
                Mark = BarMark.Dot,
                Axis = new Axis { Label = Metric.Title },
                Items = [.. Points.Select((point, i) => new BarItem(
                    point.Label, point.ValidationMean, point.ValidationMean - point.ValidationDeviation, point.ValidationMean + point.ValidationDeviation, i == Best))],
            };
    }

    /// <summary>A value that is worse than the best underfits if it is worse on the rows it learned from too, and else overfits.</summary>
    private static FitVerdict Judge(CurvePoint point, CurvePoint best, IMetric metric, CurveReader reader) => !reader.IsClearlyBetter(best.Validation, point.Validation)
        ? FitVerdict.Balanced
        : (metric.HigherIsBetter ? point.TrainMean < best.TrainMean : point.TrainMean > best.TrainMean) ? FitVerdict.Underfits : FitVerdict.Overfits;

    private static string Regions(string name, CurvePoint[] points, FitVerdict[] verdicts)
    {
        string Words(FitVerdict verdict, string verb)
        {
            string[] labels = [.. points.Where((_, i) => verdicts[i] == verdict).Select(point => point.Label)];
            return labels.Length == 0 ? "" : $"It {verb} at {name} = {string.Join(", ", labels)}. ";
        }

        return Words(FitVerdict.Underfits, "underfits") + Words(FitVerdict.Overfits, "overfits");
    }

    private static string Advice(Hyperparameter hyperparameter, object?[] tried, int best, FitVerdict[] verdicts)
    {
        bool isOrdered = Array.TrueForAll(tried, CurveSettings.IsNumber) && tried.Length > 2;
        if (Array.TrueForAll(verdicts, verdict => verdict == FitVerdict.Balanced))
        {
            return $"Within these values {hyperparameter.Name} makes no difference beyond chance. ";
        }

        return isOrdered && (best == 0 || best == tried.Length - 1)
            ? Beyond(hyperparameter, CurveSettings.Number(tried[best]), isLeast: best == 0)
            : "";
    }

    private static string Beyond(Hyperparameter hyperparameter, double best, bool isLeast)
    {
        object further = hyperparameter.IsInteger ? (object)((int)best + (isLeast ? -1 : 1)) : isLeast ? Math.BitDecrement(best) : Math.BitIncrement(best);
        string end = isLeast ? "least" : "greatest";
        return hyperparameter.IsAllowed(further)
            ? $"The best value is the {end} that was tried: try {(isLeast ? "smaller" : "greater")} ones too. "
            : $"The best value is the {end} that is allowed. ";
    }
}
