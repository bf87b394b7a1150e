using Modelyard.Charts;
using Modelyard.Reports;

namespace Modelyard.Cli;

/// <summary>Writes charts as a page of HTML, or the first of them as a picture.</summary>
internal static class ChartPage
{
    /// <summary>Looks at the path of a page before the work begins.</summary>
    internal static void Check(string? path)
    {
        OutputFile.Check(path);
        if (path is not null && !IsPicture(path) && !path.EndsWith(".html", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"'--output' is '{path}' and must end in .html for a page or .svg for a picture.");
        }
    }

    /// <summary>Looks at the path of what can only be a page before the work begins.</summary>
    internal static void CheckPage(string? path, string option = "--output")
    {
        OutputFile.Check(path);
        if (path?.EndsWith(".html", StringComparison.OrdinalIgnoreCase) == false)
        {
            throw new UsageException($"'{option}' is '{path}' and must end in .html: it is a page.");
        }
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">The path, which ends in .html or .svg.</param>
    /// <param name="kicker">What kind of page it is, in a word or two.</param>
    /// <param name="title">The title of the page.</param>
    /// <param name="subtitle">The line beneath.</param>
    /// <param name="charts">The charts, the most important first.</param>
    /// <param name="warning">What stands above them on a page; empty for nothing.</param>
    /// <param name="more">Writes what stands under the charts of a page; null for nothing.</param>
    internal static void Write(string path, string kicker, string title, string subtitle, IReadOnlyList<Chart> charts, string warning = "", Action<HtmlWriter>? more = null)
    {
        if (IsPicture(path))
        {
            File.WriteAllText(path, charts[0].ToSvg(ChartTheme.Light));
            return;
        }

        Write(path, kicker, title, subtitle, writer =>
        {
            if (warning.Length > 0)
            {
                writer.Callout(CalloutKind.Warning, warning);
            }

            writer.Grid(grid =>
            {
                foreach (Chart chart in charts)
                {
                    grid.Figure(chart, chart.Description);
                }
            });
            more?.Invoke(writer);
        });
    }

    /// <summary>Writes a page.</summary>
    /// <param name="path">The path, which ends in .html.</param>
    /// <param name="kicker">What kind of page it is, in a word or two.</param>
    /// <param name="title">The title of the page.</param>
    /// <param name="subtitle">The line beneath.</param>
    /// <param name="body">Writes the page.</param>
    /// <exception cref="UsageException">The path is one of a picture.</exception>
    internal static void Write(string path, string kicker, string title, string subtitle, Action<HtmlWriter> body) =>
        Write(path, new HtmlPage { Title = title, Kicker = kicker, Subtitle = subtitle, Body = body });

    /// <summary>Writes a page.</summary>
    /// <param name="path">The path, which ends in .html.</param>
    /// <param name="page">The page.</param>
    /// <exception cref="UsageException">The path is one of a picture.</exception>
    internal static void Write(string path, HtmlPage page)
    {
        if (IsPicture(path))
        {
            throw new UsageException($"'--output' is '{path}', and this is no picture. Let it end in .html.");
        }

        File.WriteAllText(path, page.ToHtml());
    }

    /// <summary>Determines whether a path is one of a picture.</summary>
    internal static bool IsPicture(string path) => path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase);
}
