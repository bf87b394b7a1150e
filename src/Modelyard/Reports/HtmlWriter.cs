using System.Runtime.CompilerServices;
using System.Text;
using Modelyard.Charts;
using Modelyard.Charts.Drawing;

namespace Modelyard.Reports;

/// <summary>Writes the parts of a page; whatever is not <see cref="Reports.Markup"/> is escaped.</summary>
/// <example><code>writer.Write($"&lt;p class=\"note\"&gt;{text}&lt;/p&gt;");</code></example>
public sealed class HtmlWriter
{
    // How many times as wide as usual a drawing may be that is shown at the usual width, which shrinks its letters.
    private const double MostShrunk = 1.4;

    private readonly StringBuilder _html = new();
    private readonly List<(string Id, string Title)> _sections = [];

    /// <summary>Gets the sections written so far: their fragments and titles.</summary>
    public IReadOnlyList<(string Id, string Title)> Sections => _sections;

    /// <summary>Writes an interpolated string: literal parts are HTML, values are escaped.</summary>
    /// <param name="html">The interpolated string.</param>
    public void Write([InterpolatedStringHandlerArgument("")] HtmlText html)
    {
        // The handler has written all by the time it gets here.
        _ = html;
    }

    /// <summary>Writes text, escaped.</summary>
    /// <param name="text">The text; null writes nothing.</param>
    public void Text(string? text) => MarkupText.Append(_html, text);

    /// <summary>Writes markup as it is.</summary>
    /// <param name="markup">The markup.</param>
    public void Markup(Markup markup) => _html.Append(markup.Html);

    /// <summary>Writes a section with a heading that the page's contents list.</summary>
    /// <param name="id">The fragment, of letters and hyphens.</param>
    /// <param name="title">The heading.</param>
    /// <param name="introduction">What the section shows, in a sentence; empty for none.</param>
    /// <param name="content">Writes what stands under the heading.</param>
    public void Section(string id, string title, string introduction, Action<HtmlWriter> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        _sections.Add((id, title));
        Write($"<section id=\"{id}\"><h2>{title}</h2>");
        if (introduction.Length > 0)
        {
            Write($"<p class=\"introduction\">{introduction}</p>");
        }

        content(this);
        Write($"</section>\n");
    }

    /// <summary>Writes content that is folded until the reader opens it; on paper it is open.</summary>
    /// <param name="summary">What is inside.</param>
    /// <param name="content">Writes the content.</param>
    public void Details(string summary, Action<HtmlWriter> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Write($"<details><summary>{summary}</summary><div class=\"folded\">");
        content(this);
        Write($"</div></details>\n");
    }

    /// <summary>Writes a paragraph.</summary>
    /// <param name="text">The text.</param>
    public void Paragraph(string text) => Write($"<p>{text}</p>\n");

    /// <summary>Writes a note that stands out.</summary>
    /// <param name="kind">How much it matters.</param>
    /// <param name="text">What is so.</param>
    /// <param name="advice">What to do about it; empty for nothing.</param>
    public void Callout(CalloutKind kind, string text, string advice = "")
    {
        (string style, string word) = kind switch
        {
            CalloutKind.Problem => ("problem", "Problem"),
            CalloutKind.Warning => ("warning", "Warning"),
            _ => ("note", "Note"),
        };
        Write($"<div class=\"callout {style}\" role=\"note\"><p><strong>{word}</strong> {text}</p>");
        if (advice.Length > 0)
        {
            Write($"<p class=\"advice\">{advice}</p>");
        }

        Write($"</div>\n");
    }

    /// <summary>Writes figures that fill the width side by side where there is room, and beneath each other on a phone.</summary>
    /// <param name="content">Writes the figures.</param>
    public void Grid(Action<HtmlWriter> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Write($"<div class=\"grid\">");
        content(this);
        Write($"</div>\n");
    }

