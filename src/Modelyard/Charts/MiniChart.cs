using System.Text;
using Modelyard.Charts.Drawing;
using Modelyard.Charts.Scales;

namespace Modelyard.Charts;

/// <summary>Draws charts the size of a word, without axes, for the cells of tables.</summary>
/// <remarks>Source: Tufte (2006), Beautiful Evidence, on sparklines.</remarks>
public static class MiniChart
{
    /// <summary>Draws a histogram.</summary>
    /// <param name="title">What the drawing shows, for readers who cannot see it.</param>
    /// <param name="counts">The counts of neighbouring bins.</param>
    /// <param name="theme">The colours; null takes <see cref="ChartTheme.Embedded"/>.</param>
    /// <returns>One SVG element of 96 by 24 pixels.</returns>
    public static string Histogram(string title, IReadOnlyList<long> counts, ChartTheme? theme = null)
    {
        SvgCanvas canvas = Canvas(theme, 96, 24);
        long greatest = Math.Max(1, counts.DefaultIfEmpty(0).Max());
        var bars = new CategoryScale(counts.Count, 0, 96, counts.Count > 24 ? 0.05 : 0.12);
        for (int i = 0; i < counts.Count; i++)
        {
            if (counts[i] > 0)
            {
                double height = Math.Max(1.2, 21.0 * counts[i] / greatest);
                canvas.Rectangle(bars.BandStart(i), 22 - height, bars.BandWidth, height, canvas.Theme.Accent, 0.8);
            }
        }

        canvas.Line(0, 22.5, 96, 22.5, canvas.Theme.Rule);
        return canvas.ToSvg(title, "");
    }

    /// <summary>Draws the shares of levels as parts of one bar.</summary>
    /// <param name="title">What the drawing shows, for readers who cannot see it.</param>
    /// <param name="shares">The shares of one, the greatest first; what is missing to one is left grey.</param>
    /// <param name="theme">The colours; null takes <see cref="ChartTheme.Embedded"/>.</param>
    /// <returns>One SVG element of 96 by 24 pixels.</returns>
    public static string Levels(string title, IReadOnlyList<double> shares, ChartTheme? theme = null)
    {
        SvgCanvas canvas = Canvas(theme, 96, 24);
        canvas.Rectangle(0, 6, 96, 12, canvas.Theme.Grid, radius: 2);
        double x = 0;
        for (int i = 0; i < shares.Count && x < 96; i++)
        {
            double width = double.IsFinite(shares[i]) ? Math.Clamp(shares[i] * 96, 0, 96 - x) : 0;
            canvas.Rectangle(x, 6, Math.Max(width - 1, 0.4), 12, canvas.Theme.Accent, Math.Max(0.9 - (0.22 * i), 0.2), 1);
            x += width;
        }

        return canvas.ToSvg(title, "");
    }

    /// <summary>Draws a value with its interval as a dot on a scale that the rows of a table share; beyond the scale it is an arrow.</summary>
    /// <param name="title">What the drawing shows, for readers who cannot see it.</param>
    /// <param name="item">The value and its interval.</param>
    /// <param name="minimum">The value at the left end.</param>
    /// <param name="maximum">The value at the right end.</param>
    /// <param name="reference">A value that a faint line marks; NaN for none.</param>
    /// <param name="theme">The colours; null takes <see cref="ChartTheme.Embedded"/>.</param>
    /// <returns>One SVG element of 160 by 20 pixels.</returns>
    public static string Interval(
        string title, BarItem item, double minimum, double maximum, double reference = double.NaN, ChartTheme? theme = null)
    {
        SvgCanvas canvas = Canvas(theme, 160, 20);
        var scale = new LinearScale(minimum, maximum, 5, 155);
        canvas.Line(0, 10, 160, 10, canvas.Theme.Grid);
        if (double.IsFinite(reference))
        {
            double at = Math.Clamp(scale.Map(reference), 0, 160);
            canvas.Line(at, 0, at, 20, canvas.Theme.Rule, 1, "2 2");
        }

        string color = item.IsHighlighted ? canvas.Theme.Accent : canvas.Theme.Rule;
        if (double.IsFinite(item.Low) && double.IsFinite(item.High))
        {
            canvas.Line(Math.Clamp(scale.Map(item.Low), 0, 160), 10, Math.Clamp(scale.Map(item.High), 0, 160), 10, color, 2.5);
        }

        double x = scale.Map(item.Value);
        if (x is < 0 or > 160)
        {
            canvas.Path(new StringBuilder(x < 0 ? "M8 5L2 10L8 15z" : "M152 5L158 10L152 15z"), null, fill: color);
        }
        else if (double.IsFinite(x))
        {
            canvas.Circle(Math.Clamp(x, 5, 155), 10, 4.5, color, stroke: canvas.Theme.Paper);
        }

        return canvas.ToSvg(title, "");
    }

    private static SvgCanvas Canvas(ChartTheme? theme, double width, double height) =>
        new(theme ?? ChartTheme.Embedded) { Width = width, Height = height };
}
