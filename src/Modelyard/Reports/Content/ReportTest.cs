using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Reports.Content;

/// <summary>Represents what predictions of rows whose truth is known show of a model; what is absent is left out of a report.</summary>
public sealed record ReportTest
{
    private const int MostCurves = 30;
    private const int LongestClass = 60;

    /// <summary>Gets the column that the model predicts.</summary>
    public required string Target { get; init; }

    /// <summary>Gets what kind of thing the model predicts.</summary>
    public required ReportTask Task { get; init; }

    /// <summary>Gets which rows they are, as a sentence speaks of them.</summary>
    public string Rows { get; init; } = "the test part";

    /// <summary>Gets what the model knew of these rows, as a sentence; empty for nothing to say.</summary>
    public string Independence { get; init; } = "On the test part, which took no part in training or in the choice.";

    /// <summary>Gets the class taken as positive, for two classes; empty where there is none.</summary>
    public string PositiveClass { get; init; } = "";

    /// <summary>Gets the unit of the target, for regression; empty where it is not known.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Gets how often classes were mixed up; null for none.</summary>
    public ReportConfusion? Confusion { get; init; }

    /// <summary>Gets the ROC curves: one for two classes, one a class for more.</summary>
    public IReadOnlyList<ReportCurve> Roc { get; init; } = [];

    /// <summary>Gets the precision-recall curves: one for two classes, one a class for more.</summary>
    public IReadOnlyList<ReportCurve> PrecisionRecall { get; init; } = [];

    /// <summary>Gets how many of the positive rows are found among the most probable: one curve for two classes, one a class for more.</summary>
    public IReadOnlyList<ReportCurve> Gains { get; init; } = [];

    /// <summary>Gets what is earned as ever more rows are predicted positive; null for none.</summary>
    public ReportProfit? Profit { get; init; }

    /// <summary>Gets how predicted probabilities compare with what happened.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability { get; init; } = [];

    /// <summary>Gets how predicted probabilities are distributed, one group an actual class.</summary>
    public IReadOnlyList<HistogramSeries> Probabilities { get; init; } = [];

    /// <summary>Gets how the threshold was chosen; null for none.</summary>
    public ReportThreshold? Threshold { get; init; }

    /// <summary>Gets the predictions of numbers; null for none.</summary>
    public ReportPredictions? Predictions { get; init; }

