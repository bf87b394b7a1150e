using Modelyard.Charts;
using Modelyard.Reports.Content;

namespace Modelyard.Reports.Sections;

/// <summary>Shows where a classifier is right and what it mixes up.</summary>
internal static class ClassificationSection
{
    private const int WideFrom = 11;
    private const int MostNamed = 4;
    private const int MostCurves = 40;

    public static void Write(HtmlWriter writer, ReportTest test)
    {
        bool confusion = test.Confusion is { Classes.Count: > 0 };
        if (!confusion && test.Roc.Count == 0 && test.PrecisionRecall.Count == 0)
        {
            return;
        }

        writer.Section("errors", "Where it is right and where it errs", test.Independence, section =>
        {
            if (test.Confusion is { Classes.Count: > 0 } counts && counts.Classes.Count >= WideFrom)
            {
                section.Figure(Matrix(counts), Caption(counts), wide: true);
                section.Grid(grid => WriteCurves(grid, test));
                section.Details("Every class: precision, recall, F1", inner => inner.Table(ClassTable.Of(counts)));
            }
            else
            {
                section.Grid(grid =>
                {
                    if (test.Confusion is { Classes.Count: > 0 } few)
                    {
                        grid.Figure(Matrix(few), Caption(few));
                        grid.Write($"<div><h3>Every class</h3>");
                        grid.Table(ClassTable.Of(few));
                        grid.Write($"</div>");
                    }

                    WriteCurves(grid, test);
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
            : $"{shading} Most frequent: {string.Join("; ", worst.Select(error => $"{error.Actual} taken for {error.Predicted} ({NumberText.Counted(error.Count, "row")})"))}.";
    }

    private static void WriteCurves(HtmlWriter writer, ReportTest test)
    {
        if (test.Roc.Count > 0)
        {
            writer.Figure(
                new LineChart
                {
                    Title = "ROC curve",
                    X = Share("false positive rate"),
                    Y = Share("true positive rate"),
                    Series = Lines(test.Roc, "AUC", test.Task, LineShape.Straight),
                    References = [ReferenceLine.Diagonal("guessing")],
                    Points = Operating(test.Roc),
                    Aspect = 0.82,
                },
                Curves(test, test.Roc, "The further the curve bends to the upper left, the better the classes are told apart."));
        }

        if (test.PrecisionRecall.Count > 0)
        {
            double baseline = test.PrecisionRecall.Count == 1 ? test.PrecisionRecall[0].Baseline : double.NaN;
            writer.Figure(
                new LineChart
                {
                    Title = "Precision and recall",
                    X = Share("recall"),
                    Y = Share("precision"),
                    Series = Lines(test.PrecisionRecall, "AP", test.Task, LineShape.StepBefore),
                    References = double.IsFinite(baseline) ? [ReferenceLine.Level(baseline, $"share of positives {NumberText.Percent(baseline)}")] : [],
                    Points = Operating(test.PrecisionRecall),
                    Aspect = 0.82,
                },
                Curves(test, test.PrecisionRecall, "How many of the rows it flags are right, against how many of the right ones it finds."));
        }
    }

    private static Axis Share(string label) => new() { Label = label, Minimum = 0, Maximum = 1, Format = AxisFormat.Percent };

    private static string Curves(ReportTest test, IReadOnlyList<ReportCurve> curves, string text) => curves.Count > 1 + MostNamed
        ? $"{text} One line a class against all others; the {MostNamed} weakest classes are named, the rest are grey."
        : test.PositiveClass.Length > 0 && curves.Count == 1 ? $"{text} Positive is {test.PositiveClass}." : text;

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
