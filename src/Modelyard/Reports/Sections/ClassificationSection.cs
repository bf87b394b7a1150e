using Modelyard.Charts;
using Modelyard.Reports.Content;

namespace Modelyard.Reports.Sections;

/// <summary>Shows where a classifier is right and what it mixes up.</summary>
internal static class ClassificationSection
{
    private const int WideFrom = 11;
    private const int MostNamed = 4;
    private const int MostCurves = 40;

    public static void Write(HtmlWriter writer, TrainingReportContent content)
    {
        bool confusion = content.Confusion is { Classes.Count: > 0 };
        if (!confusion && content.Roc.Count == 0 && content.PrecisionRecall.Count == 0)
        {
            return;
        }

        writer.Section("errors", "Where it is right and where it errs", "On the test part, which took no part in training or in the choice.", section =>
        {
            if (content.Confusion is { Classes.Count: > 0 } counts && counts.Classes.Count >= WideFrom)
            {
                section.Figure(Matrix(counts), Caption(counts), wide: true);
                section.Grid(grid => WriteCurves(grid, content));
                section.Details("Every class: precision, recall, F1", inner => inner.Table(ClassTable.Of(counts)));
            }
            else
            {
                section.Grid(grid =>
                {
                    if (content.Confusion is { Classes.Count: > 0 } few)
                    {
                        grid.Figure(Matrix(few), Caption(few));
                        grid.Write($"<div><h3>Every class</h3>");
                        grid.Table(ClassTable.Of(few));
                        grid.Write($"</div>");
                    }

                    WriteCurves(grid, content);
                });
            }
        });
    }

    private static ConfusionChart Matrix(ReportConfusion confusion) =>
        new() { Title = "Confusion matrix", Classes = confusion.Classes, Counts = confusion.Counts };

    private static string Caption(ReportConfusion confusion)
    {
        var worst = ClassTable.MixUps(confusion).Take(confusion.Classes.Count > 2 ? 3 : 1).ToList();
        string shading = "Blue cells are right, shaded by their share of the row; the others are errors.";
        return worst.Count == 0
            ? $"{shading} There are none."
            : $"{shading} Most frequent: {string.Join("; ", worst.Select(error => $"{error.Actual} taken for {error.Predicted} ({NumberText.Count(error.Count)} rows)"))}.";
    }

    private static void WriteCurves(HtmlWriter writer, TrainingReportContent content)
    {
        if (content.Roc.Count > 0)
        {
            writer.Figure(
                new LineChart
                {
                    Title = "ROC curve",
                    X = Share("false positive rate"),
                    Y = Share("true positive rate"),
                    Series = Lines(content.Roc, "AUC", content.Task, LineShape.Straight),
                    References = [ReferenceLine.Diagonal("guessing")],
                    Points = Operating(content.Roc),
                    Aspect = 0.82,
                },
                Curves(content, content.Roc, "The further the curve bends to the upper left, the better the classes are told apart."));
        }

        if (content.PrecisionRecall.Count > 0)
        {
            double baseline = content.PrecisionRecall.Count == 1 ? content.PrecisionRecall[0].Baseline : double.NaN;
            writer.Figure(
                new LineChart
                {
                    Title = "Precision and recall",
                    X = Share("recall"),
                    Y = Share("precision"),
                    Series = Lines(content.PrecisionRecall, "AP", content.Task, LineShape.StepBefore),
                    References = double.IsFinite(baseline) ? [ReferenceLine.Level(baseline, $"share of positives {NumberText.Percent(baseline)}")] : [],
                    Points = Operating(content.PrecisionRecall),
                    Aspect = 0.82,
                },
                Curves(content, content.PrecisionRecall, "How many of the rows it flags are right, against how many of the right ones it finds."));
        }
    }

    private static Axis Share(string label) => new() { Label = label, Minimum = 0, Maximum = 1, Format = AxisFormat.Percent };

    private static string Curves(TrainingReportContent content, IReadOnlyList<ReportCurve> curves, string text) => curves.Count > 1 + MostNamed
        ? $"{text} One line a class against all others; the {MostNamed} weakest classes are named, the rest are grey."
        : content.PositiveClass.Length > 0 && curves.Count == 1 ? $"{text} Positive is {content.PositiveClass}." : text;

    private static ChartPoint[] Operating(IReadOnlyList<ReportCurve> curves) => curves.Count == 1 && double.IsFinite(curves[0].OperatingX)
        ? [new ChartPoint(curves[0].OperatingX, curves[0].OperatingY, "threshold in use")]
        : [];

    private static LineSeries[] Lines(IReadOnlyList<ReportCurve> curves, string area, ReportTask task, LineShape shape)
    {
        var named = curves.OrderBy(curve => double.IsFinite(curve.Area) ? curve.Area : double.PositiveInfinity).Take(curves.Count > 1 + MostNamed ? MostNamed : curves.Count).ToHashSet();
        return [.. curves.OrderBy(curve => named.Contains(curve) ? 0 : 1).ThenBy(curve => curve.Area).Take(MostCurves).Select(curve => new LineSeries
        {
            Name = task == ReportTask.BinaryClassification && curves.Count == 1 ? $"{area} {NumberText.Score(curve.Area)}" : $"{curve.Class}, {area} {NumberText.Score(curve.Area)}",
            X = curve.X,
            Y = curve.Y,
            Shape = shape,
            Muted = !named.Contains(curve),
        })];
    }
}