    /// <summary>Gathers what predictions show.</summary>
    /// <param name="predictions">The predictions and the truth.</param>
    /// <param name="target">The column that is predicted.</param>
    /// <returns>What they show; of classes without probabilities only what was taken for what.</returns>
    public static ReportTest Of(Predictions predictions, string target)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Task == TaskKind.Regression)
        {
            return new ReportTest { Target = target, Task = ReportTask.Regression, Predictions = new ReportPredictions(predictions.Target.ToArray(), predictions.Predicted.ToArray()) };
        }

        bool isBinary = predictions.Classes.Count == 2;
        var confusion = ConfusionMatrix.Of(predictions);
        var test = new ReportTest
        {
            Target = target,
            Task = isBinary ? ReportTask.BinaryClassification : ReportTask.MulticlassClassification,
            PositiveClass = isBinary ? Shorten(predictions.Classes[1]) : "",
            Confusion = Mixed(confusion),
        };
        return predictions.Probabilities is null ? test : test.WithProbabilities(predictions, confusion.Counts);
    }

    /// <summary>Cuts the name of a class that is too long for a chart.</summary>
    internal static string Shorten(string label) => label.Length <= LongestClass ? label : label[..LongestClass] + "…";

    private static ReportConfusion Mixed(ConfusionMatrix confusion) => new(
        [.. confusion.Classes.Select(Shorten)],
        [.. Enumerable.Range(0, confusion.Classes.Count).Select(row => (IReadOnlyList<long>)[.. confusion.Counts.Row(row).ToArray().Select(count => (long)Math.Round(count))])]);

    private static ReportCurve RocOf(Predictions predictions, int positive)
    {
        var curve = RocCurve.Of(predictions, positive);
        IReadOnlyList<RocPoint> points = curve.Thin();
        return new ReportCurve(Shorten(predictions.Classes[positive]), [.. points.Select(point => point.FalsePositiveRate)], [.. points.Select(point => point.TruePositiveRate)], curve.Area)
        {
            Thresholds = [.. points.Select(point => point.Threshold)],
        };
    }

    private static ReportCurve PrecisionRecallOf(Predictions predictions, int positive)
    {
        var curve = PrecisionRecallCurve.Of(predictions, positive);
        IReadOnlyList<PrecisionRecallPoint> points = curve.Thin();
        return new ReportCurve(Shorten(predictions.Classes[positive]), [.. points.Select(point => point.Recall)], [.. points.Select(point => point.Precision)], curve.AveragePrecision)
        {
            Thresholds = [.. points.Select(point => point.Threshold)],
            Baseline = curve.PositiveShare,
        };
    }

    private static ReportCurve GainOf(Predictions predictions, int positive)
    {
        var curve = GainCurve.Of(predictions, positive);
        IReadOnlyList<GainPoint> points = curve.Thin();
        return new ReportCurve(Shorten(predictions.Classes[positive]), [.. points.Select(point => point.Share)], [.. points.Select(point => point.Gain)], double.NaN)
        {
            Thresholds = [.. points.Select(point => point.Threshold)],
            Baseline = curve.PositiveShare,
        };
    }

    private static ReportCurve At(ReportCurve curve, double x, double y) => curve with { OperatingX = x, OperatingY = y };

    private ReportTest WithProbabilities(Predictions predictions, Matrix counts)
    {
        bool isBinary = predictions.Classes.Count == 2;
        int first = isBinary ? 1 : 0;
        int[] shown = [.. Enumerable.Range(first, predictions.Classes.Count - first).Where(k => predictions.Labels.Contains(k)).Take(MostCurves)];
        ReportCurve[] roc = [.. shown.Select(k => RocOf(predictions, k))];

        // A curve has no points if a probability is not a number, or all rows are of one class: then there is nothing to rank.
        bool areRanked = roc.Length > 0 && Array.TrueForAll(roc, curve => curve.X.Count > 0);
        ReportTest test = this with
        {
            Roc = roc,
            PrecisionRecall = [.. shown.Select(k => PrecisionRecallOf(predictions, k))],
            Gains = areRanked ? [.. shown.Select(k => GainOf(predictions, k))] : [],
        };
        return isBinary && areRanked ? test.WithTwoClasses(predictions, counts) : test;
    }

    private ReportTest WithTwoClasses(Predictions predictions, Matrix counts)
    {
        double hits = counts[1, 1], positives = counts[1, 0] + hits, called = counts[0, 1] + hits, rows = counts[0, 0] + counts[1, 0] + called;
        double recall = hits / positives;
        return this with
        {
            Roc = [At(Roc[0], counts[0, 1] / (rows - positives), recall)],
            PrecisionRecall = [At(PrecisionRecall[0], recall, hits / called)],
            Gains = [At(Gains[0], called / rows, recall)],
            Reliability = [.. ReliabilityCurve.Of(predictions).Bins.Select(bin => new ReliabilityBin(bin.Predicted, bin.Observed, bin.Count, bin.Low, bin.High))],
            Probabilities = [.. Enumerable.Range(0, 2).Select(label => ProbabilitiesOf(predictions, label))],
        };
    }

    private static HistogramSeries ProbabilitiesOf(Predictions predictions, int label)
    {
        const int Bins = 25;
        long[] counts = new long[Bins];
        for (int row = 0; row < predictions.Count; row++)
        {
            if (predictions.Labels[row] == label && predictions.Probabilities![row, 1] is >= 0 and <= 1 and double probability)
            {
                counts[Math.Min((int)(probability * Bins), Bins - 1)]++;
            }
        }

        return new HistogramSeries(Shorten(predictions.Classes[label]), new HistogramBins([.. Enumerable.Range(0, Bins + 1).Select(edge => (double)edge / Bins)], counts));
    }
}
