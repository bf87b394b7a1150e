using Modelyard.Charts;
using Modelyard.Charts.Drawing;

namespace Modelyard.Reports;

/// <summary>Represents text that is already HTML, a type of its own so that plain text can never be taken for it.</summary>
public readonly record struct Markup
{
    private readonly string? _html;

    private Markup(string html) => _html = html;

    /// <summary>Gets the HTML.</summary>
    public string Html => _html ?? "";

    /// <summary>Takes a string for HTML as it is.</summary>
    /// <param name="html">The HTML, from the program itself and never from data.</param>
    /// <returns>The markup.</returns>
    public static Markup Trusted(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        return new Markup(html);
    }

    /// <summary>Escapes text.</summary>
    /// <param name="text">The text, from anywhere; null is empty.</param>
    /// <returns>The markup that shows the text.</returns>
    public static Markup Text(string? text) => new(MarkupText.Escape(text));

    /// <summary>Escapes a name of a column or file and lets it break after the marks that part its words.</summary>
    /// <param name="name">The name, from anywhere; null is empty.</param>
    /// <returns>The markup that shows the name.</returns>
    public static Markup Name(string? name) => new(
        MarkupText.Escape(name)
            .Replace("/", "/<wbr/>", StringComparison.Ordinal)
            .Replace("_", "_<wbr/>", StringComparison.Ordinal)
            .Replace("-", "-<wbr/>", StringComparison.Ordinal)
            .Replace(".", ".<wbr/>", StringComparison.Ordinal));

    /// <summary>Draws a chart whose colours the page sets.</summary>
    /// <param name="chart">The chart.</param>
    /// <returns>The markup that shows the chart.</returns>
    public static Markup Of(Chart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        return new Markup(chart.ToSvg());
    }

    /// <inheritdoc/>
    public override string ToString() => Html;
}
