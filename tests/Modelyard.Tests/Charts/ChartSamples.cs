using Modelyard.Charts;

namespace Modelyard.Tests.Charts;

/// <summary>Makes one chart of each kind from data of a given character.</summary>
internal static class ChartSamples
{
    public static readonly string[] Kinds =
        ["line", "step", "logarithmic", "scatter", "bars", "dots", "histogram", "histograms", "heat map", "confusion", "reliability", "residuals", "boxes", "waterfall", "force", "beeswarm", "contours", "diagram", "parallel"];

    public enum Data
    {
        Plain,
        Empty,
        NotFinite,
        Constant,
        Huge,
    }

    public static Chart Create(string kind, string label, Data data)
    {
        double[] x = Values(data, i => i / 20.0);
        double[] y = Values(data, i => 0.4 + (0.5 * Math.Sin(i / 6.0)));
        long[] counts = [.. y.Select(value => double.IsFinite(value) && Math.Abs(value) < 1e9 ? (long)Math.Abs(value * 1000) : 0)];
        var axis = new Axis { Label = label };
        return kind switch
        {
            "line" => new LineChart
            {
                Title = label,
                X = axis,
                Y = axis,
                Series = [new LineSeries { Name = label, X = x, Y = y, Low = y, High = x }, new LineSeries { Name = "other", X = x, Y = x, Dashed = true, Dots = true }],
                References = [ReferenceLine.Level(0.5, label), ReferenceLine.Vertical(0.5, label), ReferenceLine.Diagonal(label)],
                Points = [new ChartPoint(0.5, 0.5, "here")],
            },
            "step" => new LineChart
            {
                Title = label,
                X = axis,
                Y = axis,
                Series = [new LineSeries { X = x, Y = y, Shape = LineShape.StepAfter }, new LineSeries { Name = label, X = x, Y = y, Shape = LineShape.StepBefore, Muted = true }],
            },
            "logarithmic" => new LineChart
            {
                Title = label,
                X = axis with { Spacing = AxisSpacing.Logarithmic },
                Series = [new LineSeries { X = x, Y = y }],
            },
            "scatter" => new ScatterChart { Title = label, X = x, Y = y, XAxis = axis, YAxis = axis, ShowsTrend = true, SharesRange = true },
            "bars" => new BarChart { Title = label, Axis = axis, Items = [.. y.Select((value, i) => new BarItem(label + i, value, value - 0.1, value + 0.1, i == 1))], References = [ReferenceLine.Vertical(0.5, label)] },
            "parallel" => new ParallelChart
            {
                Title = label,
                Axes = data == Data.Empty ? [] : [new ParallelAxis(label, [new ParallelMark(0, label), new ParallelMark(1, "1")]) { Note = label }, new ParallelAxis("b", [new ParallelMark(0.5, "half")])],
                Lines = [.. y.Select((value, i) => new ParallelLine(label + i, [value, 0.5]) { IsHighlighted = i < 2 })],
            },
            "diagram" => new DiagramChart
            {
                Title = label,
                Boxes = data == Data.Empty ? [] : [new DiagramBox(label) { Lines = [new DiagramLine(label, label, true)] }, new DiagramBox("b") { Lines = [.. y.Select(value => new DiagramLine($"{value}"))] }],
                Links = data == Data.Empty ? [] : [new DiagramLink(label, "b") { Start = DiagramEnd.Many, End = DiagramEnd.One, FromLine = 0, ToLine = 2 }, new DiagramLink("b", label), new DiagramLink("b", "b")],
            },
            "dots" => new BarChart { Title = label, Axis = axis, Mark = BarMark.Dot, Items = [.. y.Select((value, i) => new BarItem(label + i, value, value, double.NaN))] },
            "histogram" => new HistogramChart { Title = label, X = axis, Series = [new HistogramSeries(label, HistogramBins.Of(y))] },
            "histograms" => new HistogramChart
            {
                Title = label,
                X = axis,
                ShowsShares = true,
                Series = [new HistogramSeries(label, HistogramBins.Of(y)), new HistogramSeries("b", HistogramBins.Of(x))],
                References = [ReferenceLine.Vertical(0.2, label)],
            },
            "heat map" => new HeatMapChart
            {
                Title = label,
                Rows = [.. Enumerable.Range(0, 5).Select(i => label + i)],
                Columns = [.. Enumerable.Range(0, 5).Select(i => label + i)],
                Values = [.. Enumerable.Range(0, 5).Select(i => y.Skip(i).Take(5).Select(value => value - 0.3).ToArray())],
            },
            "confusion" => new ConfusionChart
            {
                Title = label,
                Classes = [label, label + "2", "no"],
                Counts = data == Data.Empty ? [] : [.. Enumerable.Range(0, 3).Select(i => counts.Skip(i).Take(3).ToArray())],
            },
            "reliability" => new ReliabilityChart
            {
                Title = label,
                Bins = [.. x.Zip(y, counts).Select(point => new ReliabilityBin(point.First, point.Second, point.Third, point.Second - 0.05, point.Second + 0.05))],
            },
            "residuals" => new ResidualChart { Title = label, Actual = y, Predicted = x, Quantity = label },
            "boxes" => new BoxChart { Title = label, Axis = axis, Items = [.. y.Take(6).Select(value => new BoxItem(label, value - 2, value - 1, value, value + 1, value + 2))] },
            "waterfall" => new WaterfallChart { Title = label, Axis = axis, Start = x.FirstOrDefault(), Items = [.. y.Take(6).Select(value => new WaterfallItem(label, value))] },
            "force" => new ForceChart { Title = label, Axis = axis, Start = x.FirstOrDefault(), Items = [.. y.Take(6).Select(value => new WaterfallItem(label, value))] },
            "beeswarm" => new BeeswarmChart { Title = label, Axis = axis, Items = [new BeeswarmItem(label, y, x), new BeeswarmItem("b", x, [])] },
            "contours" => new ContourChart
            {
                Title = label,
                XAxis = axis with { RoundsEnds = false },
                YAxis = axis with { RoundsEnds = false },
                X = x,
                Y = x,
                Heights = [.. x.Select(one => x.Select(other => ((one - 0.4) * (one - 0.4)) + (5 * (other - one) * (other - one))).ToArray())],
                Paths = [new LineSeries { Name = label, X = x, Y = y, Dots = true }, new LineSeries { Name = "other", X = y, Y = x }],
                Points = [new ChartPoint(0.4, 0.4, "least")],
            },
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }

    private static double[] Values(Data data, Func<int, double> plain) => data switch
    {
        Data.Plain => [.. Enumerable.Range(0, 20).Select(plain)],
        Data.Empty => [],
        Data.Constant => [.. Enumerable.Repeat(3.0, 20)],
        Data.Huge => [-double.MaxValue, double.MaxValue, 1e308, 0, double.Epsilon, -1e-320],
        _ => [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.NaN],
    };
}
