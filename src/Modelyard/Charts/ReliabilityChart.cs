using Modelyard.Charts.Drawing;
using Modelyard.Charts.Scales;

namespace Modelyard.Charts;

/// <summary>Represents how predicted probabilities compare with what happened, and how many rows each point stands for.</summary>
/// <remarks>Source: DeGroot and Fienberg (1983), The Comparison and Evaluation of Forecasters, The Statistician 32.</remarks>
public sealed record ReliabilityChart : Chart
{
    private const double CountsHeight = 46;

    /// <summary>Gets the bins in ascending order of the predicted probability.</summary>
    public IReadOnlyList<ReliabilityBin> Bins { get; init; } = [];

    private protected override void Draw(SvgCanvas canvas)
    {
        ChartTheme theme = canvas.Theme;
        canvas.Height += 40;
        var x = new Axis { Label = "predicted probability", Minimum = 0, Maximum = 1, Format = AxisFormat.Percent };
        var y = new Axis { Label = "observed share", Minimum = 0, Maximum = 1, Format = AxisFormat.Percent };
        PlotArea area = PlotArea.Draw(canvas, x, y, new DataRange(), [], footer: CountsHeight, verticalGrid: true);
        var bins = Bins.Where(bin => double.IsFinite(bin.Predicted) && double.IsFinite(bin.Observed) && bin.Count > 0).ToList();
        ReferenceMarks.Draw(canvas, area, [ReferenceLine.Diagonal("perfect")]);
        if (bins.Count == 0)
        {
            area.DrawEmpty();
            return;
        }

        DrawCounts(canvas, area, bins);
        canvas.Path(LinePath.Write([.. bins.Select(bin => (area.MapX(bin.Predicted), area.MapY(bin.Observed)))], LineShape.Straight), theme.Accent, 1.5);
        foreach (ReliabilityBin bin in bins)
        {
            double at = area.MapX(Math.Clamp(bin.Predicted, 0, 1));
            if (double.IsFinite(bin.Low) && double.IsFinite(bin.High))
            {
                canvas.Line(at, area.MapY(Math.Clamp(bin.Low, 0, 1)), at, area.MapY(Math.Clamp(bin.High, 0, 1)), theme.Accent, 1.5);
            }

            string title = $"predicted {NumberText.Percent(bin.Predicted)}, observed {NumberText.Percent(bin.Observed)}, {NumberText.Counted(bin.Count, "row")}";
            canvas.Circle(at, area.MapY(Math.Clamp(bin.Observed, 0, 1)), 4, theme.Accent, stroke: theme.Paper, title: title);
        }
    }

    private protected override string Describe() => string.Join(
        "; ",
        Bins.Where(bin => bin.Count > 0).Select(bin =>
            $"predicted {NumberText.Percent(bin.Predicted)}, observed {NumberText.Percent(bin.Observed)} of {NumberText.Counted(bin.Count, "row")}")) + ".";

    private static void DrawCounts(SvgCanvas canvas, PlotArea area, List<ReliabilityBin> bins)
    {
        ChartTheme theme = canvas.Theme;
        double floor = canvas.Height - 2;
        var heights = new LinearScale(0, bins.Max(bin => bin.Count), 0, CountsHeight - 20);
        double width = Math.Clamp((area.Right - area.Left) / (bins.Count * 2.2), 3, 14);
        canvas.Text(0, floor - CountsHeight + 24, "rows", new TextStyle(theme.Muted, Size: theme.SmallSize));
        canvas.Line(area.Left, floor, area.Right, floor, theme.Grid);
        foreach (ReliabilityBin bin in bins)
        {
            double height = Math.Max(heights.Map(bin.Count), 0.8);
            double left = area.MapX(Math.Clamp(bin.Predicted, 0, 1)) - (width / 2);
            canvas.Rectangle(left, floor - height, width, height, theme.Rule, 0.8, title: NumberText.Counted(bin.Count, "row"));
        }
    }
}
