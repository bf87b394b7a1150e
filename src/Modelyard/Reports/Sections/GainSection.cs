using Modelyard.Charts;
using Modelyard.Reports.Content;

namespace Modelyard.Reports.Sections;

/// <summary>Shows how many rows are worth taking: how much of what is looked for is among the most probable, and what that earns.</summary>
internal static class GainSection
{
    private const int MostNamed = 4;
    private const int MostCurves = 40;

    public static void Write(HtmlWriter writer, ReportTest test)
    {
        if (test.Gains.Count == 0)
        {
            return;
        }

        writer.Section("gains", "How many rows to take", Summary(test), section => section.Grid(grid =>
        {
            grid.Figure(
                Chart("Gain", test, Share("of the positive rows found"), curve => curve.Y) with { References = [ReferenceLine.Diagonal("at random")], Points = Used(test.Gains, curve => curve.OperatingY) },
                "Rows are taken in the order of their probability. The steeper the curve begins, the fewer rows find the most.");
            grid.Figure(
                Chart("Lift", test, new Axis { Label = "times as many as at random", Minimum = 0 }, Lift) with { References = [ReferenceLine.Level(1, "at random")], Points = Used(test.Gains, curve => curve.OperatingY / curve.OperatingX) },
                "How many times as many of the rows taken are positive as of all rows.");
            if (test.Profit is { } profit)
            {
                WriteProfit(grid, profit);
            }
        }));
    }

    private static void WriteProfit(HtmlWriter writer, ReportProfit profit)
    {
        ChartPoint[] points = [new ChartPoint(profit.BestShare, profit.BestProfit, "most"), .. double.IsFinite(profit.UsedProfit) ? [new ChartPoint(profit.UsedShare, profit.UsedProfit, "in use")] : Array.Empty<ChartPoint>()];
        writer.Figure(
            new LineChart
            {
                Title = "Profit",
                X = Share("of the rows predicted positive"),
                Y = new Axis { Label = "earned a row" },
                Series = [new LineSeries { X = profit.Shares, Y = profit.Profits }],
                References = [ReferenceLine.Level(0)],
                Points = points,
                Aspect = 0.82,
            },
            double.IsFinite(profit.BestThreshold)
                ? $"Most is earned if rows count as positive from a probability of {NumberText.Value(profit.BestThreshold)} on. The best threshold of these very rows is a little too good: choose it on others than those that you report."
                : "Most is earned if no row is predicted positive.");
    }

    private static LineChart Chart(string title, ReportTest test, Axis y, Func<ReportCurve, IReadOnlyList<double>> heights) => new()
    {
        Title = title,
        X = Share("of the rows taken"),
        Y = y,
        Series = [.. test.Gains.OrderBy(curve => curve.Baseline).Take(MostCurves).Select((curve, place) => new LineSeries
        {
            Name = test.Gains.Count == 1 ? "" : curve.Class,
            X = curve.X,
            Y = heights(curve),
            Muted = test.Gains.Count > 1 + MostNamed && place >= MostNamed,
        })],
        Aspect = 0.82,
    };

    private static double[] Lift(ReportCurve curve) => [.. curve.X.Zip(curve.Y, (share, gain) => share > 0 ? gain / share : double.NaN)];

    private static ChartPoint[] Used(IReadOnlyList<ReportCurve> curves, Func<ReportCurve, double> height) => curves.Count == 1 && curves[0].OperatingX > 0
        ? [new ChartPoint(curves[0].OperatingX, height(curves[0]), "threshold in use")]
        : [];

    private static string Summary(ReportTest test)
    {
        if (test.Gains.Count != 1)
        {
            return test.Gains.Count > 1 + MostNamed ? $"One line a class against all others; the {MostNamed} rarest classes are named, the rest are grey." : "One line a class against all others.";
        }

        ReportCurve curve = test.Gains[0];
        return $"The most probable tenth of the rows holds {NumberText.Percent(At(curve, 0.1), 0)} of those that are {test.PositiveClass}, the most probable third {NumberText.Percent(At(curve, 1 / 3.0), 0)}.";
    }

    private static double At(ReportCurve curve, double share)
    {
        int end = 1;
        while (end < curve.X.Count - 1 && curve.X[end] < share)
        {
            end++;
        }

        double width = curve.X[end] - curve.X[end - 1];
        return width > 0 ? curve.Y[end - 1] + ((curve.Y[end] - curve.Y[end - 1]) * Math.Clamp((share - curve.X[end - 1]) / width, 0, 1)) : curve.Y[end];
    }

    private static Axis Share(string label) => new() { Label = label, Minimum = 0, Maximum = 1, Format = AxisFormat.Percent };
}
