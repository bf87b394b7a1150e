using System.Globalization;
using System.Text;

namespace Modelyard.Charts.Drawing;

/// <summary>Gathers the marks of one drawing and writes them as SVG.</summary>
/// <remarks>
/// Every text is escaped, every coordinate is finite and has one decimal, and no element carries an id, so that many
/// drawings can stand in one page.
/// </remarks>
internal sealed class SvgCanvas(ChartTheme theme)
{
    private readonly StringBuilder _body = new();

    public ChartTheme Theme { get; } = theme;

    public double Width { get; set; } = theme.Width;

    public double Height { get; set; } = theme.Height;

    public string ToSvg(string title, string description)
    {
        var svg = new StringBuilder(_body.Length + 512);
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" viewBox=\"0 0 ");
        AppendNumber(svg, Width);
        svg.Append(' ');
        AppendNumber(svg, Height);
        svg.Append("\" width=\"");
        AppendNumber(svg, Width);
        svg.Append("\" height=\"");
        AppendNumber(svg, Height);
        svg.Append("\" font-family=\"system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif\" font-size=\"");
        AppendNumber(svg, Theme.FontSize);
        svg.Append("\"><title>");
        MarkupText.Append(svg, title);
        svg.Append("</title>");
        if (description.Length > 0)
        {
            svg.Append("<desc>");
            MarkupText.Append(svg, description);
            svg.Append("</desc>");
        }

        return svg.Append(_body).Append("</svg>").ToString();
    }

    public void Line(double x1, double y1, double x2, double y2, string stroke, double width = 1, string? dash = null)
    {
        _body.Append("<line");
        Attribute("x1", x1);
        Attribute("y1", y1);
        Attribute("x2", x2);
        Attribute("y2", y2);
        Stroke(stroke, width, dash);
        _body.Append("/>");
    }

    public void Rectangle(double x, double y, double width, double height, string fill, double opacity = 1, double radius = 0, string? title = null)
    {
        _body.Append("<rect");
        Attribute("x", x);
        Attribute("y", y);
        Attribute("width", Math.Max(width, 0));
        Attribute("height", Math.Max(height, 0));
        if (radius > 0)
        {
            Attribute("rx", radius);
        }

        Fill(fill, opacity);
        Close("rect", title);
    }

    public void Circle(double x, double y, double radius, string fill, double opacity = 1, string? stroke = null, string? title = null)
    {
        _body.Append("<circle");
        Attribute("cx", x);
        Attribute("cy", y);
        Attribute("r", radius);
        Fill(fill, opacity);
        if (stroke is not null)
        {
            Stroke(stroke, 1.5, null);
        }

        Close("circle", title);
    }

    /// <summary>Draws many small dots of one colour, each see-through so that crowds look darker.</summary>
    public void Dots(IEnumerable<(double X, double Y)> points, double radius, string fill, double opacity)
    {
        _body.Append("<g");
        Fill(fill, opacity);
        _body.Append('>');
        foreach ((double x, double y) in points)
        {
            _body.Append("<circle");
            Attribute("cx", x);
            Attribute("cy", y);
            Attribute("r", radius);
            _body.Append("/>");
        }

        _body.Append("</g>");
    }

    public void Path(StringBuilder data, string? stroke, double width = 2, string? fill = null, double opacity = 1, string? dash = null, string? title = null)
    {
        if (data.Length == 0)
        {
            return;
        }

        _body.Append("<path d=\"").Append(data).Append('"');
        if (fill is null)
        {
            _body.Append(" fill=\"none\"");
        }
        else
        {
            Fill(fill, opacity);
        }

        if (stroke is not null)
        {
            Stroke(stroke, width, dash);
            _body.Append(" stroke-linejoin=\"round\"");
        }

        if (fill is null && opacity < 1)
        {
            Attribute("opacity", opacity, 2);
        }

        Close("path", title);
    }

    public void Text(double x, double y, string text, in TextStyle style, string? title = null)
    {
        double size = style.Size > 0 ? style.Size : Theme.FontSize;
        string shown = TextMeasure.Truncate(text, style.MaximumWidth, size, style.Bold);
        _body.Append("<text");
        Attribute("x", x);
        Attribute("y", y);
        Fill(style.Fill, 1);
        if (style.Anchor != TextAnchor.Start)
        {
            _body.Append(style.Anchor == TextAnchor.Middle ? " text-anchor=\"middle\"" : " text-anchor=\"end\"");
        }

        if (style.Size > 0)
        {
            Attribute("font-size", style.Size);
        }

        if (style.Bold)
        {
            _body.Append(" font-weight=\"600\"");
        }

        if (style.Halo)
        {
            Stroke(Theme.Paper, 3, null);
            _body.Append(" paint-order=\"stroke\" stroke-linejoin=\"round\"");
        }

        if (style.Rotation != 0)
        {
            _body.Append(CultureInfo.InvariantCulture, $" transform=\"rotate({style.Rotation} ");
            AppendNumber(_body, x);
            _body.Append(' ');
            AppendNumber(_body, y);
            _body.Append(")\"");
        }

        _body.Append('>');
        title ??= ReferenceEquals(shown, text) ? null : text;
        if (title is not null)
        {
            _body.Append("<title>");
            MarkupText.Append(_body, title);
            _body.Append("</title>");
        }

        MarkupText.Append(_body, shown);
        _body.Append("</text>");
    }

    /// <summary>Opens a window that cuts off what is drawn outside it; positions inside stay those of the canvas.</summary>
    public void OpenWindow(double x, double y, double width, double height)
    {
        _body.Append("<svg");
        Attribute("x", x);
        Attribute("y", y);
        Attribute("width", width);
        Attribute("height", height);
        _body.Append(" overflow=\"hidden\" viewBox=\"");
        foreach (double number in (ReadOnlySpan<double>)[x, y, width, height])
        {
            AppendNumber(_body, number);
            _body.Append(' ');
        }

        _body.Length--;
        _body.Append("\">");
    }

    public void CloseWindow() => _body.Append("</svg>");

    public static void AppendNumber(StringBuilder target, double value, int decimals = 1)
    {
        double rounded = double.IsFinite(value) ? Math.Round(Math.Clamp(value, -1e6, 1e6), decimals) : 0;
        target.Append(CultureInfo.InvariantCulture, $"{(rounded == 0 ? 0 : rounded)}");
    }

    private void Attribute(string name, double value, int decimals = 1)
    {
        _body.Append(' ').Append(name).Append("=\"");
        AppendNumber(_body, value, decimals);
        _body.Append('"');
    }

    private void Fill(string fill, double opacity)
    {
        _body.Append(" fill=\"").Append(fill).Append('"');
        if (opacity < 1)
        {
            Attribute("fill-opacity", opacity, 2);
        }
    }

    private void Stroke(string stroke, double width, string? dash)
    {
        _body.Append(" stroke=\"").Append(stroke).Append('"');
        if (width != 1)
        {
            Attribute("stroke-width", width);
        }

        if (dash is not null)
        {
            _body.Append(" stroke-dasharray=\"").Append(dash).Append('"');
        }
    }

    private void Close(string element, string? title)
    {
        if (title is null)
        {
            _body.Append("/>");
            return;
        }

        _body.Append("><title>");
        MarkupText.Append(_body, title);
        _body.Append("</title></").Append(element).Append('>');
    }
}
