using System.Text;
using Modelyard.Charts;

namespace Modelyard.Reports;

/// <summary>Represents a page in one file: no network, no script, no font from elsewhere, good on a phone, in the dark and on paper.</summary>
/// <remarks>
/// The page forbids itself by policy to load or run anything, so that a mistake in escaping could show but not act.
/// It is also well-formed XML.
/// </remarks>
public sealed record HtmlPage
{
    private static readonly Lazy<string> Style = new(ReadStylesheet);

    /// <summary>Gets the title.</summary>
    public required string Title { get; init; }

    /// <summary>Gets the words above the title, such as the kind of page; empty for none.</summary>
    public string Kicker { get; init; } = "";

    /// <summary>Gets the line beneath the title; empty for none.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>Gets the line at the end of the page; empty for none.</summary>
    public string Footer { get; init; } = "";

    /// <summary>Gets what writes the answer that stands first.</summary>
    public Action<HtmlWriter>? Lead { get; init; }

    /// <summary>Gets what writes the sections.</summary>
    public required Action<HtmlWriter> Body { get; init; }

    /// <summary>Gets the stylesheet that the page holds, for pages that are served and want the same look.</summary>
    public static string Stylesheet => Style.Value;

    /// <summary>Writes the page.</summary>
    /// <returns>A whole HTML document.</returns>
    public string ToHtml()
    {
        var lead = new HtmlWriter();
        Lead?.Invoke(lead);
        var body = new HtmlWriter();
        Body(body);
        var page = new HtmlWriter();
        page.Write($"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\n");
        page.Write($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        page.Write($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"/>\n");
        page.Write($"<meta name=\"color-scheme\" content=\"light dark\"/>\n<meta name=\"referrer\" content=\"no-referrer\"/>\n");
        page.Write($"<title>{Title}</title>\n<style>{Markup.Trusted(Stylesheet)}</style></head>\n<body><header>");
        if (Kicker.Length > 0)
        {
            page.Write($"<p class=\"kicker\">{Kicker}</p>");
        }

        page.Write($"<h1>{Title}</h1>");
        if (Subtitle.Length > 0)
        {
            page.Write($"<p class=\"subtitle\">{Subtitle}</p>");
        }

        page.Write($"</header>\n<main>");
        if (Lead is not null)
        {
            page.Write($"<div class=\"lead\">{lead.ToMarkup()}</div>\n");
        }

        WriteContents(page, body.Sections);
        page.Write($"{body.ToMarkup()}</main>\n");
        if (Footer.Length > 0)
        {
            page.Write($"<footer>{Footer}</footer>\n");
        }

        page.Write($"</body></html>\n");
        return page.ToMarkup().Html;
    }

    private static void WriteContents(HtmlWriter page, IReadOnlyList<(string Id, string Title)> sections)
    {
        if (sections.Count < 3)
        {
            return;
        }

        page.Write($"<nav aria-label=\"Contents\"><ul>");
        foreach ((string id, string title) in sections)
        {
            page.Write($"<li><a href=\"#{id}\">{title}</a></li>");
        }

        page.Write($"</ul></nav>\n");
    }

    private static string ReadStylesheet()
    {
        using Stream stream = typeof(HtmlPage).Assembly.GetManifestResourceStream("Modelyard.Reports.page.css")
            ?? throw new InvalidOperationException("The stylesheet is not in the assembly and must be embedded as 'Modelyard.Reports.page.css'.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        string light = ChartTheme.Light.ToCustomProperties();
        string dark = ChartTheme.Dark.ToCustomProperties();
        return $":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n" + reader.ReadToEnd();
    }
}
