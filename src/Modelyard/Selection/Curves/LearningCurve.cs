using System.Globalization;
using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Selection;

/// <summary>Represents scores by the number of rows learned from: it tells whether more rows, another model or other features would help.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Points">The points, with ever more rows; the last learned from all.</param>
/// <param name="Guess">The score of predicting the usual answer for every row.</param>
/// <param name="Reading">What the curve says.</param>
public sealed record LearningCurve(IMetric Metric, IReadOnlyList<CurvePoint> Points, double Guess, CurveReading Reading)
{
    /// <summary>The shares of the training rows that are tried by default.</summary>
    public static readonly IReadOnlyList<double> DefaultShares = [0.1, 0.2, 0.35, 0.5, 0.7, 1];

    /// <summary>Fits with ever more rows of each fold and scores.</summary>
    /// <param name="estimator">The estimator, usually a pipeline.</param>
    /// <param name="data">The rows.</param>
    /// <param name="folds">The folds. Each part of the training rows holds the smaller ones: at random and with each class in proportion, or the latest rows where those scored come after all of them.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="context">What surrounds the fits.</param>
    /// <param name="shares">The shares of the training rows, above 0 and at most 1, rising; <see cref="DefaultShares"/> if null. All rows are added if they are missing.</param>
    /// <returns>The curve.</returns>
    /// <exception cref="ModelyardException">A share is out of range, there are no folds, or a fit fails: the message says which.</exception>
    public static LearningCurve Compute(IEstimator estimator, Dataset data, IReadOnlyList<Split> folds, IMetric metric, FitContext context, IReadOnlyList<double>? shares = null)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(context);
        CurveSettings.Check(data, folds);
        double[] tried = Shares(shares);
        int[][] orders = [.. folds.Select((fold, i) => Order(data, fold, context.ForPart(0x4C43).Random((ulong)i)))];
        CurveSetting[] settings =
        [
            new CurveSetting("The usual answer", CurveSettings.Guess(data, metric), folds),
            .. tried.Select(share => new CurveSetting($"{NumberText.Percent(share)} of the rows", estimator, [.. folds.Select((fold, i) => new Split(First(orders[i], share), fold.Test))])),
        ];
        BothScores[]?[] scores = BothScores.Run(settings, data, metric, context);
        double[] guess = Array.ConvertAll(scores[0]!, one => one.Validation);
        CurvePoint[] points = [.. tried.Select((_, i) =>
        {
            double rows = Math.Round(settings[i + 1].Folds.Average(fold => fold.Train.Length));
            return CurveSettings.Point(rows, rows.ToString("N0", CultureInfo.InvariantCulture), scores[i + 1]!);
        })];
        CurvePoint? half = points.Length > 1 ? points[..^1].MinBy(point => Math.Abs(point.Position - (points[^1].Position / 2))) : null;
        return new LearningCurve(metric, points, guess.Average(), new CurveReader(metric, FoldStatistics.TestShare(folds)).Read(points[^1], guess, half));
    }

    /// <summary>Creates a chart of the curve: both scores with a standard deviation about each.</summary>
    /// <returns>The chart.</returns>
    public LineChart ToChart() => CurveSettings.Chart("Learning curve", Reading.Summary, new Axis { Label = "rows learned from", Format = AxisFormat.Count }, Metric, Points) with
    {
        References = [ReferenceLine.Level(Guess, "usual answer")],
    };

    private static double[] Shares(IReadOnlyList<double>? shares)
    {
        double[] tried = [.. (shares ?? DefaultShares).Order().Distinct()];
        int wrong = Array.FindIndex(tried, share => !(share is > 0 and <= 1));
        if (wrong >= 0)
        {
            throw new ModelyardException(string.Create(CultureInfo.InvariantCulture, $"A share of the rows is '{tried[wrong]}' and must be greater than 0 and at most 1."));
        }

        return tried is [.., 1] ? tried : [.. tried, 1];
    }

    /// <summary>Orders the training rows of a fold such that each beginning of them is a fair part.</summary>
    private static int[] Order(Dataset data, Split fold, RandomStream random)
    {
        int[] rows = [.. fold.Train];
        if (rows.Length == 0)
        {
            throw new ModelyardException("A fold has no rows to learn from. Give more rows, or fewer folds.");
        }

        if (fold.Test.Length > 0 && rows.Max() < fold.Test.Min())
        {
            Array.Reverse(rows);
            return rows;
        }

        random.Shuffle<int>(rows);
        if (data.Task != TaskKind.Classification)
        {
            return rows;
        }

        // The k-th of the n rows of a class takes the place (k + 1/2) / n of the way.
        int[] counts = new int[data.ClassCount], seen = new int[data.ClassCount];
        foreach (int row in rows)
        {
            counts[data.Labels[row]]++;
        }

        double[] places = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            int label = data.Labels[rows[i]];
            places[i] = (seen[label]++ + 0.5) / counts[label];
        }

        return [.. Enumerable.Range(0, rows.Length).OrderBy(i => places[i]).Select(i => rows[i])];
    }

    private static int[] First(int[] order, double share)
    {
        int[] rows = order[..Math.Max(1, (int)Math.Round(share * order.Length))];
        Array.Sort(rows);
        return rows;
    }
}
