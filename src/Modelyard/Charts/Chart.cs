using Modelyard.Charts.Drawing;

namespace Modelyard.Charts;

/// <summary>Represents a chart as plain data that draws itself as SVG.</summary>
/// <remarks>
/// Values that are not finite are left out; a chart without data says so. The drawing has a title and a description for
/// readers who cannot see it, scales to the width it is given and takes its colours from the theme.
/// </remarks>
public abstract record Chart
{
    /// <summary>Gets the short name of what the chart shows; read out, not drawn.</summary>
    public required string Title { get; init; }

    /// <summary>Gets what a reader should see in the chart, in a sentence; empty takes a description of the data.</summary>
    public string Description { get; init; } = "";

    /// <summary>Draws the chart.</summary>
    /// <param name="theme">The theme; null takes <see cref="ChartTheme.Embedded"/>.</param>
    /// <returns>One SVG element, fit to stand inside HTML or in a file of its own.</returns>
    public string ToSvg(ChartTheme? theme = null) => Render(theme ?? ChartTheme.Embedded, out _);

    /// <summary>Draws the chart and tells the width of the drawing, which is more than the theme's where cells or boxes need it.</summary>
    internal string Render(ChartTheme theme, out double width)
    {
        var canvas = new SvgCanvas(theme);
        Draw(canvas);
        width = canvas.Width;
        return canvas.ToSvg(Title, Description.Length > 0 ? Description : Describe());
    }

    internal void DrawOn(SvgCanvas canvas) => Draw(canvas);

    private protected abstract void Draw(SvgCanvas canvas);

    private protected virtual string Describe() => "";
}