    /// <summary>Writes a chart with its title above and what to see in it beneath.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="caption">What to see in the chart; empty for none.</param>
    /// <param name="wide">Whether the chart takes the whole width, and scrolls on a phone; a drawing that would be unreadable otherwise does so anyway.</param>
    public void Figure(Chart chart, string caption = "", bool wide = false)
    {
        ArgumentNullException.ThrowIfNull(chart);
        string picture = chart.Render(ChartTheme.Embedded, out double width);
        bool isWide = wide || width > MostShrunk * ChartTheme.Embedded.Width;
        Write($"<figure{Reports.Markup.Trusted(isWide ? " class=\"wide\"" : "")}><h3>{chart.Title}</h3><div class=\"picture\">{Reports.Markup.Trusted(picture)}</div>");
        if (caption.Length > 0)
        {
            Write($"<figcaption>{caption}</figcaption>");
        }

        Write($"</figure>\n");
    }

    /// <summary>Writes a table whose head stays in sight while it scrolls.</summary>
    /// <param name="table">The table.</param>
    public void Table(HtmlTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Write($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{table.Title}\"><table><caption>{table.Title}</caption><thead><tr>");
        foreach (HtmlColumn column in table.Columns)
        {
            Write($"<th scope=\"col\"{Class(column)}>{column.Title}</th>");
        }

        Write($"</tr></thead><tbody>\n");
        for (int row = 0; row < table.Rows.Count; row++)
        {
            Write($"<tr{Reports.Markup.Trusted(table.HighlightedRow == row ? " class=\"chosen\"" : "")}>");
            for (int column = 0; column < table.Columns.Count; column++)
            {
                Markup cell = column < table.Rows[row].Count ? table.Rows[row][column] : default;
                if (column == 0)
                {
                    Write($"<th scope=\"row\"{Class(table.Columns[column])}>{cell}</th>");
                }
                else
                {
                    Write($"<td{Class(table.Columns[column])}>{cell}</td>");
                }
            }

            Write($"</tr>\n");
        }

        Write($"</tbody></table></div>\n");
    }

    /// <summary>Writes names and what they stand for.</summary>
    /// <param name="facts">The names and values.</param>
    public void Definitions(IEnumerable<(string Name, string Value)> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        Write($"<dl>");
        foreach ((string name, string value) in facts)
        {
            Write($"<div><dt>{name}</dt><dd>{value}</dd></div>");
        }

        Write($"</dl>\n");
    }

    /// <summary>Writes key figures in a row.</summary>
    /// <param name="figures">The figures, the most important first.</param>
    public void KeyFigures(IEnumerable<KeyFigure> figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        Write($"<div class=\"figures\">");
        foreach (KeyFigure figure in figures)
        {
            Write($"<div class=\"figure{(figure.IsMain ? " main" : "")}\"><span class=\"name\">{figure.Name}</span><span class=\"value\">{figure.Value}</span>");
            if (figure.Note.Length > 0)
            {
                Write($"<span class=\"note\">{figure.Note}</span>");
            }

            Write($"</div>");
        }

        Write($"</div>\n");
    }

    /// <summary>Writes a command that the reader can copy.</summary>
    /// <param name="label">What the command does.</param>
    /// <param name="command">The command; line breaks are kept.</param>
    public void Command(string label, string command)
    {
        ArgumentNullException.ThrowIfNull(command);
        Write($"<div class=\"command\"><p>{label}</p><pre><code>");
        string[] lines = command.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            Markup(Reports.Markup.Trusted(i > 0 ? "\n" : ""));
            Text(lines[i]);
        }

        Write($"</code></pre></div>\n");
    }

    /// <summary>Returns what was written.</summary>
    /// <returns>The markup.</returns>
    public Markup ToMarkup() => Reports.Markup.Trusted(_html.ToString());

    internal void Reserve(int characters) => _html.EnsureCapacity(_html.Length + characters);

    private static Markup Class(HtmlColumn column) => Reports.Markup.Trusted(column.Kind switch
    {
        HtmlColumnKind.Number => " class=\"number\"",
        HtmlColumnKind.Prose => " class=\"prose\"",
        _ => "",
    });
}
