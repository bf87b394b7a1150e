using Modelyard.Charts.Scales;

namespace Modelyard.Charts.Drawing;

/// <summary>Lays out a chart with two numeric axes: margins from the labels' widths, grid, ticks and names.</summary>
internal sealed class PlotArea
{
    private const double PixelsPerRow = 42;
    private const double TickRoom = 7;

    // What letters such as p reach below their line.
    private const double DescentRoom = 4;
    private readonly SvgCanvas _canvas;
    private readonly double _size;

    private PlotArea(SvgCanvas canvas) => (_canvas, _size) = (canvas, canvas.Theme.SmallSize);

    public double Left { get; private set; }

    public double Top { get; private set; }

    public double Right { get; private set; }

    public double Bottom { get; private set; }

    public required IContinuousScale X { get; init; }

    public required IContinuousScale Y { get; init; }

    /// <summary>Gets where labels stand in the plot.</summary>
    public LabelPlaces Labels { get; } = new();

    public double MapX(double value) => X.Map(value);

    public double MapY(double value) => Y.Map(value);

    /// <summary>Draws the frame of a plot over the given range of data.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="xAxis">The horizontal axis.</param>
    /// <param name="yAxis">The vertical axis.</param>
    /// <param name="range">The range of the data.</param>
    /// <param name="legend">The names of the series.</param>
    /// <param name="footer">The height kept free beneath the axis.</param>
    /// <param name="verticalGrid">Whether grid lines stand at the horizontal axis's ticks.</param>
    public static PlotArea Draw(
        SvgCanvas canvas,
        Axis xAxis,
        Axis yAxis,
        DataRange range,
        IReadOnlyList<LegendEntry> legend,
        double footer = 0,
        bool verticalGrid = false)
    {
        double size = canvas.Theme.SmallSize;
        double top = Legend.Draw(canvas, legend, 0);
        bool named = yAxis.Label.Length > 0;
        double nameBaseline = top + size + 1;
        top += named ? size + 11 : 8;
        double bottom = canvas.Height - footer - (size + TickRoom + 2) - (xAxis.Label.Length > 0 ? size + DescentRoom + 5 : 0);
        int rows = Math.Clamp((int)((bottom - top) / PixelsPerRow), 3, 8);
        IContinuousScale y = yAxis.Scale(range.MinimumY, range.MaximumY, bottom, top, rows);
        IReadOnlyList<AxisTick> yTicks = y.Ticks(rows, yAxis.Format);
        double left = WidestLabel(yTicks, size) + 8;
        double right = canvas.Width - 10;
        (IContinuousScale x, IReadOnlyList<AxisTick> xTicks) = FitHorizontal(xAxis, range, left, right, size);
        if (xTicks.Count > 0)
        {
            AxisTick last = xTicks[^1];
            double over = x.Map(last.Value) + (TextMeasure.Width(last.Label, size) / 2) - (canvas.Width - 1);
            if (over > 0)
            {
                right -= over;
                (x, xTicks) = FitHorizontal(xAxis, range, left, right, size);
            }
        }

        var area = new PlotArea(canvas) { X = x, Y = y, Left = left, Right = right, Top = top, Bottom = bottom };
        area.DrawVertical(yTicks);
        area.DrawHorizontal(xTicks, verticalGrid);
        if (named)
        {
            canvas.Text(0, nameBaseline, "↑ " + yAxis.Label, new TextStyle(canvas.Theme.Muted, Size: size, MaximumWidth: canvas.Width));
        }

        if (xAxis.Label.Length > 0)
        {
            double nameY = bottom + TickRoom + size + 2 + size + 5;
            canvas.Text(right, nameY, xAxis.Label + " →", new TextStyle(canvas.Theme.Muted, TextAnchor.End, size, MaximumWidth: right));
        }

        return area;
    }

    public void DrawEmpty()
    {
        _canvas.Text((Left + Right) / 2, (Top + Bottom) / 2, "No data", new TextStyle(_canvas.Theme.Muted, TextAnchor.Middle));
    }

    public void OpenWindow(double margin = 4) =>
        _canvas.OpenWindow(Left - margin, Top - margin, Right - Left + (2 * margin), Bottom - Top + (2 * margin));

    public static (IContinuousScale Scale, IReadOnlyList<AxisTick> Ticks) FitHorizontal(
        Axis axis, DataRange range, double left, double right, double size)
    {
        IContinuousScale scale = axis.Scale(range.MinimumX, range.MaximumX, left, right, 4);
        IReadOnlyList<AxisTick> ticks = [];
        for (int target = Math.Clamp((int)((right - left) / 50), 3, 10); target >= 3; target--)
        {
            scale = axis.Scale(range.MinimumX, range.MaximumX, left, right, target);
            ticks = scale.Ticks(target, axis.Format);
            if (Fits(scale, ticks, size))
            {
                return (scale, ticks);
            }
        }

        return (scale, [.. ticks.Where((_, i) => i % 2 == 0)]);
    }

    private static bool Fits(IContinuousScale scale, IReadOnlyList<AxisTick> ticks, double size)
    {
        for (int i = 1; i < ticks.Count; i++)
        {
            double room = scale.Map(ticks[i].Value) - scale.Map(ticks[i - 1].Value);
            double needed = (TextMeasure.Width(ticks[i].Label, size) + TextMeasure.Width(ticks[i - 1].Label, size)) / 2;
            if (needed + 8 > room)
            {
                return false;
            }
        }

        return true;
    }

    private static double WidestLabel(IReadOnlyList<AxisTick> ticks, double size)
    {
        double widest = 0;
        foreach (AxisTick tick in ticks)
        {
            widest = Math.Max(widest, TextMeasure.Width(tick.Label, size));
        }

        return widest;
    }

    private void DrawVertical(IReadOnlyList<AxisTick> ticks)
    {
        foreach (AxisTick tick in ticks)
        {
            double y = MapY(tick.Value);
            if (Bottom - y > 0.5)
            {
                _canvas.Line(Left, y, Right, y, _canvas.Theme.Grid);
            }

            _canvas.Text(Left - 6, y + (_size * 0.36), tick.Label, new TextStyle(_canvas.Theme.Muted, TextAnchor.End, _size));
        }
    }

    private void DrawHorizontal(IReadOnlyList<AxisTick> ticks, bool grid)
    {
        _canvas.Line(Left, Bottom, Right, Bottom, _canvas.Theme.Rule);
        foreach (AxisTick tick in ticks)
        {
            double x = MapX(tick.Value);
            if (grid && x - Left > 0.5)
            {
                _canvas.Line(x, Top, x, Bottom, _canvas.Theme.Grid);
            }

            _canvas.Line(x, Bottom, x, Bottom + 4, _canvas.Theme.Rule);
            _canvas.Text(x, Bottom + TickRoom + _size, tick.Label, new TextStyle(_canvas.Theme.Muted, TextAnchor.Middle, _size));
        }
    }
}
